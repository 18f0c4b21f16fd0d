"""Who wants to know of what. Filled by `app` when it starts; the same in web server and worker."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

E = TypeVar("E")


@dataclass(frozen=True)
class EventMeta:
    """What a subscriber may know of an event beside its own fields."""

    event_id: int
    at: datetime


Handler = Callable[[Any, EventMeta], None]


@dataclass(frozen=True)
class Subscriber:
    """A named function that hears of one kind of event, in a transaction of its own.

    `external_effect` is for effects outside the database (a mail to be sent): the handler runs outside any
    transaction, manages its own, and may be run again after a crash. `tries` is how often it is tried before it is
    left for the operator to look at; None: for ever, since the handler itself knows when to give up.
    """

    name: str
    event: type[Any]
    handler: Handler
    external_effect: bool = False
    tries: int | None = 12


_subscribers: dict[str, Subscriber] = {}
_at_start: list[Callable[[], None]] = []


class NameTaken(ValueError):
    """Two subscribers, or two kinds of event, of one name: what waits for one would go to the other."""


def subscribe(
    event: type[E], name: str, *, external_effect: bool = False, tries: int | None = 12
) -> Callable[[Callable[[E, EventMeta], None]], Callable[[E, EventMeta], None]]:
    """Register the decorated function for this kind of event, under a name of its own.

    The name is written into every delivery. It says what is done ("mail.answered") and not where the code lies, so
    that code can move. Whoever changes a name carries the deliveries that wait along, by a migration.
    """

    def register(handler: Callable[[E, EventMeta], None]) -> Callable[[E, EventMeta], None]:
        if name in _subscribers:
            raise NameTaken(f"there is a subscriber {name!r} already: {_subscribers[name].handler}")
        if any(one.event is not event for one in of(event.__name__)):
            raise NameTaken(f"there is another kind of event {event.__name__!r} already")
        _subscribers[name] = Subscriber(name, event, handler, external_effect, tries)
        return handler

    return register


def at_start(appoint: Callable[[], None]) -> None:
    """Register what a worker does when it starts: a command that appoints a day to come, so that a chain of such days
    begins, and goes on whatever became of it. Doing it again changes nothing.
    """
    _at_start.append(appoint)


def appointments() -> list[Callable[[], None]]:
    """What is appointed when a worker starts."""
    return list(_at_start)


def named(name: str) -> Subscriber | None:
    """The subscriber of that name, or None when the software no longer has it."""
    return _subscribers.get(name)


def of(event: str) -> list[Subscriber]:
    """All who want to hear of the kind of event of this name, by their own."""
    return sorted((s for s in _subscribers.values() if s.event.__name__ == event), key=lambda s: s.name)


def events() -> list[str]:
    """The names of all kinds of event that anybody wants to hear of."""
    return sorted({s.event.__name__ for s in _subscribers.values()})


def names(*, external_effect: bool | None = None) -> list[str]:
    """The names of all subscribers; only of those with an external effect, or only of the others, where asked."""
    return sorted(
        s.name for s in _subscribers.values() if external_effect is None or s.external_effect is external_effect
    )


def rebuild(event: type[E], payload: dict[str, Any]) -> E:
    """The event as it was recorded; fields that a newer version added take their defaults."""
    known = {f.name for f in fields(event)}  # type: ignore[arg-type]
    return event(**{key: value for key, value in payload.items() if key in known})
