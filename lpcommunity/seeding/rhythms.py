"""How often a place checks in, and what became of its latest chances."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from lpcommunity.rhythm.check_in_days import next_day
from lpcommunity.rhythm.models import CHECK_IN, EVERY, OPEN, PASSED_OVER, PROPOSED, Chance, Rhythm
from lpcommunity.seeding.writer import Writer

CHANCE: Any = Chance.__table__
RHYTHM: Any = Rhythm.__table__
LATELY = 24  # check-ins of a place that are kept


def write(writer: Writer, dice: Random, place_id: int, founded: datetime, moment: datetime) -> None:
    """The rhythm of one place, and its check-ins of the last two years: the latest may still wait."""
    every = dice.choice((None, *EVERY))
    days = _days(every or PROPOSED, founded.date(), moment.date())
    for day in days[-LATELY - 1 : -1]:
        waits = day == days[-2] and dice.random() < 0.3
        writer.add(
            CHANCE,
            {
                "id": writer.number(CHANCE),
                "offered_as": f"{CHECK_IN}:{place_id}:{day}",
                "partnership_id": place_id,
                "kind": CHECK_IN,
                "milestone_id": None,
                "project_id": None,
                "day": day,
                "state": OPEN if waits else PASSED_OVER,
                "entry_id": None,
                "why": "" if waits else "It was a week of meetings.",
                "decided_by": None,
                "decided_at": None if waits else moment - timedelta(days=1),
            },
        )
    writer.add(
        RHYTHM,
        {
            "partnership_id": place_id,
            "every": every,
            "counted_from": founded.date(),
            "next_on": days[-1],
            "set_by": None,
            "set_at": None,
        },
    )


def _days(every: str, counted_from: date, today: date) -> list[date]:
    """All of them, the last being the next to come."""
    days = [next_day(every, counted_from, counted_from)]
    while days[-1] <= today:
        days.append(next_day(every, counted_from, days[-1]))
    return days
