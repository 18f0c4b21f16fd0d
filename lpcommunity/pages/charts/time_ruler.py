"""The ruler above a picture of time: months, quarters, half years, years, or more, so few that its words never meet.

A word stands behind its line; the last one before it where it would leave the picture, or only its year, or nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date
from itertools import pairwise

from lpcommunity.pages.charts.strokes import width

BESIDE, APART = 4.0, 8.0  # from a line to its word, and between two words
LEAST = 5.0  # between two lines
DAYS, SHORTEST = 31, 20  # of a month, and what a word takes at the least


@dataclass(frozen=True)
class Tick:
    """A line where a span of time begins, and its word, if that finds room; `ends`: that ends beside the line."""

    x: float
    says: str
    ends: bool = False

    @property
    def word_x(self) -> float:
        """Where its word begins, or ends."""
        return round(self.x + (-BESIDE if self.ends else BESIDE), 1)

    @property
    def room(self) -> tuple[float, float]:
        """From where to where its word reaches."""
        wide = width(self.says)
        return (self.word_x - wide, self.word_x) if self.ends else (self.word_x, self.word_x + wide)


def ticks(first: date, last: date, left: float, right: float, edge: float) -> list[Tick]:
    """Those between two days that lie there: of the smallest step whose words find room. `edge`: of the picture."""
    days = max((last - first).days, 1)

    def at(day: date) -> float:
        return round(left + (right - left) * (day - first).days / days, 1)

    for months in _steps():
        if days / (DAYS * months) * SHORTEST > right - left + SHORTEST:
            continue
        begins = list(_begins(first, last, months))
        drawn = [Tick(at(day), _says(day, months, first=n == 0)) for n, day in enumerate(begins)]
        free = all(other.room[0] - one.room[1] >= APART for one, other in pairwise(drawn))
        if len(drawn) < 2 or (free and all(other.x - one.x >= LEAST for one, other in pairwise(drawn))):
            return _inside(drawn, left, edge)
    return []


def _inside(drawn: list[Tick], left: float, edge: float) -> list[Tick]:
    """The last word turned where it would leave the picture, or only its year, or left out."""
    if not drawn:
        return []
    *before, last = drawn
    begins = before[-1].room[1] + APART if before else left
    ways = [Tick(last.x, says, ends=ends) for says in (last.says, last.says.split()[-1]) for ends in (False, True)]
    there = (way for way in ways if begins <= way.room[0] and way.room[1] <= edge)
    return [*before, next(there, Tick(last.x, ""))]


def _steps() -> Iterator[int]:
    """In months: one, a quarter, half a year; then in years, one, two, five, ten and so on."""
    yield from (1, 3, 6)
    years = 1
    while years < MAXYEAR:
        yield from (12 * years, 24 * years, 60 * years)
        years *= 10


def _begins(first: date, last: date, months: int) -> Iterator[date]:
    """The days on which such a span begins."""
    n = -(-(first.year * 12 + first.month - 1 + (first.day > 1)) // months) * months
    while n // 12 <= MAXYEAR and (day := date(n // 12, n % 12 + 1, 1)) <= last:
        yield day
        n += months


def _says(day: date, months: int, *, first: bool) -> str:
    """The name of a month, with its year in January and at the beginning; or a year."""
    if months >= 12:
        return str(day.year)
    name = {9: "Sept"}.get(day.month, f"{day:%b}")
    return f"{name} {day.year}" if day.month == 1 or first else name
