"""What waits, what fails, what was given up, and what is to come: for the operator."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Label, case, func, select

from lpcommunity.outbox.models import Delivery, DueRow, OutboxEvent
from lpcommunity.outbox.registry import events, names
from lpcommunity.storage import now, session

MOST = 200


@dataclass(frozen=True)
class Waiting:
    """A delivery that is not done."""

    id: int
    event: str
    subscriber: str
    state: str  # due, later, running, dead, nobody
    attempts: int
    occurred_at: datetime
    run_at: datetime
    last_error: str | None


def counts() -> dict[str, int]:
    """How many deliveries are in each state. `nobody`: this version of the software has no such subscriber."""
    rows = session().execute(select(_state(), func.count()).group_by("state"))
    found: dict[str, int] = dict(rows.all())
    return {name: found.get(name, 0) for name in ("due", "running", "later", "nobody", "dead", "done")}


def waiting() -> list[Waiting]:
    """Deliveries that are not done: those given up first, then by when they are due; at most MOST."""
    rows = session().execute(
        select(
            Delivery.id,
            OutboxEvent.name,
            Delivery.subscriber,
            _state(),
            Delivery.attempts,
            OutboxEvent.occurred_at,
            Delivery.run_at,
            Delivery.last_error,
        )
        .join(OutboxEvent, OutboxEvent.id == Delivery.event_id)
        .where(Delivery.done_at.is_(None))
        .order_by(Delivery.dead_at.is_(None), Delivery.run_at, Delivery.id)
        .limit(MOST)
    )
    return [Waiting(*row) for row in rows]


def _state() -> Label[str]:
    moment = now()
    return case(
        (Delivery.done_at.is_not(None), "done"),
        (Delivery.dead_at.is_not(None), "dead"),
        (Delivery.subscriber.not_in(names()), "nobody"),
        (Delivery.lease_until >= moment, "running"),
        (Delivery.run_at > moment, "later"),
        else_="due",
    ).label("state")


@dataclass(frozen=True)
class ToCome:
    """An event that waits for its day."""

    key: str
    event: str
    payload: dict[str, Any]  # ids
    due_at: datetime
    state: str  # due, to-come, nobody


def counts_to_come() -> dict[str, int]:
    """How many wait for their day, by state. `nobody`: this version of the software has nobody who would hear of it."""
    rows = session().execute(select(_state_to_come(), func.count()).where(DueRow.fell_at.is_(None)).group_by("state"))
    found: dict[str, int] = dict(rows.all())
    return {name: found.get(name, 0) for name in ("due", "to-come", "nobody")}


def to_come() -> list[ToCome]:
    """What waits for its day, the next first; at most MOST."""
    rows = session().execute(
        select(DueRow.key, DueRow.event, DueRow.payload, DueRow.due_at, _state_to_come())
        .where(DueRow.fell_at.is_(None))
        .order_by(DueRow.due_at, DueRow.id)
        .limit(MOST)
    )
    return [ToCome(*row) for row in rows]


def _state_to_come() -> Label[str]:
    return case((DueRow.event.not_in(events()), "nobody"), (DueRow.due_at > now(), "to-come"), else_="due").label(
        "state"
    )
