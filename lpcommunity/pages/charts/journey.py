"""The journey, wide: what a place did hops above its thread, what it thought over dips below it.

A question that stayed open is a line on a lane of its own, from where it was asked to what answered it. Each cycle has
a number, its title, and a few soft words of what came of it. Words never meet: what finds no room is in the list.
"""

from collections.abc import Sequence
from datetime import date

from lpcommunity.pages.charts.journey_facts import Asked, Cycle, Journey, Stone
from lpcommunity.pages.charts.journey_shapes import (
    Drawing,
    DrawnCycle,
    DrawnFlag,
    DrawnQuestion,
    Words,
    answered_at,
    curl_of,
    dives_on,
    leaps_on,
    marks_on,
    since_on,
)
from lpcommunity.pages.charts.strokes import (
    Axis,
    Dive,
    Hop,
    Mark,
    Pen,
    Pool,
    Shelf,
    cut,
    flag,
    hops,
    lines,
    next_month,
    short,
    width,
)

WIDTH, LEFT, RIGHT = 1120, 8.0, 1112.0
POOL = Pool(level=146, depth=76, radius=15)
LANES, LANE, MOST_LANES = POOL.bottom + 26, 24, 5
HIGH, LOW = 84, 58  # of flags
NAME, SHORT_NAME = 210, 120  # units that the name of a milestone takes at most, and where that meets another
TITLE, TITLE_LINES, CAME, CAME_LINES = 142, 3, 168, 2
LINE, NUMBER_WIDE = 20, 30
SHIFT, NUMBER_SHIFT = 46, 60  # how far words, and a number, stand from the middle of their dip at most
ASKED = 560  # units that a question takes at most
WIDE_MONTH = 6  # between the names of two months
PEN = Pen()


def draw(journey: Journey) -> Drawing:
    """The picture for 1040 px and more."""
    axis, dives = _dives(journey)
    now = min(axis.at(journey.today), axis.ends)
    lanes = [one for one in journey.asked if one.cycle_id in {cycle.id for cycle, _ in dives}][-MOST_LANES:]
    drawn_marks = marks_on(journey, axis, dives)
    leaps = hops(PEN, POOL.level, leaps_on(journey, axis))
    below = LANES + LANE * len(lanes) + 14
    cycles, deepest = _cycles(dives, below)
    questions = [
        _question(asked, LANES + LANE * n, dives, (drawn_marks, leaps), axis, journey) for n, asked in enumerate(lanes)
    ]
    floor = LANES - 12
    ticks = _ticks(axis, floor)
    flags = _flags([one for one in journey.stones if journey.shows(one.day)], axis)
    shows_now = journey.shows(journey.today)
    since = since_on(journey, axis)
    return Drawing(
        width=WIDTH,
        height=max(deepest, below) + 10,
        title=journey.title,
        says=journey.says,
        ticks=ticks,
        work=f"M{short(LEFT)} {short(POOL.level)}H{short(now)}" if journey.today >= journey.first else "",
        ahead=_ahead(journey, now),
        cycles=cycles,
        questions=[one for one in questions if one is not None],
        flags=flags,
        hops=leaps,
        marks=drawn_marks,
        level=POOL.level,
        today=f"M{short(now)} 40V{short(floor - 2)}" if shows_now else "",
        today_says=_today_says(now) if shows_now else None,
        since=(since, 32, round(now - since, 1), floor - 32) if since is not None else None,
        since_bar=f"M{short(since)} 34H{short(now)}" if since is not None else "",
    )


def _today_says(now: float) -> Words:
    end = now > WIDTH - 60
    return Words(round(now + (-7 if end else 7), 1), POOL.level + 24, "today", ("end",) if end else ())


def _ahead(journey: Journey, now: float) -> str:
    if journey.today > journey.last or now + 8 >= RIGHT:
        return ""
    begins = LEFT if journey.today < journey.first else now + 8
    return f"M{short(begins)} {short(POOL.level)}H{short(RIGHT)}"


def _dives(journey: Journey) -> tuple[Axis, list[tuple[Cycle, Dive]]]:
    """The axis, and each dip on it. What would leave the picture at its end makes the axis shorter."""
    axis = Axis(journey.first, journey.last, LEFT, RIGHT)
    drawn = dives_on(PEN, POOL, journey, axis)
    over = max((one.ends for _, one in drawn), default=0) - RIGHT
    if over > 0:
        axis = Axis(journey.first, journey.last, LEFT, round(RIGHT - over - 4, 1))
        drawn = dives_on(PEN, POOL, journey, axis)
    return axis, drawn


def _cycles(dives: Sequence[tuple[Cycle, Dive]], below: float) -> tuple[list[DrawnCycle], float]:
    """Each with its number and its words below; where words would meet, the number alone; and how far down they go."""
    drawn, free, deepest = [], 0.0, 0.0
    for cycle, one in dives:
        title = lines(cycle.title, TITLE, TITLE_LINES)
        came = lines(cycle.came, CAME, CAME_LINES)
        wide = max([NUMBER_WIDE, *(width(line) for line in (*title, *came))])
        at = _place(one.middle, wide, free, SHIFT)
        words: tuple[Words, ...] = ()
        if at is not None:
            hows = [("mid",)] * len(title) + [("mid", "soft")] * len(came)
            words = tuple(
                Words(at, below + 22 + LINE * n, line, how)
                for n, (line, how) in enumerate(zip((*title, *came), hows, strict=True))
            )
        else:
            wide = NUMBER_WIDE
            at = _place(one.middle, wide, free, NUMBER_SHIFT)
        if at is not None:
            free = at + wide / 2 + 8
            deepest = max(deepest, below, *(line.y for line in words))
        y = POOL.bottom - POOL.radius
        questions = tuple((x, y) for x in one.curls)
        number = (at, below) if at is not None else None
        drawn.append(DrawnCycle(cycle.n, one, (one.begins, POOL.level), questions, number, words))
    return drawn, deepest


