"""Deliveries change hands here: claimed under a lease, then finished, put off or given up.

A lease ends by itself, so whatever a killed worker held is taken up again. Every change asks for the token that
came with the claim: a worker that was too slow can no longer finish what another has taken over.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, and_, or_, select, update

from lpcommunity.outbox.models import Delivery, OutboxEvent
from lpcommunity.outbox.registry import EventMeta
from lpcommunity.storage import now, session, transactional

LEASE = timedelta(seconds=30)


class LeaseLost(Exception):
    """Another worker has taken this delivery over; what was done here is rolled back."""


@dataclass(frozen=True)
class Claim:
    """A delivery in one's hands."""

    id: int
    subscriber: str
    attempts: int
    token: str
    payload: dict[str, Any]
    meta: EventMeta


def is_due(moment: datetime, subscribers: Sequence[str]) -> ColumnElement[bool]:
    """SQL over Delivery: one of these subscribers should be told now, and nobody is at it."""
    return and_(
        Delivery.done_at.is_(None),
        Delivery.dead_at.is_(None),
        Delivery.run_at <= moment,
        or_(Delivery.lease_until.is_(None), Delivery.lease_until < moment),
        Delivery.subscriber.in_(subscribers),
    )


def any_due(subscribers: Sequence[str]) -> bool:
    """Whether there is anything to do for these subscribers. Only reads, so asking often disturbs nobody."""
    try:
        return session().scalar(select(Delivery.id).where(is_due(now(), subscribers)).limit(1)) is not None
    finally:
        session().rollback()


@transactional
def claim(subscribers: Sequence[str], lease: timedelta = LEASE) -> Claim | None:
    """Take the delivery that has been due longest, or None. One statement, so that two workers never take the same."""
    moment = now()
    first = (
        select(Delivery.id)
        .where(is_due(moment, subscribers))
        .order_by(Delivery.run_at, Delivery.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = (
        session()
        .execute(
            update(Delivery)
            .where(Delivery.id == first)
            .values(lease_until=moment + lease, lease_token=secrets.token_urlsafe(16), attempts=Delivery.attempts + 1)
            .returning(Delivery.id, Delivery.event_id, Delivery.subscriber, Delivery.attempts, Delivery.lease_token)
            .execution_options(synchronize_session=False)
        )
        .first()
    )
    if taken is None:
        return None
    event = (
        session()
        .execute(select(OutboxEvent.payload, OutboxEvent.occurred_at).where(OutboxEvent.id == taken.event_id))
        .one()
    )
    return Claim(
        id=taken.id,
        subscriber=taken.subscriber,
        attempts=taken.attempts,
        token=taken.lease_token,
        payload=event.payload,
        meta=EventMeta(taken.event_id, event.occurred_at),
    )


def finish(claimed: Claim) -> None:
    """Mark it done, in the transaction of its effects. Raises LeaseLost."""
    if not _change(claimed, done_at=now(), lease_until=None, lease_token=None, last_error=None):
        raise LeaseLost


@transactional
def postpone(claimed: Claim, until: datetime, error: str) -> None:
    """Try it again later. Does nothing if another worker has taken it over."""
    _change(claimed, run_at=until, lease_until=None, lease_token=None, last_error=error)


@transactional
def give_up(claimed: Claim, error: str) -> None:
    """Leave it for the operator to look at. Does nothing if another worker has taken it over."""
    _change(claimed, dead_at=now(), lease_until=None, lease_token=None, last_error=error)


def _change(claimed: Claim, **values: Any) -> bool:
    result = session().execute(
        update(Delivery)
        .where(Delivery.id == claimed.id, Delivery.lease_token == claimed.token, Delivery.done_at.is_(None))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
