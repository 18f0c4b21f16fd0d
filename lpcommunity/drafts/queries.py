"""Reading drafts: one's own, and nobody else's."""

from sqlalchemy import Select, select

from lpcommunity.access.reader import Reader
from lpcommunity.drafts.models import Draft
from lpcommunity.storage import session


def all_of(person: Reader, limit: int = 100) -> list[Draft]:
    """What this person is still writing, the latest first."""
    return list(session().scalars(_theirs(person).limit(limit)))


def latest(person: Reader) -> Draft | None:
    """What this person wrote last and has not sent."""
    return session().scalar(_theirs(person).limit(1))


def about(person: Reader, subject: str) -> list[Draft]:
    """This person's drafts of one thing, such as `entry:17`, the latest first."""
    return list(session().scalars(_theirs(person).where(Draft.subject == subject).limit(20)))


def with_key(person: Reader, key: str | None) -> Draft | None:
    """This person's draft of that form, if there is one."""
    return session().scalar(_theirs(person).where(Draft.idempotency_key == key)) if key else None


def with_id(person: Reader, draft_id: int) -> Draft | None:
    """This person's draft of that number, if there is one."""
    return session().scalar(_theirs(person).where(Draft.id == draft_id))


def _theirs(person: Reader) -> Select[Draft]:
    return (
        select(Draft)
        .where(Draft.person_id == person.id, Draft.spent_at.is_(None))
        .order_by(Draft.saved_at.desc(), Draft.id.desc())
    )
