"""What falls due: on its day the worker makes an event of a row, with its deliveries, in one transaction. After that it
is an event like any other.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, String, and_, bindparam, select, update

from lpcommunity.outbox import recorder, registry
from lpcommunity.outbox.models import DueRow, OutboxEvent
from lpcommunity.storage import Moment, Statement, now, session, transactional

AT_ONCE = 50

DUE_ROW: FromClause = DueRow.__table__
MOMENT = bindparam("moment", type_=Moment)
EVENTS = bindparam("events", type_=String, expanding=True)


@dataclass(frozen=True)
class Fallen:
    """A row whose moment has come."""

    id: int
    event: str
    payload: dict[str, Any]
    due_at: datetime


def is_due() -> ColumnElement[bool]:
    """SQL over due_row: its moment has come. One that nobody here knows waits for a version that does."""
    return and_(DUE_ROW.c.fell_at.is_(None), DUE_ROW.c.due_at <= MOMENT, DUE_ROW.c.event.in_(EVENTS))


# In order, so that PostgreSQL walks along the index: it takes much more to be due than is.
ANY_DUE = Statement(select(DUE_ROW.c.id).where(is_due()).order_by(DUE_ROW.c.due_at, DUE_ROW.c.id).limit(1))
DUE = Statement(
    select(DUE_ROW.c.id, DUE_ROW.c.event, DUE_ROW.c.payload, DUE_ROW.c.due_at)
    .where(is_due())
    .order_by(DUE_ROW.c.due_at, DUE_ROW.c.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True),
    Fallen,
)
FELL = (
    update(DUE_ROW)  # type: ignore[arg-type]
    .where(DUE_ROW.c.id.in_(bindparam("ids", type_=Integer, expanding=True)))
    .values(fell_at=MOMENT)
)


def any_due() -> bool:
    """Whether anything falls due now. Only reads, so asking often disturbs nobody."""
    try:
        return ANY_DUE.value(events=registry.events(), moment=now()) is not None
    finally:
        session().rollback()


@transactional
def fall_due(most: int = AT_ONCE) -> int:
    """Make events of what has been due longest, at most so many. Returns how many.

    They happened when they were due, not when a worker came to it: one that was away for a month brings history, and
    no news. Two workers never take the same row: PostgreSQL locks what it reads and passes over what is locked, SQLite
    lets one write at a time.
    """
    moment = now()
    due = DUE.all(events=registry.events(), moment=moment, most=most)
    if due:
        recorder.write([OutboxEvent(name=one.event, payload=one.payload, occurred_at=one.due_at) for one in due])
        session().connection().execute(FELL, {"ids": [one.id for one in due], "moment": moment})
    return len(due)


def all_fall_due() -> None:
    """Make events of all that is due: for a story that is told at once, whose clock counts. Within a command."""
    while fall_due():
        pass
