"""Reading what is attached."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import FromClause, Integer, String, and_, bindparam, func, or_, select

from lpcommunity.access.reader import VISITOR, Reader, Visitor
from lpcommunity.attachments.models import Attachment
from lpcommunity.attachments.policy import can_open
from lpcommunity.entries.models import Entry, Revision
from lpcommunity.storage import Statement, session

FILE: FromClause = Attachment.__table__


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


_lines = select(FILE.c.id, FILE.c.kind, FILE.c.name, FILE.c.size, FILE.c.width, FILE.c.height, FILE.c.alt).order_by(
    FILE.c.id
)
_of_entry = FILE.c.entry_id == bindparam("entry", type_=Integer)
_version = bindparam("n", type_=Integer)
_pending = and_(
    FILE.c.idempotency_key == bindparam("key", type_=String),
    FILE.c.owner_id == bindparam("owner", type_=Integer),
    FILE.c.entry_id.is_(None),
)
# For whoever has been let in to read the entry, or the version.
OF_ENTRY = Statement(_lines.where(_of_entry, FILE.c.last_n.is_(None)), FileLine)
OF_VERSION = Statement(
    _lines.where(_of_entry, FILE.c.first_n <= _version, or_(FILE.c.last_n.is_(None), FILE.c.last_n >= _version)),
    FileLine,
)
PENDING = Statement(_lines.where(_pending), FileLine)
COUNT_PENDING: Statement[Any] = Statement(select(func.count()).select_from(FILE).where(_pending))


def openable(actor: Reader | Visitor, attachment_id: int) -> tuple[Attachment, bool] | None:
    """The file of this number if this person may open it, and whether anyone may."""
    attachment = session().get(Attachment, attachment_id)
    if attachment is None:
        return None
    entry = session().get(Entry, attachment.entry_id) if attachment.entry_id else None
    revisions: list[Revision] = []
    if entry is not None and attachment.last_n is not None:
        span = Revision.n.between(attachment.first_n or 1, attachment.last_n)
        revisions = list(session().scalars(select(Revision).where(Revision.entry_id == entry.id, span)))
    if not can_open(actor, attachment, entry, revisions):
        return None
    return attachment, can_open(VISITOR, attachment, entry, revisions)


def of_entry(entry_id: int) -> list[FileLine]:
    """The files of an entry as it is now, in the order in which they were added; for whoever may read it."""
    return OF_ENTRY.all(entry=entry_id)


def of_version(revision: Revision) -> list[FileLine]:
    """The files of a version, for whoever has been let in to read it."""
    return OF_VERSION.all(entry=revision.entry_id, n=revision.n)


def pending(owner: Reader, idempotency_key: str) -> list[FileLine]:
    """The files that this person added to a form which is not yet posted."""
    return PENDING.all(owner=owner.id, key=idempotency_key)


def pending_rows(owner: Reader, idempotency_key: str) -> list[Attachment]:
    """The same as rows, for the command that changes them."""
    mine = (Attachment.idempotency_key == idempotency_key, Attachment.owner_id == owner.id)
    query = select(Attachment).where(*mine, Attachment.entry_id.is_(None)).order_by(Attachment.id)
    return list(session().scalars(query))


def count_pending(owner: Reader, idempotency_key: str) -> int:
    """How many those are."""
    return int(COUNT_PENDING.value(owner=owner.id, key=idempotency_key) or 0)