def _place(middle: float, wide: float, free: float, shift: float) -> float | None:
    """Where words stand in the middle of their dip, or as near to it as there is room."""
    at = min(max(middle, free + wide / 2, wide / 2), WIDTH - wide / 2)
    return round(at, 1) if abs(at - middle) <= shift and at - wide / 2 >= free - 0.1 else None


def _question(
    asked: Asked,
    lane: float,
    dives: Sequence[tuple[Cycle, Dive]],
    signs: tuple[Sequence[Mark], Sequence[Hop]],
    axis: Axis,
    journey: Journey,
) -> DrawnQuestion | None:
    """From its curl down to its lane, along it, and up to what answered it; else to today, and dots."""
    x = curl_of(asked, dives)
    if x is None:
        return None
    top = POOL.bottom - POOL.radius + 10
    begins = f"M{short(x)} {short(top)}V{short(lane - 8)}q0 8 8 8"
    halo, dots = None, ""
    if asked.answered_on is not None and asked.answered_on <= journey.last:
        along, away = answered_at(asked, axis.at(asked.answered_on), signs[0], dives, signs[1], PEN)
        halo = max(along, x + 20), POOL.level if away is None else away
        ends = halo[0]
        line = f"{begins}H{short(ends - 8)}q8 0 8 -8V{short(halo[1])}"
    elif asked.answered_on is None and journey.today <= journey.last:
        ends = max(axis.at(journey.today), x + 20)
        line, dots = f"{begins}H{short(ends)}", f"M{short(ends + 6)} {short(lane)}h34"
        ends += 40
    else:
        ends = RIGHT
        line = f"{begins}H{short(ends)}"
    return DrawnQuestion(line, (_asked_words(asked.says, x, ends, lane + 5),), halo, dots)


def _asked_words(says: str, begins: float, ends: float, y: float) -> Words:
    """They end before the line begins; where there is no room, they stand behind it."""
    before, behind = min(begins - 12, ASKED), min(WIDTH - ends - 12, ASKED)
    if before >= min(width(says), behind):
        return Words(round(begins - 12, 1), y, cut(says, before), ("end",))
    return Words(round(ends + 12, 1), y, cut(says, behind))


def _ticks(axis: Axis, floor: float) -> list[tuple[str, Words]]:
    """A line where each month begins, and its name in the middle of it; the first one and a January say the year."""
    ticks = []
    for n, day in enumerate(axis.months()):
        begins, ends = axis.at(day), axis.at(next_month(day))
        year = f" {day.year}" if day.month == 1 or n == 0 else ""
        name = _month_name(day, year, ends - begins - WIDE_MONTH)
        ticks.append((f"M{short(begins)} 32V{short(floor)}", Words(round((begins + ends) / 2, 1), 20, name, ("mid",))))
    return ticks


def _month_name(day: date, year: str, room: float) -> str:
    names = (f"{day:%B}{year}", f"{day:%b}{year}", f"{day:%b}")
    return next((name for name in names if width(name) <= room), "")


def _flags(stones: Sequence[Stone], axis: Axis) -> list[DrawnFlag]:
    """High, or lower where a name would meet another; without its name where there is room for neither."""
    shelves = {HIGH: Shelf(), LOW: Shelf()}
    drawn = []
    for stone in sorted(stones, key=lambda one: (one.day, one.name)):
        x, turned = axis.at(stone.day), axis.at(stone.day) + 15 > WIDTH
        moved = stone.first != stone.day and axis.shows(stone.first)
        was_x = axis.at(stone.first) if moved else x
        up, words = _named(stone, x, min(was_x, x), max(was_x, x), shelves)
        foot = POOL.level - 8
        drawn.append(
            DrawnFlag(
                flag(x, foot, up, turned=turned),
                stone.ahead,
                words,
                was=flag(was_x, foot, up) if moved else "",
                way=_way(was_x, x, POOL.level - up - 2) if moved else "",
            )
        )
    return drawn


def _way(begins: float, ends: float, y: float) -> str:
    """From the flag of before to that of now, whichever comes first."""
    if ends < begins:
        return f"M{short(ends + 19)} {short(y)}H{short(max(begins - 5, ends + 20))}"
    return f"M{short(begins + 19)} {short(y)}H{short(max(ends - 5, begins + 20))}"


def _named(stone: Stone, x: float, begins: float, ends: float, shelves: dict[int, Shelf]) -> tuple[int, Words | None]:
    """How high its flag stands, and its name where that finds room."""
    for most in (NAME, SHORT_NAME):
        name = cut(stone.name, most)
        wide = width(name)
        for up, shelf in shelves.items():
            y = POOL.level - up + 4
            if x + 21 + wide <= WIDTH and shelf.take(begins, max(x + 21 + wide, ends + 15)):
                return up, Words(round(x + 21, 1), y, name)
            if x + 21 + wide > WIDTH and begins - 7 - wide >= 0 and shelf.take(begins - 7 - wide, ends + 15):
                return up, Words(round(begins - 7, 1), y, name, ("end",))
    return LOW, None
