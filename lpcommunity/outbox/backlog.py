"""How much waits to be told, in figures: for whoever watches the service."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FromClause, bindparam, func, select

from lpcommunity.outbox.models import Delivery, DueRow
from lpcommunity.outbox.registry import events, names
from lpcommunity.storage import Moment, Statement, now

DELIVERY: FromClause = Delivery.__table__
DUE_ROW: FromClause = DueRow.__table__


@dataclass(frozen=True)
class Backlog:
    """What waits, in figures."""

    waiting: int
    oldest_seconds: float  # since the one that has been due longest should have been told
    given_up: int
    mails: int
    orphaned: int = 0  # for subscribers that this version does not have
    overdue: int = 0  # whose day has come, and that are no events yet
    overdue_seconds: float = 0.0  # since the first of them


@dataclass(frozen=True)
class _Undone:
    given_up: bool
    subscriber: str
    count: int
    due_since: datetime


UNDONE = Statement(
    select(
        DELIVERY.c.dead_at.is_not(None).label("given_up"),
        DELIVERY.c.subscriber,
        func.count().label("count"),
        func.min(DELIVERY.c.run_at, type_=Moment).label("due_since"),
    )
    .where(DELIVERY.c.done_at.is_(None))
    .group_by(DELIVERY.c.dead_at.is_not(None), DELIVERY.c.subscriber),
    _Undone,
)


@dataclass(frozen=True)
class _Overdue:
    event: str
    count: int
    due_since: datetime


OVERDUE = Statement(
    select(DUE_ROW.c.event, func.count().label("count"), func.min(DUE_ROW.c.due_at, type_=Moment).label("due_since"))
    .where(DUE_ROW.c.fell_at.is_(None), DUE_ROW.c.due_at <= bindparam("moment", type_=Moment))
    .group_by(DUE_ROW.c.event),
    _Overdue,
)


def backlog() -> Backlog:
    """What waits. Asks only for what is not done, however much is, and however much is to come."""
    undone = UNDONE.all()
    moment, known, external = now(), set(names()), set(names(external_effect=True))
    waiting = [one for one in undone if not one.given_up and one.subscriber in known]
    overdue = [one for one in OVERDUE.all(moment=moment) if one.event in set(events())]
    oldest = min((one.due_since for one in waiting), default=moment)
    return Backlog(
        waiting=sum(one.count for one in waiting),
        oldest_seconds=max(0.0, (moment - oldest).total_seconds()),
        given_up=sum(one.count for one in undone if one.given_up),
        mails=sum(one.count for one in waiting if one.subscriber in external),
        orphaned=sum(one.count for one in undone if not one.given_up and one.subscriber not in known),
        overdue=sum(one.count for one in overdue),
        overdue_seconds=max(((moment - one.due_since).total_seconds() for one in overdue), default=0.0),
    )
