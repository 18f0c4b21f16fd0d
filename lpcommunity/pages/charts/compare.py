"""Places beside one another on one axis of programme months: under one another, or upright side by side.

Each thread begins on the first day of its own place. Neither actions are drawn nor questions
that stayed open; a dip is plain for whoever may not read its exchange. Words never meet: what finds no room is in the
table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lpcommunity.pages.charts.axis import Axis
from lpcommunity.pages.charts.dips import Dive, Pool
from lpcommunity.pages.charts.journey_along import PAST, TIGHT, TRIES, Along, lay
from lpcommunity.pages.charts.journey_facts import Journey
from lpcommunity.pages.charts.journey_shapes import Words
from lpcommunity.pages.charts.strokes import Mark, Pen, Shelf, cut, flag, short, width

SERIF = 1.5  # how much more room a letter of a place's name takes than one of 16 (24 of a narrower kind)


@dataclass(frozen=True)
class Lane:
    """One place: its name, the facts of its journey from its own first day, and the last day of its programme."""

    name: str
    journey: Journey
    ends: date | None = None
    says: str = ""  # what of it is in the picture


@dataclass(frozen=True)
class DrawnLane:
    """The thread of one place."""

    name: Words
    work: str
    ahead: str
    level: float
    dives: list[Dive]
    rings: list[tuple[float, float]]
    questions: list[tuple[float, float]]
    flags: list[tuple[str, bool]]  # and whether it is to come
    marks: list[Mark]
    words: list[Words]
    today: str = ""


@dataclass(frozen=True)
class Comparison:
    """What the macro draws."""

    width: float
    height: float
    title: str
    says: str
    ticks: list[tuple[str, Words]]
    lanes: list[DrawnLane] = field(default_factory=list)
    upright: bool = False

    @property
    def words(self) -> list[Words]:
        """All there are, for whoever wants to know whether they meet."""
        found = [words for _, words in self.ticks]
        for lane in self.lanes:
            found += [lane.name, *lane.words]
        return [one for one in found if one.text]


WIDTH, LEFT, RIGHT, TOP, LANE, THREAD = 1120, 8.0, 1112.0, 34, 164, 78
DEPTH, RADIUS, FLAG, NAME = 54, 11, 24, 150
PEN = Pen()


def draw_wide(lanes: Sequence[Lane], months: int, title: str, says: str) -> Comparison:
    """The picture for 1040 px and more."""
    pools = [Pool(TOP + LANE * n + THREAD, DEPTH, RADIUS) for n in range(len(lanes))]
    ends, laid = _fitted(lanes, pools)
    height = TOP + LANE * len(lanes) + 4
    step = (ends - LEFT) / months
    ticks = []
    for n in range(months):
        x = LEFT + step * n
        name = next((one for one in (f"Month {n + 1}", f"{n + 1}") if width(one) <= step - 6), "")
        ticks.append((f"M{short(x)} 28V{height}", Words(round(x + step / 2, 1), 20, name, ("mid",))))
    drawn = [_wide(lane, pool, found) for lane, pool, found in zip(lanes, pools, laid, strict=True)]
    return Comparison(WIDTH, height, title, says, ticks, drawn)


def _wide(lane: Lane, pool: Pool, laid: Along) -> DrawnLane:
    axis, level, dives, now = laid.axis, pool.level, laid.dives, laid.now
    stones = [(axis.at(one.day), one) for one in lane.journey.stones if lane.journey.shows(one.day)]
    names = Shelf(gap=2)
    for x, _ in stones:
        names.take(x - 2, x + 17)
    words = []
    for x, stone in stones:
        said = cut(stone.name, NAME)
        if x + 20 + width(said) <= WIDTH and names.take(x + 20, x + 20 + width(said)):
            words.append(Words(round(x + 20, 1), level - 17, said, ("soft",)))
    if lane.journey.shows(lane.journey.today):
        at_end = now + 6 + width("now") > WIDTH
        says_now = Words(round(now + (-6 if at_end else 6), 1), level + 24, "now", ("end",) if at_end else ())
        if not any(one.begins < says_now.room[1] and says_now.room[0] < one.ends for _, one in dives):
            words.append(says_now)
    for n, (cycle, one) in enumerate(dives):
        x = round(one.ends + 8 if one.open_end else (one.curls[-1] if one.curls else one.middle) + 20, 1)
        until = dives[n + 1][1].begins + 8 if n + 1 < len(dives) else WIDTH
        said = _shortened(cycle.title, until - x)
        if said:  # it ends before the words of the next begin
            words.append(Words(x, pool.bottom + 2, said))
    return DrawnLane(
        name=Words(LEFT, level - 46, cut(lane.name, (WIDTH - LEFT) / SERIF)),
        **_along(PEN, lane, pool, laid),
        flags=[(flag(x, level - 7, FLAG, turned=x + 15 > WIDTH), one.ahead) for x, one in stones],
        words=words,
        today=f"M{short(now)} {short(level - 14)}V{short(level + 14)}" if _shows_now(lane) else "",
    )


def _shortened(title: str, room: float) -> str:
    """A title that finds room, or two words of it at least: less says nothing."""
    said = cut(title, max(room, 0))
    return said if said == title or " " in said else ""


UP_WIDTH, UP_TOP, MONTH, FIRST, UP_DEPTH, UP_RADIUS, UP_FLAG = 328, 34, 62, 34.0, 34, 9, 17
UP = Pen(upright=True)


def draw_upright(lanes: Sequence[Lane], months: int, title: str, says: str) -> Comparison:
    """The same for a phone: the threads side by side, the months running down."""
    column = (UP_WIDTH - FIRST) / len(lanes)
    pools = [Pool(round(FIRST + column * n + 20, 1), UP_DEPTH, UP_RADIUS) for n in range(len(lanes))]
    bottom = UP_TOP + MONTH * months
    laid = _laid(UP, lanes, pools, UP_TOP, bottom)
    ticks = [
        (f"M0 {UP_TOP + MONTH * n}H{UP_WIDTH}", Words(2, UP_TOP + MONTH * n + 22, str(n + 1))) for n in range(months)
    ]
    drawn = [_upright(lane, pool, found, column) for lane, pool, found in zip(lanes, pools, laid, strict=True)]
    lowest = max([bottom, *(one.reach for one in laid)])
    return Comparison(UP_WIDTH, round(lowest + 4, 1), title, says, ticks, drawn, upright=True)


def _upright(lane: Lane, pool: Pool, laid: Along, column: float) -> DrawnLane:
    axis, level, now, words = laid.axis, pool.level, laid.now, []
    if _shows_now(lane) and not any(one.begins - 14 <= now < one.ends - 0.1 for _, one in laid.dives):
        words.append(Words(level + 18, round(now + 5, 1), "now"))
    stones = [(axis.at(one.day), one) for one in lane.journey.stones if lane.journey.shows(one.day)]
    return DrawnLane(
        name=Words(round(level - 20, 1), 20, cut(lane.name, (column - 8) / 1.05)),
        **_along(UP, lane, pool, laid),
        flags=[(flag(level - 29, y + 8, UP_FLAG), one.ahead) for y, one in stones],
        words=words,
        today=f"M{short(level - 14)} {short(now)}H{short(level + 14)}" if _shows_now(lane) else "",
    )


def _axis(lane: Lane, begins: float, ends: float) -> Axis:
    return Axis(lane.journey.first, lane.journey.last, begins, ends)


def _shows_now(lane: Lane) -> bool:
    return lane.journey.shows(lane.journey.today)


def _laid(
    pen: Pen, lanes: Sequence[Lane], pools: Sequence[Pool], begins: float, ends: float, tight: float = 1
) -> list[Along]:
    """Everything along each thread. The axis is that of all, so what is to come does not move on with today."""
    gap = 12 if pen.upright else 13
    return [
        lay(pen, pool, replace(lane.journey, undertaken=()), _axis(lane, begins, ends), tight=tight, gap=gap)
        for lane, pool in zip(lanes, pools, strict=True)
    ]


def _fitted(lanes: Sequence[Lane], pools: Sequence[Pool]) -> tuple[float, list[Along]]:
    """Each lane, and where the axis of all of them ends: what would leave the picture makes it shorter, then dips."""
    for tight in TIGHT:
        ends = RIGHT
        for _ in range(TRIES):
            laid = _laid(PEN, lanes, pools, LEFT, ends, tight)
            over = max((one.reach for one in laid), default=0) - RIGHT
            if over <= 0 or ends - LEFT < PAST * (RIGHT - LEFT):
                break
            ends = round(ends - over - 4, 1)
        if over <= 0:
            break
    return ends, laid


def _along(pen: Pen, lane: Lane, pool: Pool, laid: Along) -> dict[str, Any]:
    """What lies along a thread whichever way it runs."""
    journey, axis, level, dives, until = lane.journey, laid.axis, pool.level, laid.dives, laid.now
    ahead_to = axis.at(lane.ends) if lane.ends is not None else until
    begun = journey.today >= journey.first
    curl = pool.bottom - pool.radius
    return {
        "work": f"M{pen.point(axis.begins, level)}{pen.along(until)}" if begun else "",
        "ahead": f"M{pen.point(until + 7, level)}{pen.along(ahead_to)}" if until + 8 < ahead_to else "",
        "level": level,
        "dives": [one for _, one in dives],
        "rings": [pen.at(one.begins, level) for _, one in dives],
        "questions": [pen.at(along, curl) for _, one in dives for along in one.curls],
        "marks": laid.marks,
    }
