"""Journeys in which anything may stand on any day, and both pictures of each."""

import random
from datetime import date, timedelta
from functools import cache

from lpcommunity.pages.charts import journey as wide
from lpcommunity.pages.charts import journey_upright as upright
from lpcommunity.pages.charts.journey_facts import Asked, Cycle, Happened, Journey, Stone, Undertaken
from lpcommunity.pages.charts.journey_shapes import Drawing

FIRST, LAST, TODAY = date(2026, 6, 1), date(2027, 1, 31), date(2026, 11, 24)
WORDS = (
    "We counted kit, not people", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "Llanfairpwllgwyngyllgogerychwyrndrobwll",
    "a", "Who looks after the coach when the coach has had a bad week, and who looks after them?", "数字を数える",
    "iiiii lllll iiiii lllll", "Ω" * 60,
)  # fmt: skip
STATES = ("done", "changed", "dropped", "open")
PICTURES = {"wide": wide, "upright": upright}
SEEDS = range(150)


def random_journey(seed: int) -> Journey:
    """A journey in which anything may stand on any day."""
    chance = random.Random(seed)
    first = FIRST if chance.random() < 0.7 else date(2025, 1, 1)
    last = LAST if chance.random() < 0.7 else first + timedelta(days=chance.choice((29, 180, 364)))

    def day(beyond: int = 0) -> date:
        return first + timedelta(days=chance.randint(0, (last - first).days + beyond))

    def many(most: int) -> range:
        return range(chance.choice((0, 1, most // 3, most)))

    cycles = []
    for n, begins in enumerate(sorted(day() for _ in many(12)), 1):
        answers = tuple(sorted(begins + timedelta(days=chance.randint(0, 60)) for _ in many(3)))
        ends = answers[-1] + timedelta(days=chance.randint(0, 20)) if answers and chance.random() < 0.6 else None
        came = chance.choice(("", *WORDS))
        cycles.append(Cycle(n, n, begins, chance.choice(WORDS), came, answers, ends, chance.random() < 0.3))
    asked = [
        Asked(one.id, one.answers[0], chance.choice(WORDS), chance.choice((None, one.answers[0] + timedelta(days=40))))
        for one in cycles
        if one.answers
    ]
    today = chance.choice((TODAY, last, first, last + timedelta(days=30)))
    begun = [(day(), chance.randint(-3, 90)) for _ in many(30)]
    stones = [(chance.choice(WORDS), day(), day()) for _ in many(14)]
    return Journey(
        first=first,
        last=last,
        today=today,
        title="The journey of Bedford",
        says="As the list says.",
        cycles=tuple(cycles),
        happened=tuple(Happened(day(), chance.random() < 0.3) for _ in many(90)),
        undertaken=tuple(_undertaken(b, b + timedelta(days=n), chance.choice(STATES), today) for b, n in begun),
        stones=tuple(Stone(name, was, on, chance.random() < 0.5) for name, was, on in stones),
        asked=tuple(asked),
        since=chance.choice((None, day())),
    )


@cache
def drawn(which: str, seed: int) -> Drawing:
    return PICTURES[which].draw(random_journey(seed))


def _undertaken(begins: date, lands: date, state: str, today: date) -> Undertaken:
    return Undertaken(begins, lands, state if lands <= today else "open")  # nobody reports what is to come
