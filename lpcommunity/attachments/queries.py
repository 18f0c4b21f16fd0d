"""Reading what is attached."""

from sqlalchemy import func, or_, select

from lpcommunity.access.reader import VISITOR, Reader, Visitor
from lpcommunity.attachments.models import Attachment
from lpcommunity.attachments.policy import can_open
from lpcommunity.entries.models import Entry, Revision
from lpcommunity.storage import session


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


def of_entry(entry: Entry) -> list[Attachment]:
    """The files of an entry as it is now, in the order in which they were added; for whoever may read it."""
    query = select(Attachment).where(Attachment.entry_id == entry.id, Attachment.last_n.is_(None))
    return list(session().scalars(query.order_by(Attachment.id)))


def of_version(revision: Revision) -> list[Attachment]:
    """The files of a version, for whoever has been let in to read it."""
    until = or_(Attachment.last_n.is_(None), Attachment.last_n >= revision.n)
    query = select(Attachment).where(Attachment.entry_id == revision.entry_id, Attachment.first_n <= revision.n, until)
    return list(session().scalars(query.order_by(Attachment.id)))


def pending(owner: Reader, idempotency_key: str) -> list[Attachment]:
    """The files that this person added to a form which is not yet posted."""
    return list(
        session().scalars(
            select(Attachment)
            .where(
                Attachment.idempotency_key == idempotency_key,
                Attachment.owner_id == owner.id,
                Attachment.entry_id.is_(None),
            )
            .order_by(Attachment.id)
        )
    )


def count_pending(owner: Reader, idempotency_key: str) -> int:
    """How many those are."""
    return (
        session().scalar(
            select(func.count())
            .select_from(Attachment)
            .where(
                Attachment.idempotency_key == idempotency_key,
                Attachment.owner_id == owner.id,
                Attachment.entry_id.is_(None),
            )
        )
        or 0
    )
