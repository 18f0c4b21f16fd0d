"""What is known of places that may be glad of a call: what waits, what is late, who looks after them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lpcommunity.access.reader import Reader
from lpcommunity.pages.queries.months import MonthsPlace
from lpcommunity.pages.queries.seats import Seat, seats
from lpcommunity.pages.queries.silence import silent_since
from lpcommunity.reviews.waiting_overview import WaitingHere, first_waiting, first_waiting_for
from lpcommunity.rhythm.chance_lines import ChanceLine, open_since
from lpcommunity.slips.queries import MovedOften, moved_often
from lpcommunity.storage import now, today

QUIET = timedelta(days=21)  # as on the home page of the programme team
MISSED = timedelta(days=14)  # of a chance: from when on facilitators and programme team are told, too (ADR 45)


@dataclass
class CallFacts:
    """What is known of one place, as far as the reader may know it."""

    place: MonthsPlace
    seats: list[Seat] = field(default_factory=list)
    waits: WaitingHere | None = None
    chances: list[ChanceLine] = field(default_factory=list)  # missed
    moves: list[MovedOften] = field(default_factory=list)  # of milestones that moved more than once
    late: int = 0  # actions, of those that the reader may read
    silent: bool = False  # nothing came for long; to the programme team: nor in confidence

    def holding(self, *roles: str) -> list[Seat]:
        """Who holds such a seat."""
        return [one for one in self.seats if one.role in roles and not one.promised]

    def promised(self, role: str) -> bool:
        """Whether somebody is invited to such a seat, or will come to it."""
        return any(one.promised and one.role == role for one in self.seats)


def call_facts(
    actor: Reader, programme_id: int, places: Sequence[MonthsPlace], pausing: Collection[int]
) -> list[CallFacts]:
    """What is known of these places, in their order: four queries, and a fifth for the programme team.

    `pausing`: those that pause just now, which are never late and never quiet.
    """
    by_id = {place.id: CallFacts(place) for place in places}
    if not by_id:
        return []
    awake = [place for place in places if place.id not in pausing]
    for seat in seats(by_id):
        by_id[seat.place_id].seats.append(seat)
    waiting = first_waiting(by_id) if actor.programme_team else first_waiting_for(actor, by_id)
    for place_id, waits in waiting.items():
        by_id[place_id].waits = waits
    for place in awake:
        by_id[place.id].late = place.late
    ids = [place.id for place in awake]
    for chance in open_since(actor, ids, today() - MISSED):
        by_id[chance.place_id].chances.append(chance)
    for move in moved_often(ids, programme_id):
        by_id[move.place_id].moves.append(move)
    for place_id in _silent(actor, awake):
        by_id[place_id].silent = True
    return list(by_id.values())


def _silent(actor: Reader, places: Sequence[MonthsPlace]) -> set[int]:
    """Where nothing came for long that this reader may open; for the programme team: nor anything in confidence."""
    since = now() - QUIET
    latest: dict[int, datetime | None] = {
        place.id: place.latest for place in places if (place.latest or place.created_at) < since
    }
    return silent_since(actor, latest) if actor.programme_team else set(latest)
