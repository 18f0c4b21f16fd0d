"""Adding files to a form, and making them part of what is posted from it."""

import re
from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, Delete, Update, delete, select, update

from lpcommunity.access import Invalid
from lpcommunity.access.rate_limits import FILES, limited
from lpcommunity.access.reader import Reader
from lpcommunity.attachments import file_types, found_texts, images, queries
from lpcommunity.attachments.found_texts import FILE
from lpcommunity.attachments.models import Attachment
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import PUBLIC, Entry
from lpcommunity.storage import blobs, name_locks, now, session, transactional
from lpcommunity.storage.change_stamp import concerns_public

LONGEST_ALT = 500
COPIED = ("kind", "name", "media_type", "size", "width", "height", "alt", "blob_key", "thumb_key")
PROMPT = "what does it show?"  # an earlier version wrote it where a description belongs
IN_TEXT = re.compile(r'"/attachments/(\d{1,10})"')  # a picture or a link in rendered text


@limited(FILES)  # whatever the form: a disk is not endless
def add_attachment(
    actor: Reader,
    idempotency_key: str,
    filename: str,
    content: bytes,
    alt: str = "",
    *,
    entry_id: int | None = None,
    removed: Collection[int] = (),
) -> Attachment:
    """Keep a file for the form with this uuid. It becomes part of the entry when the form is posted.

    What it is, its content says, not its name. Raises Invalid for what we cannot take. Pictures are drawn anew
    before the transaction begins, since that takes time. The same file once more is the one that is there: in the form,
    in what was posted from it, or in the entry that it changes (`entry_id`), but for what is `removed` from that.
    """
    made = _examined(filename, content)
    made.idempotency_key, made.alt = idempotency_key, description(alt) if made.kind == "picture" else ""
    return _keep(actor, made, entry_id, removed)


@transactional
def _keep(actor: Reader, made: Attachment, entry_id: int | None, removed: Collection[int]) -> Attachment:
    hold_files(made.idempotency_key or "")
    first = queries.same_file(actor, made, entry_id, removed)
    if first is not None:
        if first.entry_id is None and made.alt and not first.alt:
            first.alt = made.alt
        return first
    if queries.count_pending(actor, made.idempotency_key or "") >= file_types.MOST:
        raise Invalid("files", "files-too-many", most=file_types.MOST)
    made.owner_id, made.added_at = actor.id, now()
    session().add(made)
    session().flush()
    return made


def description(said: str) -> str:
    """What somebody says that a picture shows, as it is kept: at most 500 letters; nothing if it is our question."""
    words = said.strip()[:LONGEST_ALT]
    return "" if words == PROMPT else words


def hold_files(idempotency_key: str) -> None:
    """Let nobody add files to this form while it is being sent, nor send it while one is added. Within a command."""
    name_locks.hold(f"files of {idempotency_key}")


@transactional
def move_pending(actor: Reader, idempotency_key: str, to: str) -> None:
    """Let the files of a form that was posted before, which came too late for that, be those of another form."""
    for attachment in queries.pending_rows(actor, idempotency_key):
        attachment.idempotency_key = to


@transactional
def copy_pending(actor: Reader, idempotency_key: str, to: str) -> dict[int, int]:
    """Let the files of a form be those of another one as well, where two windows went different ways from one draft.
    Returns the numbers of the copies by those of the files; nothing is copied twice.
    """
    hold_files(to)
    there = {(one.blob_key, one.name): one for one in queries.pending_rows(actor, to)}
    numbers = {}
    for one in queries.pending_rows(actor, idempotency_key):
        copy = there.get((one.blob_key, one.name))
        if copy is None:
            told = {name: getattr(one, name) for name in COPIED}
            copy = Attachment(**told, owner_id=actor.id, added_at=now(), idempotency_key=to)
            session().add(copy)
            session().flush()
        numbers[one.id] = copy.id
    return numbers


@transactional
def update_pending(actor: Reader, idempotency_key: str, alts: Mapping[int, str], removed: Collection[int]) -> None:
    """Take files away again from a form that is not yet posted, and say what its pictures show."""
    for attachment in queries.pending_rows(actor, idempotency_key):
        if attachment.id in removed:
            session().delete(attachment)
        elif attachment.id in alts and attachment.kind == "picture":
            attachment.alt = description(alts[attachment.id])


def attach_to_entry(
    entry: Entry, idempotency_key: str, alts: Mapping[int, str] | None = None, removed: Collection[int] = ()
) -> None:
    """Make the files of a form part of the entry's newest version, and take away those that are `removed` from it
    (earlier versions keep them). Within a command, after the entry's words are on record. Raises Invalid if that
    makes too many.
    """
    hold_files(idempotency_key)
    _describe(entry, alts or {})
    if not kind_of(entry.kind).shows_files:
        _keep_what_the_text_shows(entry, idempotency_key)
    if removed:
        still = (Attachment.entry_id == entry.id, Attachment.last_n.is_(None), Attachment.id.in_(sorted(removed)))
        _change(entry, update(Attachment).where(*still).values(last_n=entry.version - 1))
    joins = {"entry_id": entry.id, "first_n": entry.version, "idempotency_key": None}
    _change(entry, update(Attachment).where(*_pending(entry, idempotency_key)).values(joins))
    found_texts.attached(FILE.c.entry_id == entry.id)
    if len(queries.of_entry(entry.id)) > file_types.MOST:
        raise Invalid("files", "files-too-many", most=file_types.MOST)


