"""Reading what is attached."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    String,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.attachments.models import Attachment
from lpcommunity.documents.models import BEGUN, EMPTY, UNREADABLE, DocumentText
from lpcommunity.entries.models import Entry, VersionLike
from lpcommunity.entries.policy import ENTRY, VISIBLE, reads
from lpcommunity.storage import Statement, session

FILE: FromClause = Attachment.__table__
TEXT: FromClause = DocumentText.__table__


@dataclass(frozen=True)
class FileLine:
    """A file as forms and pages show it."""

    id: int
    kind: str  # picture, document
    name: str
    size: int
    width: int | None
    height: int | None
    alt: str
    text_state: str  # of a document: where search stands with what it says (documents.models); for its author alone

    @property
    def is_unreadable(self) -> bool:
        """Whether no search knows what it says."""
        return self.text_state == UNREADABLE

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing, as a picture of a page does."""
        return self.text_state == EMPTY

    @property
    def is_begun(self) -> bool:
        """Whether search knows its beginning alone."""
        return self.text_state == BEGUN


@dataclass(frozen=True)
class FirstPicture:
    """The picture that stands for an entry in a list."""

    entry_id: int
    id: int


@dataclass(frozen=True)
class HeldFile:
    """A file of something that is no entry, and which versions of that it is part of."""

    holder_id: int
    first_n: int
    last_n: int | None
    line: FileLine


def _held_line(*, holder_id: int, first_n: int, last_n: int | None, **line: Any) -> HeldFile:
    return HeldFile(holder_id, first_n, last_n, FileLine(**line))


_lines = (
    select(
        *(FILE.c[name] for name in ("id", "kind", "name", "size", "width", "height", "alt")),
        func.coalesce(TEXT.c.state, "").label("text_state"),
    )
    .select_from(FILE.outerjoin(TEXT, TEXT.c.blob_key == FILE.c.blob_key))
    .order_by(FILE.c.id)
)
_lines_of_version = _lines.with_only_columns(
    *(one for one in _lines.selected_columns if one.name != "alt"),
    case((FILE.c.last_n.is_(None), FILE.c.alt), else_="").label("alt"),
)
_of_entry = FILE.c.entry_id == bindparam("entry", type_=Integer)
_version = bindparam("n", type_=Integer)
WAITS = and_(FILE.c.entry_id.is_(None), FILE.c.holder_id.is_(None))  # for its form to be sent
_pending = and_(
    FILE.c.idempotency_key == bindparam("key", type_=String),
    FILE.c.owner_id == bindparam("owner", type_=Integer),
    WAITS,
)
_held = and_(
    FILE.c.holder == bindparam("holder", type_=String),
    FILE.c.holder_id.in_(bindparam("holder_ids", type_=Integer, expanding=True)),
)
# For whoever has been let in to read the entry, or the version.
OF_ENTRY = Statement(_lines.where(_of_entry, FILE.c.last_n.is_(None)), FileLine)
# What a picture shows is kept once, and said anew in the form: beside a version that had the picture it would tell what
# was written later, perhaps while only its author could read it. It stands there as long as the entry has the picture.
OF_VERSION = Statement(
    _lines_of_version.where(
        _of_entry, FILE.c.first_n <= _version, or_(FILE.c.last_n.is_(None), FILE.c.last_n >= _version)
    ),
    FileLine,
)
HELD = Statement(_lines.add_columns(FILE.c.holder_id, FILE.c.first_n, FILE.c.last_n).where(_held), _held_line)
FIRST_PICTURES = Statement(
    select(FILE.c.entry_id, func.min(FILE.c.id).label("id"))
    .select_from(FILE.join(ENTRY, ENTRY.c.id == FILE.c.entry_id))
    .where(
        FILE.c.entry_id.in_(bindparam("entries", type_=Integer, expanding=True)),
        FILE.c.kind == literal_column("'picture'"),
        FILE.c.last_n.is_(None),
        VISIBLE,
    )
    .group_by(FILE.c.entry_id),
    FirstPicture,
)
PENDING = Statement(_lines.where(_pending), FileLine)
COUNT_PENDING: Statement[Any] = Statement(select(func.count()).select_from(FILE).where(_pending))
WITH_PENDING: Statement[Any] = Statement(
    select(FILE.c.idempotency_key)
    .where(
        FILE.c.idempotency_key.in_(bindparam("keys", type_=String, expanding=True)),
        FILE.c.owner_id == bindparam("owner", type_=Integer),
        WAITS,
    )
    .distinct()
)


def held_by(holder: str, holder_ids: Collection[int]) -> list[HeldFile]:
    """The files that these hold, or held, in the order in which they came; for whoever may read them: one query."""
    return HELD.all(holder=holder, holder_ids=sorted(holder_ids)) if holder_ids else []


def of_entry(entry_id: int) -> list[FileLine]:
    """The files of an entry as it is now, in the order in which they were added; for whoever may read it."""
    return OF_ENTRY.all(entry=entry_id)


def first_pictures(actor: Reader | Visitor, entry_ids: Collection[int]) -> dict[int, int]:
    """The first picture of each of these entries that has one, by the entry's number, as far as this person may read
    them: one query.
    """
    if not entry_ids:
        return {}
    return {one.entry_id: one.id for one in FIRST_PICTURES.all(reads(actor), entries=sorted(entry_ids))}


def of_version(version: VersionLike) -> list[FileLine]:
    """The files of a version, for whoever has been let in to read it."""
    return OF_VERSION.all(entry=version.entry_id, n=version.n)


def pending(owner: Reader, idempotency_key: str) -> list[FileLine]:
    """The files that this person added to a form which is not yet posted."""
    return PENDING.all(owner=owner.id, key=idempotency_key)


def pending_rows(owner: Reader, idempotency_key: str) -> list[Attachment]:
    """The same as rows, for the command that changes them."""
    mine = (Attachment.idempotency_key == idempotency_key, Attachment.owner_id == owner.id)
    waits = Attachment.entry_id.is_(None), Attachment.holder_id.is_(None)
    query = select(Attachment).where(*mine, *waits).order_by(Attachment.id)
    return list(session().scalars(query))


def same_file(owner: Reader, made: Attachment, entry_id: int | None, removed: Collection[int]) -> Attachment | None:
    """The file of this content and name that the form has already, or what was posted from it, or the entry that it
    changes: for the command that would keep it once more.
    """
    posted = select(Entry.id).where(Entry.idempotency_key == made.idempotency_key)
    entries: list[ColumnElement[bool]] = [Attachment.entry_id.in_(posted)]
    if entry_id is not None:  # as a condition it would find what waits in any other form
        entries.append(Attachment.entry_id == entry_id)
    part = and_(or_(*entries), Attachment.last_n.is_(None))
    waits = and_(Attachment.entry_id.is_(None), Attachment.holder_id.is_(None))
    of_form = and_(Attachment.idempotency_key == made.idempotency_key, waits)
    query = select(Attachment).where(
        Attachment.owner_id == owner.id,
        Attachment.blob_key == made.blob_key,
        Attachment.name == made.name,
        or_(of_form, part),
        Attachment.id.not_in(sorted(removed)),
    )
    return session().scalars(query.order_by(Attachment.id).limit(1)).first()


def count_pending(owner: Reader, idempotency_key: str) -> int:
    """How many those are."""
    return int(COUNT_PENDING.value(owner=owner.id, key=idempotency_key) or 0)


def with_pending(owner: Reader, idempotency_keys: Collection[str]) -> list[str]:
    """For which of these forms such files wait: one query."""
    return WITH_PENDING.values(owner=owner.id, keys=sorted(idempotency_keys))
