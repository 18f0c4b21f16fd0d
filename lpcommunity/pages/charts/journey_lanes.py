"""Questions that stayed open, below the wide journey: a lane for each, in the order in which their words find room.

A line goes down from its curl, along its lane, and up to what answered it. So the words of a lane meet what leads to
the lanes below it. Of all orders of so few lanes the one is taken that leaves out least.
"""

from dataclasses import dataclass
from itertools import permutations

from lpcommunity.pages.charts.dips import Pool
from lpcommunity.pages.charts.journey_along import Along, curl_of
from lpcommunity.pages.charts.journey_facts import Asked, Journey
from lpcommunity.pages.charts.journey_shapes import DrawnQuestion, Words, answered_at
from lpcommunity.pages.charts.strokes import Pen, cut, short, width

LANE, MOST_LANES = 24, 5
ASKED = 560  # units that a question takes at most
LEAST = 120  # with less room its words are cut to nothing
BESIDE = 12  # from a line to words


@dataclass(frozen=True)
class _Line:
    """From where to where a question is drawn: `up`, where it was answered; `dots`, that it is still open."""

    says: str
    wide: float  # what it says
    begins: float
    ends: float
    up: tuple[float, float] | None = None
    dots: bool = False

    @property
    def upright(self) -> list[float]:
        """Where it crosses the lanes above its own."""
        return [self.begins] + ([self.up[0]] if self.up else [])

    @property
    def whole(self) -> float:
        """Where it ends with its dots."""
        return self.ends + (40 if self.dots else 0)


def questions_on(
    journey: Journey, laid: Along, pool: Pool, pen: Pen, edges: tuple[float, float]
) -> list[DrawnQuestion]:
    """The latest of them, each on its lane, with its words where they cross no line. `edges`: of words and of lines."""
    found = [(one, curl_of(one, laid.dives)) for one in journey.asked]
    asked = [_line(one, x, journey, laid, pen, pool, edges[1]) for one, x in found if x is not None][-MOST_LANES:]
    best = min(permutations(asked), key=lambda order: _left_out(order, edges[0]), default=())
    return [
        _drawn(one, pool, pool.bottom + 26 + LANE * n, _placed(one, best[n + 1 :], edges[0]))
        for n, one in enumerate(best)
    ]


def _line(asked: Asked, x: float, journey: Journey, laid: Along, pen: Pen, pool: Pool, end: float) -> _Line:
    """From its curl to what answered it; else to today, and dots."""
    if asked.answered_on is not None and asked.answered_on <= journey.last:
        at = laid.axis.at(asked.answered_on)
        along, away = answered_at(asked, at, laid.marks, laid.dives, laid.leaps, pen)
        up = max(along, x + 20), pool.level if away is None else away
        return _Line(asked.says, width(asked.says), x, up[0], up)
    if asked.answered_on is None and journey.today <= journey.last:
        return _Line(asked.says, width(asked.says), x, max(laid.now, x + 20), dots=True)
    return _Line(asked.says, width(asked.says), x, end)


@dataclass(frozen=True)
class _Place:
    """Where words stand, and how much room they have; `before`: they end there, where the line begins."""

    x: float
    room: float
    before: bool


def _placed(one: _Line, below: tuple[_Line, ...], edge: float) -> _Place | None:
    """Before the line, else behind it, else nowhere."""
    crossing = [x for other in below for x in other.upright]
    left, right = one.begins - BESIDE, one.whole + BESIDE
    before = min(left - max([0, *(x + BESIDE for x in crossing if x < one.begins)]), ASKED)
    behind = min(min([edge, *(x - BESIDE for x in crossing if x > one.ends - 6)]) - right, ASKED)
    if max(before, behind) < min(one.wide, LEAST):
        return None
    if before >= min(one.wide, behind):
        return _Place(left, before, before=True)
    return _Place(right, behind, before=False)


def _left_out(order: tuple[_Line, ...], edge: float) -> float:
    """How much of what was asked finds no room in this order."""
    lost = 0.0
    for n, one in enumerate(order):
        place = _placed(one, order[n + 1 :], edge)
        lost += 2 if place is None else max(1 - place.room / max(one.wide, 1), 0)
    return round(lost, 3)


def _drawn(one: _Line, pool: Pool, lane: float, placed: _Place | None) -> DrawnQuestion:
    top = pool.bottom - pool.radius + 10
    line = f"M{short(one.begins)} {short(top)}V{short(lane - 8)}q0 8 8 8"
    dots = f"M{short(one.ends + 6)} {short(lane)}h34" if one.dots else ""
    words: tuple[Words, ...] = ()
    if placed is not None:
        said = cut(one.says, placed.room)
        words = (Words(round(placed.x, 1), lane + 5, said, ("end",) if placed.before else ()),)
    if one.up is not None:
        return DrawnQuestion(f"{line}H{short(one.ends - 8)}q8 0 8 -8V{short(one.up[1])}", words, one.up)
    return DrawnQuestion(f"{line}H{short(one.ends)}", words, dots=dots)
