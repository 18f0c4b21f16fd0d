"""When something is written, and where: a history of three years, or a continuation of what is there."""

from datetime import UTC, datetime, timedelta
from random import Random

from lpcommunity.seeding.ranking import Ranking
from lpcommunity.seeding.world import World

Slot = tuple[float, int]  # a moment in seconds, and the place by its number
DAY = 86_400
SATURDAY = 5
EARLY_YEARS = 0.8  # below 1: more is written lately than at first
LATEST = 300  # seconds before now


def history(dice: Random, world: World, ranking: Ranking, entries: int, moment: datetime) -> list[Slot]:
    """So many slots from the founding of each place to now (of a silent one: to more than a year ago), in order."""
    ranks = range(len(ranking.order))
    weights = [_weight(world, ranking, rank) for rank in ranks]
    ends = {rank: _end(dice, ranking, rank, moment) for rank in ranks}
    slots: list[Slot] = []
    for rank in dice.choices(ranks, weights, k=entries):
        number = ranking.order[rank]
        begun = world.places[number].created_at.timestamp()
        at = begun + (ends[rank] - begun) * dice.random() ** EARLY_YEARS
        slots.append((min(_working_hours(dice, at), ends[rank]), number))
    slots.sort()
    return slots


def continuation(paces: list[float], dice: Random, entries: int, newest: datetime, moment: datetime) -> list[Slot]:
    """So many slots between the newest entry there is and now, in order, where something was written of late."""
    begun = newest.timestamp()
    step = max(moment.timestamp() - begun, 1.0) / (entries + 1)
    places = dice.choices(range(len(paces)), paces, k=entries)
    return [(begun + step * (n + 1), place) for n, place in enumerate(places)]


def _weight(world: World, ranking: Ranking, rank: int) -> float:
    place = world.places[ranking.order[rank]]
    if not (place.members or place.former):
        return 0
    return ranking.weight(rank) * (0.3 if ranking.is_new(rank) else 1)


def _end(dice: Random, ranking: Ranking, rank: int, moment: datetime) -> float:
    days = dice.randint(380, 700) if ranking.is_silent(rank) else 0
    return (moment - timedelta(days=days, seconds=LATEST)).timestamp()


def _working_hours(dice: Random, at: float) -> float:
    """Most write between eight and six, on working days."""
    if dice.random() < 0.1:
        return at
    if datetime.fromtimestamp(at, UTC).weekday() >= SATURDAY:
        at -= 2 * DAY
    return at - at % DAY + (8 + 10 * dice.random()) * 3600
