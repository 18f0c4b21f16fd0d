"""Recording what happened, in the transaction in which it happens."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from lpcommunity.outbox.models import Delivery, OutboxEvent
from lpcommunity.outbox.registry import of
from lpcommunity.storage import now, session, writing


class RecordedOutsideCommand(RuntimeError):
    """An event was recorded where no command was at work; it could be told without being true."""


def record(event: Any, at: datetime | None = None) -> None:
    """Record a domain event (a frozen dataclass of ids) and one delivery for each subscriber.

    Must be called within a `@transactional` command: what is rolled back was never told. `at`: when it happens (UTC),
    if that is to come; subscribers hear of it then, and look whether it is still so. What may be moved or called off
    before is scheduled instead (outbox.schedule).
    """
    if not writing():
        raise RecordedOutsideCommand(type(event).__name__)
    moment = now()
    happens = moment if at is None else max(moment, at)
    write([OutboxEvent(name=type(event).__name__, payload=asdict(event), occurred_at=happens)])


def write(events: Sequence[OutboxEvent]) -> None:
    """Keep these events, each with one delivery for each subscriber. Within a command."""
    session().add_all(events)
    session().flush()
    for one in events:
        for subscriber in of(one.name):
            session().add(Delivery(event_id=one.id, subscriber=subscriber.name, run_at=one.occurred_at))
