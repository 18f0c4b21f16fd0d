"""Adding files to a form, and making them part of what is posted from it."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from sqlalchemy import delete, select, update

from lpcommunity.access import Invalid, throttle
from lpcommunity.attachments import kinds, pictures, queries
from lpcommunity.attachments.models import Attachment
from lpcommunity.entries.models import Entry
from lpcommunity.people.models import Person
from lpcommunity.storage import blobs, now, session, transactional

TOO_MANY = f"You can add {kinds.MOST} files at most. Take one away first"
LONGEST_ALT = 500
MOST_AN_HOUR = 120  # files of one person, whatever the form: a disk is not endless
TOO_OFTEN = "You have added very many files in a short while. Wait an hour, then add the rest"


def add_attachment(actor: Person, ticket: str, filename: str, content: bytes, alt: str = "") -> Attachment:
    """Keep a file for the form with this uuid. It becomes part of the entry when the form is posted.

    What it is, its content says, not its name. Raises Invalid for what we cannot take. Pictures are drawn anew
    before the transaction begins, since that takes time.
    """
    made = _examined(filename, content)
    made.ticket, made.alt = ticket, alt.strip()[:LONGEST_ALT] if made.kind == "picture" else ""
    return _keep(actor, made)


@transactional
def _keep(actor: Person, made: Attachment) -> Attachment:
    if queries.how_many_waiting(actor, made.ticket or "") >= kinds.MOST:
        raise Invalid("files", TOO_MANY)
    key = throttle.key_of("attachment", str(actor.id))
    if throttle.count(key, timedelta(hours=1)) >= MOST_AN_HOUR:
        raise Invalid("files", TOO_OFTEN)
    throttle.add(key)
    made.owner_id, made.added_at = actor.id, now()
    session().add(made)
    session().flush()
    return made


@transactional
def tidy(actor: Person, ticket: str, alts: Mapping[int, str], removed: Collection[int]) -> None:
    """Take files away again from a form that is not yet posted, and say what its pictures show."""
    for attachment in queries.waiting(actor, ticket):
        if attachment.id in removed:
            session().delete(attachment)
        elif attachment.id in alts and attachment.kind == "picture":
            attachment.alt = alts[attachment.id].strip()[:LONGEST_ALT]


def attach_to_entry(
    entry: Entry, ticket: str, alts: Mapping[int, str] | None = None, removed: Collection[int] = ()
) -> None:
    """Make the files of a form part of the entry's newest version, and take away those that are `removed` from it
    (earlier versions keep them). Within a command, after the entry's words are on record. Raises Invalid if that
    makes too many.
    """
    _describe(entry, alts or {})
    if removed:
        still = (Attachment.entry_id == entry.id, Attachment.last_n.is_(None), Attachment.id.in_(sorted(removed)))
        session().execute(update(Attachment).where(*still).values(last_n=entry.version - 1))
    session().execute(
        update(Attachment)
        .where(Attachment.ticket == ticket, Attachment.owner_id == entry.author_id, Attachment.entry_id.is_(None))
        .values(entry_id=entry.id, first_n=entry.version, ticket=None)
    )
    if len(queries.of_entry(entry)) > kinds.MOST:
        raise Invalid("files", TOO_MANY)


@transactional
def forget_waiting(actor: Person, ticket: str) -> None:
    """Let go of the files of a form that will never be posted."""
    session().execute(
        delete(Attachment).where(
            Attachment.ticket == ticket, Attachment.owner_id == actor.id, Attachment.entry_id.is_(None)
        )
    )


def _describe(entry: Entry, alts: Mapping[int, str]) -> None:
    if not alts:
        return
    query = select(Attachment).where(Attachment.entry_id == entry.id, Attachment.id.in_(sorted(alts)))
    for attachment in session().scalars(query):
        if attachment.kind == "picture" and attachment.last_n is None:
            attachment.alt = alts[attachment.id].strip()[:LONGEST_ALT]


def _examined(filename: str, content: bytes) -> Attachment:
    if not content:
        raise Invalid("files", f"“{kinds.shown(filename)}” is empty")
    if len(content) > kinds.LARGEST:
        megabytes = f"{len(content) / 1_000_000:.1f}"
        raise Invalid("files", f"“{kinds.shown(filename)}” is {megabytes} MB large; it can be at most 10 MB")
    if kinds.is_picture(content):
        picture = pictures.draw(filename, content)
        return Attachment(
            kind="picture",
            name=kinds.clean_name(filename, picture.extension),
            media_type=picture.media_type,
            size=len(picture.content),
            width=picture.width,
            height=picture.height,
            blob_key=blobs.keep(picture.content),
            thumb_key=blobs.keep(picture.thumbnail),
        )
    document = kinds.document(filename, content)
    return Attachment(
        kind="document",
        name=kinds.clean_name(filename, document.extension),
        media_type=document.media_type,
        size=len(content),
        blob_key=blobs.keep(content),
    )
