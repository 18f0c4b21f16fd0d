"""Reading drafts: one's own, and nobody else's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Integer, Select, String, bindparam, select

from lpcommunity.access.reader import Reader
from lpcommunity.drafts.models import Draft, draft_address
from lpcommunity.storage import Statement, session


def all_of(person: Reader, limit: int = 100) -> list[Draft]:
    """What this person is still writing, the latest first."""
    return list(session().scalars(_theirs(person).limit(limit)))


def latest(person: Reader) -> Draft | None:
    """What this person wrote last and has not sent."""
    return session().scalar(_theirs(person).limit(1))


def about(person: Reader, subject: str) -> list[Draft]:
    """This person's drafts of one thing, such as `entry:17`, the latest first."""
    return list(session().scalars(_theirs(person).where(Draft.subject == subject).limit(20)))


def with_id(person: Reader, draft_id: int) -> Draft | None:
    """This person's draft of that number, if there is one."""
    return session().scalar(_theirs(person).where(Draft.id == draft_id))


def _theirs(person: Reader) -> Select[Draft]:
    return (
        select(Draft)
        .where(Draft.person_id == person.id, Draft.spent_at.is_(None))
        .order_by(Draft.saved_at.desc(), Draft.id.desc())
    )


DRAFT: FromClause = Draft.__table__


@dataclass(frozen=True)
class DraftLine:
    """A draft in a list of something else: what a facilitator has begun to answer."""

    idempotency_key: str
    subject: str
    path: str
    fields: dict[str, Any]
    saved_at: datetime

    @property
    def address(self) -> str:
        """Where to carry on with exactly this draft."""
        return draft_address(self.path, self.idempotency_key)


LATEST_ABOUT = Statement(
    select(DRAFT.c.idempotency_key, DRAFT.c.subject, DRAFT.c.path, DRAFT.c.fields, DRAFT.c.saved_at)
    .where(
        DRAFT.c.person_id == bindparam("owner", type_=Integer),
        DRAFT.c.subject.in_(bindparam("subjects", type_=String, expanding=True)),
        DRAFT.c.spent_at.is_(None),
    )
    .order_by(DRAFT.c.saved_at, DRAFT.c.id),
    DraftLine,
)


def latest_about(person: Reader, subjects: Collection[str]) -> dict[str, DraftLine]:
    """This person's latest draft of each of these things, by the thing: one query."""
    return {draft.subject: draft for draft in LATEST_ABOUT.all(owner=person.id, subjects=list(subjects))}
