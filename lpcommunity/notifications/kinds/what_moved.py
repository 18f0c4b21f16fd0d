"""The letter of what moved in one's own places and in those that one follows. It comes by mail alone."""

from collections.abc import Iterator

from lpcommunity.notifications.domain_events import LettersToWrite
from lpcommunity.notifications.letter import Letter
from lpcommunity.notifications.notification_types import ByMail, Choice, NotificationType
from lpcommunity.notifications.what_moved import composing
from lpcommunity.notifications.what_moved.choices import KEY
from lpcommunity.outbox import EventMeta


def letters(_event: LettersToWrite, _meta: EventMeta) -> Iterator[Letter]:
    """None by this way: they are written many at a time (what_moved.rounds), and composed when they are sent."""
    yield from ()


TYPE = NotificationType(
    key=KEY,
    by_mail=ByMail(
        event=LettersToWrite,
        letters=letters,
        why="You get this because you belong to a place, or follow one.",
        still_meant=composing.is_meant,
        choice=Choice(says="Something moved in my places and those that I follow", offered_to=lambda _: False),
        composed=composing.composed,
    ),
)