def attach_to_holder(
    holder: str,
    holder_id: int,
    version: int,
    owner_id: int,
    idempotency_key: str,
    *,
    alts: Mapping[int, str] | None = None,
    removed: Collection[int] = (),
) -> None:
    """Make the files of a form part of this version of what is no entry (attachments.holders), and take away those that
    are `removed` from it (earlier versions keep them). Within a command. Raises Invalid if that makes too many.
    """
    hold_files(idempotency_key)
    held = (Attachment.holder == holder, Attachment.holder_id == holder_id, Attachment.last_n.is_(None))
    private = concerns_public(False)  # the row of what holds them changes with them, and says whether it is public
    for number, said in (alts or {}).items():
        of_picture = update(Attachment).where(*held, Attachment.id == number, Attachment.kind == "picture")
        session().execute(of_picture.values(alt=description(said)), execution_options=private)
    if removed:
        gone = update(Attachment).where(*held, Attachment.id.in_(sorted(removed))).values(last_n=version - 1)
        session().execute(gone, execution_options=private)
    waits = (
        Attachment.idempotency_key == idempotency_key,
        Attachment.owner_id == owner_id,
        Attachment.entry_id.is_(None),
        Attachment.holder_id.is_(None),
    )
    joins = {"holder": holder, "holder_id": holder_id, "first_n": version, "idempotency_key": None}
    session().execute(update(Attachment).where(*waits).values(joins), execution_options=private)
    found_texts.attached(FILE.c.holder == holder, FILE.c.holder_id == holder_id)
    if sum(one.last_n is None for one in queries.held_by(holder, [holder_id])) > file_types.MOST:
        raise Invalid("files", "files-too-many", most=file_types.MOST)


def _keep_what_the_text_shows(entry: Entry, idempotency_key: str) -> None:
    """Where nobody would see a file that the text does not show: let it end with the last version that showed it, or
    go if none did. Shown again, it is part of the entry again.
    """
    shown = {int(number) for number in IN_TEXT.findall(entry.body_html)}
    mine = Attachment.entry_id == entry.id
    still, ended = Attachment.last_n.is_(None), Attachment.last_n.is_not(None)
    ends = {"last_n": entry.version - 1}
    _change(entry, update(Attachment).where(mine, still, Attachment.id.not_in(shown)).values(ends))
    _change(entry, update(Attachment).where(mine, ended, Attachment.id.in_(shown)).values(last_n=None))
    _change(entry, delete(Attachment).where(*_pending(entry, idempotency_key), Attachment.id.not_in(shown)))


def _change(entry: Entry, statement: Update | Delete) -> None:
    session().execute(statement, execution_options=concerns_public(entry.audience == PUBLIC))


def _pending(entry: Entry, idempotency_key: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Attachment.idempotency_key == idempotency_key,
        Attachment.owner_id == entry.author_id,
        Attachment.entry_id.is_(None),
        Attachment.holder_id.is_(None),
    )


@transactional
def discard_pending(actor: Reader, idempotency_key: str) -> None:
    """Let go of the files of a form that will never be posted."""
    session().execute(
        delete(Attachment).where(
            Attachment.idempotency_key == idempotency_key,
            Attachment.owner_id == actor.id,
            Attachment.entry_id.is_(None),
            Attachment.holder_id.is_(None),
        ),
        execution_options=concerns_public(False),
    )


def _describe(entry: Entry, alts: Mapping[int, str]) -> None:
    if not alts:
        return
    query = select(Attachment).where(Attachment.entry_id == entry.id, Attachment.id.in_(sorted(alts)))
    for attachment in session().scalars(query):
        if attachment.kind == "picture" and attachment.last_n is None:
            attachment.alt = description(alts[attachment.id])


def _examined(filename: str, content: bytes) -> Attachment:
    if not content:
        raise Invalid("files", "file-empty", filename=filename)
    if len(content) > file_types.LARGEST:
        raise Invalid("files", "file-too-large", filename=filename, size=len(content))
    if file_types.is_picture(content):
        picture = images.reencode(filename, content)
        return Attachment(
            kind="picture",
            name=file_types.clean_name(filename, picture.extension),
            media_type=picture.media_type,
            size=len(picture.content),
            width=picture.width,
            height=picture.height,
            blob_key=blobs.store(picture.content),
            thumb_key=blobs.store(picture.thumbnail),
        )
    document = file_types.document(filename, content)
    return Attachment(
        kind="document",
        name=file_types.clean_name(filename, document.extension),
        media_type=document.media_type,
        size=len(content),
        blob_key=blobs.store(content),
    )
