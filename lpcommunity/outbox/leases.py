"""Deliveries change hands here: claimed under a lease, then finished, put off, given back or given up.

A lease ends by itself, so whatever a killed worker held is taken up again. Every change asks for the token that
came with the claim: a worker that was too slow can no longer finish what another has taken over.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    FromClause,
    Integer,
    Select,
    String,
    Update,
    and_,
    bindparam,
    or_,
    select,
    update,
)

from lpcommunity.outbox.models import Delivery, OutboxEvent
from lpcommunity.outbox.registry import EventMeta
from lpcommunity.storage import Moment, Statement, now, session, transactional

LEASE = timedelta(seconds=30)
OUTSIDE = timedelta(minutes=2)  # where somebody else's server takes its time: longer than it is waited for

DELIVERY: FromClause = Delivery.__table__
EVENT: FromClause = OutboxEvent.__table__
MOMENT = bindparam("moment", type_=Moment)
SUBSCRIBERS = bindparam("subscribers", type_=String, expanding=True)
MOST = bindparam("most", type_=Integer)
IDS = bindparam("ids", type_=Integer, expanding=True)


class LeaseLost(Exception):
    """Another worker has taken a delivery over; what was done here is rolled back."""


@dataclass(frozen=True)
class Claim:
    """A delivery in one's hands."""

    id: int
    subscriber: str
    attempts: int  # with this one
    token: str
    payload: dict[str, Any]
    meta: EventMeta


def is_due() -> ColumnElement[bool]:
    """SQL over delivery: one of these subscribers should be told now, and nobody is at it."""
    return and_(
        DELIVERY.c.done_at.is_(None),
        DELIVERY.c.dead_at.is_(None),
        DELIVERY.c.run_at <= MOMENT,
        or_(DELIVERY.c.lease_until.is_(None), DELIVERY.c.lease_until < MOMENT),
        DELIVERY.c.subscriber.in_(SUBSCRIBERS),
    )


def _due(*which: ColumnElement[bool]) -> Select[Any]:
    """What is due, that which has been due longest first. Whatever another worker is just taking is passed over."""
    columns = (
        DELIVERY.c.id,
        DELIVERY.c.subscriber,
        DELIVERY.c.attempts,
        DELIVERY.c.event_id,
        EVENT.c.payload,
        EVENT.c.occurred_at,
    )
    return (
        select(*columns)
        .join(EVENT, EVENT.c.id == DELIVERY.c.event_id)
        .where(is_due(), *which)
        .order_by(DELIVERY.c.run_at, DELIVERY.c.id)
        .limit(MOST)
        .with_for_update(skip_locked=True, of=DELIVERY)
    )


@dataclass(frozen=True)
class DueDelivery:
    """A delivery that may be claimed, with its event."""

    id: int
    subscriber: str
    attempts: int
    event_id: int
    payload: dict[str, Any]
    occurred_at: datetime


ANY_DUE = Statement(select(DELIVERY.c.id).where(is_due()).limit(1))
DUE = Statement(_due(), DueDelivery)
DUE_AND_FRESH = Statement(_due(DELIVERY.c.attempts == 0), DueDelivery)
DUE_AND_TRIED = Statement(_due(DELIVERY.c.attempts > 0), DueDelivery)
STILL_OURS = Statement(
    select(DELIVERY.c.id)
    .where(DELIVERY.c.id.in_(IDS), DELIVERY.c.lease_token == bindparam("token"), DELIVERY.c.done_at.is_(None))
    .with_for_update()
)
TAKE: Update = (
    update(Delivery)
    .where(Delivery.id.in_(IDS))
    .values(
        lease_until=bindparam("until", type_=Moment), lease_token=bindparam("token"), attempts=Delivery.attempts + 1
    )
)


def any_due(subscribers: Sequence[str]) -> bool:
    """Whether there is anything to do for these subscribers. Only reads, so asking often disturbs nobody."""
    try:
        return ANY_DUE.value(subscribers=list(subscribers), moment=now()) is not None
    finally:
        session().rollback()


@transactional
def claim(
    subscribers: Sequence[str], lease: timedelta = LEASE, *, most: int = 1, which: Statement[DueDelivery] = DUE
) -> list[Claim]:
    """Take what has been due longest, at most so many, all under one token.

    Two workers never take the same: PostgreSQL locks the rows as it reads them, SQLite lets one write at a time.
    """
    moment = now()
    due = which.all(subscribers=list(subscribers), moment=moment, most=most)
    if not due:
        return []
    token = secrets.token_urlsafe(16)
    values = {"ids": [one.id for one in due], "until": moment + lease, "token": token}
    session().connection().execute(TAKE, values)
    return [
        Claim(one.id, one.subscriber, one.attempts + 1, token, one.payload, EventMeta(one.event_id, one.occurred_at))
        for one in due
    ]


def still_ours(claims: Sequence[Claim]) -> set[int]:
    """Which of these (of one token) nobody has taken over. Nobody can as long as this transaction lasts."""
    return set(STILL_OURS.values(ids=[one.id for one in claims], token=claims[0].token)) if claims else set()


def finish(*claims: Claim) -> None:
    """Mark them done (all of one token), in the transaction of their effects. Raises LeaseLost if one is not ours."""
    if claims and _change(claims, done_at=now(), lease_until=None, lease_token=None, last_error=None) != len(claims):
        raise LeaseLost


@transactional
def postpone(claimed: Claim, until: datetime, error: str) -> None:
    """Try it again later. Does nothing if another worker has taken it over."""
    _change([claimed], run_at=until, lease_until=None, lease_token=None, last_error=error)


@transactional
def give_up(claimed: Claim, error: str) -> None:
    """Leave it for the operator to look at. Does nothing if another worker has taken it over."""
    _change([claimed], dead_at=now(), lease_until=None, lease_token=None, last_error=error)


@transactional
def give_back(claims: Sequence[Claim]) -> None:
    """Let others take what there was no time for, as if it had not been taken."""
    _change(claims, lease_until=None, lease_token=None, attempts=Delivery.attempts - 1)


def _change(claims: Iterable[Claim], **values: Any) -> int:
    held = list(claims)
    if not held:
        return 0
    result = session().execute(
        update(Delivery)
        .where(
            Delivery.id.in_([one.id for one in held]),
            Delivery.lease_token == held[0].token,
            Delivery.done_at.is_(None),
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount
