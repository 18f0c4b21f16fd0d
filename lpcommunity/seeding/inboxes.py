"""What people were told of late: events, their deliveries (all done), and lines in inboxes."""

import heapq
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from lpcommunity.notifications.models import Notification
from lpcommunity.outbox import registry
from lpcommunity.outbox.models import Delivery, OutboxEvent
from lpcommunity.seeding.places import table
from lpcommunity.seeding.world import Place, World
from lpcommunity.seeding.writer import Writer

KEPT_FOR = timedelta(days=21)  # what is older has been read, and is gone
CONTINUED = 10  # of what continues a history in no time, one in so many is told
UNREAD_OF_LATE, UNREAD = 0.6, 0.15  # of the lines of the last week, and of older ones

Reasons = Mapping[int, str]


@dataclass(frozen=True, order=True)
class Told:
    """Something that happened, and who is told."""

    at: float
    number: int
    event: Any = field(compare=False)
    what: str = field(compare=False)
    reasons: Reasons = field(compare=False)
    entry_id: int = field(compare=False)
    place_id: int = field(compare=False)
    actor_id: int = field(compare=False)


class Inboxes:
    """Takes what happened in any order, and writes it in the order of time."""

    def __init__(self, writer: Writer, dice: Random, world: World, since: datetime, moment: datetime) -> None:
        self.writer, self.dice, self.world = writer, dice, world
        self.since, self.now = since.timestamp(), moment.timestamp()
        self.continues = since > moment - KEPT_FOR
        self._waiting: list[Told] = []
        self._number = 0

    def tells(self, at: float) -> bool:
        """Whether there is still a line of what happened at this moment."""
        return at >= self.since and (not self.continues or self.dice.random() * CONTINUED < 1)

    def around(self, place: Place, audience: str, author_id: int, themes: list[int]) -> Reasons:
        """Those around an entry and those who follow place, author or theme, as far as it is for them."""
        reasons: dict[int, str] = {}
        if audience != "facilitators":
            reasons.update(dict.fromkeys(place.members, "member"))
        _add(reasons, place.facilitators, "facilitator")
        if audience in ("community", "public"):
            community = self.world.community
            _add(reasons, (one for one in place.followers if one in community), "follows-partnership")
            by_person = self.world.followers_of_person.get(author_id, ())
            _add(reasons, (one for one in by_person if one in community), "follows-person")
            for theme in themes:
                by_theme = self.world.followers_of_theme.get(theme, ())
                _add(reasons, (one for one in by_theme if one in community), "follows-theme")
        return reasons

    def tell(
        self, at: float, event: Any, what: str, reasons: Reasons, *, entry_id: int, place_id: int, actor_id: int
    ) -> None:
        """Note that these people are told of this event, each for a reason; never whoever did it."""
        self._number += 1
        heapq.heappush(self._waiting, Told(at, self._number, event, what, reasons, entry_id, place_id, actor_id))

    def until(self, at: float) -> None:
        """Write what happened up to this moment."""
        while self._waiting and self._waiting[0].at <= at:
            self._write(heapq.heappop(self._waiting))

    def _write(self, told: Told) -> None:
        writer, at = self.writer, datetime.fromtimestamp(told.at, UTC)
        event_id = writer.number(table(OutboxEvent))
        name, payload = type(told.event).__name__, asdict(told.event)
        writer.add(table(OutboxEvent), {"id": event_id, "name": name, "payload": payload, "occurred_at": at})
        for subscriber in registry.of(type(told.event).__name__):
            writer.add(
                table(Delivery),
                {
                    "id": writer.number(table(Delivery)),
                    "event_id": event_id,
                    "subscriber": subscriber.name,
                    "run_at": at,
                    "attempts": 1,
                    "lease_until": None,
                    "lease_token": None,
                    "done_at": at + timedelta(seconds=3),
                    "dead_at": None,
                    "last_error": None,
                },
            )
        unread = UNREAD_OF_LATE if told.at > self.now - 7 * 86_400 else UNREAD
        lines, dice = table(Notification), self.dice
        for person_id, why in told.reasons.items():
            if person_id != told.actor_id:
                writer.add(
                    lines,
                    {
                        "id": writer.number(lines),
                        "person_id": person_id,
                        "event_id": event_id,
                        "type": told.what,
                        "reason": why,
                        "entry_id": told.entry_id,
                        "partnership_id": told.place_id,
                        "actor_id": told.actor_id,
                        "facts": None,
                        "told_at": at,
                        "read_at": None if dice.random() < unread else at + timedelta(hours=5),
                    },
                )


def _add(reasons: dict[int, str], people: Any, why: str) -> None:
    for person_id in people:
        reasons.setdefault(person_id, why)
