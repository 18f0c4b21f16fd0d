"""How long questions live that were left open: one figure for a programme, and for its team alone.

It is made of what stands between authors and their facilitators, so it appears from three people on and changes only
when three more have answered (PROMISES section 1). What it counts stays as it was on the day: a question that is opened
again, withdrawn or moved with its place changes nothing, or the figure of the day after would tell whose it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from sqlalchemy import Integer, bindparam, select

from lpcommunity.questions.policy import QUESTION
from lpcommunity.storage import Statement

FEWEST, PEOPLE = 5, 3
MOST = 5_000


@dataclass(frozen=True)
class Life:
    """How long a question lived, and whose it was: for the reckoning, and for nobody's eyes."""

    author_id: int
    lived_days: int


LIVES = Statement(
    select(QUESTION.c.author_id, QUESTION.c.lived_days)
    .where(
        QUESTION.c.programme_id == bindparam("programme", type_=Integer),
        QUESTION.c.first_answered_at.is_not(None),
    )
    .order_by(QUESTION.c.first_answered_at, QUESTION.c.id)
    .limit(MOST),
    Life,
)


def how_long_they_live(programme_id: int) -> int | None:
    """The days that half of the questions of a programme lived longer than; None while they are too few."""
    return steady_median(LIVES.all(programme=programme_id))


def steady_median(lives: Iterable[Life]) -> int | None:
    """The median of the questions up to the last of which one may speak: the fifth of at least three people, then
    each by which three people more have answered. In the order in which they were answered.
    """
    days: list[int] = []
    counted, since = 0, set[int]()
    for life in lives:
        days.append(life.lived_days)
        since.add(life.author_id)
        if len(since) >= PEOPLE and len(days) >= FEWEST:
            counted, since = len(days), set()
    return round(median(days[:counted])) if counted else None
