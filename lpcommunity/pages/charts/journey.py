"""The journey, wide: what a place did hops above its thread, what it thought over dips below it.

A question that stayed open is a line on a lane of its own, from where it was asked to what answered it. Each cycle has
a number, its title, and a few soft words of what came of it. Words never meet: what finds no room is in the list.
"""

from collections.abc import Sequence
from datetime import date

from lpcommunity.pages.charts.axis import Axis, next_month
from lpcommunity.pages.charts.dips import Dive, Pool
from lpcommunity.pages.charts.journey_along import Hopping, fitted, since_on
from lpcommunity.pages.charts.journey_facts import Cycle, Journey
from lpcommunity.pages.charts.journey_flags import flags_on
from lpcommunity.pages.charts.journey_lanes import questions_on
from lpcommunity.pages.charts.journey_shapes import Drawing, DrawnCycle, Words, broken
from lpcommunity.pages.charts.strokes import Pen, lines, short, width

WIDTH, LEFT, RIGHT = 1120, 8.0, 1105.0  # a flag of the last day is in the picture
POOL = Pool(level=146, depth=76, radius=15)
LANES, LANE = POOL.bottom + 26, 24
HOPPING = Hopping(most=60)  # below the names of milestones
TITLE, SHORT_TITLE, TITLE_LINES, CAME, CAME_LINES = 142, 96, 3, 168, 2
LINE, NUMBER_APART = 20, 27.0
SHIFT, NUMBER_SHIFT = 46, 20  # how far words, and a number, stand from the middle of their dip at most
WIDE_MONTH = 6  # between the names of two months
PEN = Pen()


def draw(journey: Journey) -> Drawing:
    """The picture for 1040 px and more."""
    laid = fitted(PEN, POOL, journey, Axis(journey.first, journey.last, LEFT, RIGHT), HOPPING)
    axis, dives, now = laid.axis, laid.dives, laid.now
    questions = questions_on(journey, laid, POOL, PEN, (WIDTH, RIGHT))
    below = LANES + LANE * len(questions) + 14
    cycles, deepest = _cycles(dives, below)
    floor = LANES - 12
    shows_now = journey.shows(journey.today)
    stones = [one for one in journey.stones if journey.shows(one.day)]
    flags = flags_on(stones, axis, POOL.level, WIDTH, now if shows_now else None)
    today_says = _today_says(now, [one.halo[0] for one in questions if one.halo]) if shows_now else None
    words = [one for one in (*(flag.name for flag in flags), today_says) if one is not None]
    since = since_on(journey, axis)
    return Drawing(
        width=WIDTH,
        height=max(deepest, below) + 10,
        title=journey.title,
        says=journey.says,
        ticks=_ticks(axis, floor, words),
        work=f"M{short(LEFT)} {short(POOL.level)}H{short(now)}" if journey.today >= journey.first else "",
        ahead=_ahead(journey, now),
        cycles=cycles,
        questions=questions,
        flags=flags,
        hops=laid.leaps,
        marks=laid.marks,
        level=POOL.level,
        today=f"M{short(now)} 40V{short(floor - 2)}" if shows_now else "",
        today_says=today_says,
        since=(since, 32, round(now - since, 1), floor - 32) if since is not None else None,
        since_bar=f"M{short(since)} 34H{short(now)}" if since is not None else "",
    )


def _today_says(now: float, upright: Sequence[float]) -> Words | None:
    """Behind its line or before it, where no line of a question goes up to what answered it."""
    ways = [
        Words(round(now + 7, 1), POOL.level + 24, "today"),
        Words(round(now - 7, 1), POOL.level + 24, "today", ("end",)),
    ]
    clear = [one for one in ways if not any(one.room[0] - 6 < x < one.room[1] + 6 for x in upright)]
    return next((one for one in clear if one.room[1] <= WIDTH), None)


def _ahead(journey: Journey, now: float) -> str:
    if journey.today > journey.last or now + 8 >= RIGHT:
        return ""
    begins = LEFT if journey.today < journey.first else now + 8
    return f"M{short(begins)} {short(POOL.level)}H{short(RIGHT)}"


def _cycles(dives: Sequence[tuple[Cycle, Dive]], below: float) -> tuple[list[DrawnCycle], float]:
    """Each with its number; its words below that, as many as find room between its neighbours; how far down they go."""
    drawn, free, last, deepest = [], 0.0, -NUMBER_APART, below
    middles = [one.middle for _, one in dives]
    for n, (cycle, one) in enumerate(dives):
        left = max(free, middles[n - 1] + NUMBER_APART / 2) if n else 0
        right = middles[n + 1] - NUMBER_APART / 2 if n + 1 < len(dives) else WIDTH
        at, said = _fitting(cycle, one.middle, left, right)
        words = tuple(Words(at, below + 22 + LINE * line, text, how) for line, (text, how) in enumerate(said))
        if words:
            free = max(line.room[1] for line in words) + 8
            deepest = max(deepest, *(line.y for line in words))
        near = min(max(at, one.middle - NUMBER_SHIFT), one.middle + NUMBER_SHIFT)
        number = min(max(near, last + NUMBER_APART, NUMBER_APART / 2), WIDTH - NUMBER_APART / 2)
        y = POOL.bottom - POOL.radius
        placed = (round(number, 1), below) if number - last >= NUMBER_APART else None
        last = number if placed else last
        drawn.append(
            DrawnCycle(cycle.n, one, (one.begins, POOL.level), tuple((x, y) for x in one.curls), placed, words)
        )
    return drawn, deepest


def _fitting(cycle: Cycle, middle: float, left: float, right: float) -> tuple[float, list[tuple[str, tuple[str, ...]]]]:
    """Where the words of a cycle stand, and which: with what came of it, the title alone, or none where that would say
    too little. The list has them all.
    """
    for title_wide, came_wide in ((TITLE, CAME), (TITLE, 0), (SHORT_TITLE, 0)):
        title = lines(cycle.title, title_wide, TITLE_LINES)
        came = lines(cycle.came, came_wide, CAME_LINES) if came_wide else ()
        wide = max((width(line) for line in (*title, *came)), default=0)
        at = min(max(middle, left + wide / 2), right - wide / 2)
        if title and abs(at - middle) <= SHIFT and right - left >= wide:
            return round(at, 1), [(one, ("mid",)) for one in title] + [(one, ("mid", "soft")) for one in came]
    return middle, []


def _ticks(axis: Axis, floor: float, words: Sequence[Words]) -> list[tuple[str, Words]]:
    """A line where each month begins, around words that stand there, and its name in the middle of it; the first one
    and a January say the year.
    """
    ticks = []
    for n, day in enumerate(axis.months()):
        begins, ends = axis.at(day), axis.at(next_month(day))
        year = f" {day.year}" if day.month == 1 or n == 0 else ""
        name = _month_name(day, year, ends - begins - WIDE_MONTH)
        ticks.append((broken(begins, 32, floor, words), Words(round((begins + ends) / 2, 1), 20, name, ("mid",))))
    return ticks


def _month_name(day: date, year: str, room: float) -> str:
    names = (f"{day:%B}{year}", f"{day:%b}{year}", f"{day:%b}")
    return next((name for name in names if width(name) <= room), "")
