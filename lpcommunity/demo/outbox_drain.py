"""Telling everyone what happened in the story, and what fell due in it, before the first visitor comes.

The worker would do it as well, one delivery after the other, while somebody looks on. Here it is part of the loading.
"""

from sqlalchemy import select

from lpcommunity.outbox import due_rows, registry
from lpcommunity.outbox.models import Delivery
from lpcommunity.outbox.registry import EventMeta
from lpcommunity.storage import now, session
from lpcommunity.storage.progress import Tell, silent


def deliver_everything(tell: Tell = silent) -> None:
    """Hand over every event to those who keep what they hear in the database; mail is left to the worker.

    Within a command. What they record in turn is handed over as well.
    """
    while waiting := _fallen_and_waiting():
        for number, delivery in enumerate(waiting):
            tell("Telling people", number, len(waiting))
            subscriber = registry.named(delivery.subscriber)
            assert subscriber is not None
            event = delivery.event
            subscriber.handler(
                registry.rebuild(subscriber.event, event.payload), EventMeta(event.id, event.occurred_at)
            )
        for delivery in waiting:  # after all of them, so that it is one statement
            delivery.attempts, delivery.done_at = 1, now()
        session().flush()


def _fallen_and_waiting() -> list[Delivery]:
    due_rows.all_fall_due()
    names = registry.names(external_effect=False)
    query = select(Delivery).where(Delivery.done_at.is_(None), Delivery.subscriber.in_(names)).order_by(Delivery.id)
    return list(session().scalars(query))
