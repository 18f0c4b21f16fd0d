"""What a timeline shows of an entry beyond that it is there, and only its kind knows.

How the exchange over a reflection went: its author knows, and who facilitates its place now (PROMISES section 1),
whoever else may read the reflection. And why an update stands as it does.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ColumnElement, FromClause, Integer, bindparam, or_, select, type_coerce

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.policy import ENTRY, facilitates, mine, reads
from lpcommunity.reflections.models import WAITING, Reflection
from lpcommunity.reviews.models import Review
from lpcommunity.storage import Statement
from lpcommunity.updates.models import Update

REFLECTION: FromClause = Reflection.__table__
REVIEW: FromClause = Review.__table__
UPDATE: FromClause = Update.__table__


@dataclass
class Mark:
    """How the exchange over an entry went."""

    waiting: bool
    closed_at: datetime | None
    answers: list[datetime] = field(default_factory=list)


@dataclass(frozen=True)
class MarkRow:
    """A mark with one of its answers."""

    id: int
    waiting: bool
    closed_at: datetime | None
    answered_at: datetime | None


def knows_exchange(entry: FromClause = ENTRY) -> ColumnElement[bool]:
    """SQL over entry: the reader may know how the exchange over it went."""
    return or_(mine(entry), facilitates(entry))


MARKS = Statement(
    select(
        REFLECTION.c.id,
        type_coerce(REFLECTION.c.review_state == WAITING, Boolean).label("waiting"),
        REFLECTION.c.acknowledged_at.label("closed_at"),
        REVIEW.c.sent_at.label("answered_at"),
    )
    .select_from(
        REFLECTION.join(ENTRY, ENTRY.c.id == REFLECTION.c.id).outerjoin(
            REVIEW, REVIEW.c.reflection_id == REFLECTION.c.id
        )
    )
    .where(REFLECTION.c.id.in_(bindparam("entries", type_=Integer, expanding=True)), knows_exchange())
    .order_by(REVIEW.c.sent_at, REVIEW.c.id),
    MarkRow,
)
REASON: Statement[Any] = Statement(select(UPDATE.c.reason).where(UPDATE.c.id == bindparam("entry", type_=Integer)))


def marks_of(actor: Reader | Visitor, entry_ids: Collection[int]) -> dict[int, Mark]:
    """What this reader may know of the exchanges over these entries, which they may read: one query, by entry."""
    found: dict[int, Mark] = {}
    if not entry_ids or isinstance(actor, Visitor):
        return found
    for row in MARKS.all(reads(actor), entries=list(entry_ids)):
        mark = found.setdefault(row.id, Mark(row.waiting, row.closed_at))
        if row.answered_at is not None:
            mark.answers.append(row.answered_at)
    return found


def reason_of(entry_id: int) -> str:
    """Why an update, which the reader may read, stands as it does: its author's words, if there are any."""
    return REASON.value(entry=entry_id) or ""
