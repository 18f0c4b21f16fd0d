"""Dips below a thread, where somebody looked back: plain, or with a curl for each answer. None meets another.

A dip that another follows closely is narrower, down to the least that still shows its curls; what would begin before
that begins behind it. So all that makes a dip narrow, or moves it on, are dips that its reader sees, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lpcommunity.pages.charts.strokes import Pen

PLAIN = 54.0  # along: a dip of which nothing is known but the day it began; so its width tells nothing
LEAST_PLAIN = 24.0
DOWN, BETWEEN, UP = 26.0, 40.0, 26.0  # along: into a dive, from one answer to the next, out of it
LEAST_WAY = 13.0  # in and out, where another follows closely
OPEN = 30.0  # along: the dotted end of what waits
APART = 8.0  # from the end of one to the next


@dataclass(frozen=True)
class Pool:
    """How deep a picture dives: from the level of its thread, with curls of that radius on the lowest point."""

    level: float
    depth: float
    radius: float

    @property
    def bottom(self) -> float:
        """The lowest point."""
        return self.level + self.depth


@dataclass(frozen=True)
class Dive:
    """A dip: its line; the pool that it closes (none while somebody waits); a dotted end; and where questions stand."""

    begins: float
    ends: float
    line: str
    pool: str = ""
    open_end: str = ""
    solid: float = 0  # where its line ends, or its dots begin
    curls: tuple[float, ...] = ()  # along; each as far away as the pool's bottom, less its radius

    @property
    def middle(self) -> float:
        """Where its words stand."""
        return round((self.begins + self.ends) / 2, 1)


def plain_dive(pen: Pen, pool: Pool, begins: float, following: float | None = None) -> Dive:
    """A dip that says when somebody looked back and nothing else. All are equally wide, but for one that another
    follows closely: `following` is where that begins.
    """
    room = PLAIN if following is None else min(PLAIN, following - begins - APART)
    ends, middle = round(begins + room, 1), begins + room / 2
    line = (
        f"M{pen.point(begins, pool.level)}"
        + pen.curve((begins + room * 0.25, pool.level), (middle - room * 0.28, pool.bottom), (middle, pool.bottom))
        + pen.curve((ends - room * 0.25, pool.level), (ends, pool.level))
    )
    return Dive(begins, ends, line, f"{line}Z", solid=ends)


@dataclass(frozen=True)
class _Ways:
    """How much a dive takes at the least: in, from one answer to the next, and out or on to where its dots end."""

    down: float
    between: float
    out: float

    def whole(self, answers: int) -> float:
        return self.down + self.between * max(answers - 1, 0) + self.out


def _ways(pool: Pool, answers: int, room: float, *, waits: bool) -> _Ways:
    """As wide as there is room, up to what looks best; less than the least only where many share a short thread."""
    wide, least = _Ways(DOWN, BETWEEN, OPEN if waits else UP), _least(pool, waits=waits)
    share = min((room - least.whole(answers)) / (wide.whole(answers) - least.whole(answers)), 1)
    if share < 0:
        part = max(room, 1) / least.whole(answers)
        return _Ways(least.down * part, least.between * part, least.out * part)
    return _Ways(*(a + (b - a) * share for a, b in zip(_all(least), _all(wide), strict=True)))


def _all(ways: _Ways) -> tuple[float, float, float]:
    return ways.down, ways.between, ways.out


def _least(pool: Pool, *, waits: bool) -> _Ways:
    return _Ways(LEAST_WAY, min(2 * pool.radius + 2, BETWEEN), LEAST_WAY + pool.radius / 2 if waits else LEAST_WAY)


def least_room(pool: Pool, answers: int, *, waits: bool) -> float:
    """From where a dip begins to where the next one may."""
    return (_least(pool, waits=waits).whole(answers) if answers or waits else LEAST_PLAIN) + APART


def dive(
    pen: Pen,
    pool: Pool,
    begins: float,
    answers: Sequence[float],
    closed: float | None,
    *,
    waits: bool,
    following: float | None = None,
) -> Dive:
    """A dip for whoever may know of its exchange: one curl for each answer; up again where it was acknowledged, or soon
    after the last answer; a dotted end where somebody waits. All of it before the one that is `following` begins.
    """
    level, bottom, rise = pool.level, pool.bottom, pool.bottom - pool.depth * 0.3
    until = following - APART if following is not None else float("inf")
    ways = _ways(pool, len(answers), until - begins, waits=waits)
    here, line = begins, f"M{pen.point(begins, level)}"
    curls: list[float] = []
    for n, answer in enumerate(answers):
        rest = ways.between * (len(answers) - 1 - n) + ways.out
        there = round(max(min(answer, until - rest), here + (ways.between if n else ways.down)), 1)
        way = there - here
        if n:
            up = (here + way * 0.5, rise)
            line += pen.curve((here + way * 0.35, bottom), (here + way * 0.3, rise), up)
            line += pen.curve((there - way * 0.35, bottom), (there, bottom))
        else:
            line += pen.curve((here + way * 0.45, level), (there - way * 0.5, bottom), (there, bottom))
        line += pen.curl(pool.radius)
        curls.append(there)
        here = there
    if waits:
        if not curls:
            here = round(begins + ways.down, 1)
            line += pen.curve((begins + ways.down * 0.45, level), (here - ways.down * 0.5, bottom), (here, bottom))
        dots = f"M{pen.point(here + 6, bottom)}{pen.along(here + ways.out)}"
        return Dive(begins, round(here + ways.out, 1), line, open_end=dots, solid=here, curls=tuple(curls))
    ends = round(max(min(closed if closed is not None else 0, until), here + ways.out), 1)
    way = ends - here
    line += pen.curve((here + way * 0.5, bottom), (ends - way * 0.45, level), (ends, level))
    return Dive(begins, ends, line, f"{line}Z", solid=ends, curls=tuple(curls))
