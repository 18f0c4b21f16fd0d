"""Every thing that people are told, by its key. Filled when `kinds/` is imported; the same in server and worker."""

from collections.abc import Mapping

from lpcommunity.access.reader import Reader
from lpcommunity.notifications.notification_types import IN_LETTER, InApp, Incomplete, Line, Link, NotificationType

_types: dict[str, NotificationType] = {}


def register(one: NotificationType) -> NotificationType:
    """Make it known by its key. Raises Incomplete where another has that key. Who is to be told: see `channels`."""
    if one.key in _types:
        raise Incomplete(f"{one.key}: there is one of this key already.")
    _types[one.key] = one
    return one


def is_registered(key: str) -> bool:
    """Whether there is one of this key."""
    return key in _types


def types() -> list[NotificationType]:
    """All of them, in the order in which they were registered."""
    return list(_types.values())


def type_of(key: str) -> NotificationType:
    """That of this key. A line of a key that nobody knows any more still leads to what it is about."""
    return _types.get(key, UNKNOWN)


def choosable(key: str) -> NotificationType | None:
    """That of this key, if its e-mails are such as one may do without."""
    found = type_of(key)
    return found if found.choice is not None else None


def offered_to(actor: Reader) -> list[NotificationType]:
    """Those whose e-mails could come to this person as they stand, and which they may do without."""
    return [one for one in _types.values() if one.choice is not None and one.choice.offered_to(actor)]


def in_letter_of(actor: Reader, chosen: Mapping[str, str]) -> dict[str, NotificationType]:
    """Those that this person hears of in the letter, by their keys; `chosen` is what they chose, by key."""
    offered = offered_to(actor)
    return {one.key: one for one in offered if one.how_for(actor, chosen.get(one.key)) == IN_LETTER}


def _whatever_it_was(line: Line) -> list[str | Link]:
    if line.entry_id is not None:
        return [line.entry_link]
    return [line.place_link if line.place else "Something new"]


UNKNOWN = NotificationType(
    key="unknown",
    in_app=InApp(event=object, news=lambda *_: None, sign="bell", words=_whatever_it_was, because=lambda _line: ""),
)
