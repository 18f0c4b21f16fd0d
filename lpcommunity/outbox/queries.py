"""What waits, what fails and what was given up: for the operator."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Label, case, func, select

from lpcommunity.outbox.models import Delivery, OutboxEvent
from lpcommunity.outbox.registry import names
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
