"""The journey, upright: the same shapes for a narrow screen. Time runs down, and words stand at the right.

Words stay beside their mark. Where much was said in a short time, the days that were take more room; what finds none
even then is said in less, or left to the list below.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lpcommunity.pages.charts.axis import Axis
from lpcommunity.pages.charts.dips import Dive, Pool
from lpcommunity.pages.charts.journey_along import Along, Hopping, curl_of, parted, since_on
from lpcommunity.pages.charts.journey_facts import Asked, Cycle, Journey, Stone
from lpcommunity.pages.charts.journey_labels import EARLIER, LATER, LINE, Label, Placed, Today, Way, place
from lpcommunity.pages.charts.journey_shapes import (
    Drawing,
    DrawnCycle,
    DrawnFlag,
    DrawnQuestion,
    Words,
    answered_at,
)
from lpcommunity.pages.charts.strokes import Pen, flag, lines, short

WIDTH, TOP, A_DAY = 328, 12.0, 3.3
POOL = Pool(level=82, depth=46, radius=12)
PEN = Pen(upright=True)
LANES, LANE, MOST_LANES = POOL.bottom + 10, 9, 3
TEXT, ROOM = 168.0, 158.0  # where words begin, and how much room a line has
COLUMN = TEXT - 10  # lines end before it, but for that of today
NAME = ROOM - 22  # beside a flag
STRONG = 1.06  # how much wider bold letters are
FLAG = 17  # how high one is
HOPPING = Hopping(stacked=2, most=56)  # beside the names of the months
TITLE_LINES, CAME_LINES, NAME_LINES, ASKED_LINES = 3, 2, 2, 3
BAND = 38  # where what is new begins
LONGER = (1.0, 1.2, 1.4, 1.6, 1.8, 2.0)  # how much more room days take where much is said of them
LONGEST = 1800  # units that all of them take then
BEARABLE, A_STEP = 1, 1.5  # what may be lost before they take more, and what each step must save
DEEP = 72  # with less above it, the word of today stands below its line


@dataclass(frozen=True)
class _Said:
    """Where everything stands, and what is said beside it: labels of cycles, then of milestones, then of questions."""

    course: Along
    stones: Sequence[Stone]
    questions: list[DrawnQuestion]
    placed: Placed

    @property
    def lost(self) -> tuple[float, float]:
        """How much finds no room, of what was and of what is to come."""
        return self.placed.lost

    def words(self, n: int) -> tuple[Words, ...]:
        """The lines of one; the name of a milestone stands behind its flag."""
        at, way = self.placed.at[n], self.placed.ways[n]
        if at is None or way is None:
            return ()
        return tuple(
            Words(TEXT + 21 if how == "name" else TEXT, round(at + LINE * k, 1), text, () if how == "name" else (how,))
            for k, (how, text) in enumerate(way.lines)
        )


def draw(journey: Journey) -> Drawing:
    """The picture for narrow screens: as long as its words need, within reason."""
    axis = Axis(journey.first, journey.last, TOP, TOP + (journey.last - journey.first).days * A_DAY)
    tried, longer = [(0.0, _tried(journey, axis, (1, 1)))], [0, 0]
    while wanting := [n for n in (0, 1) if tried[-1][1].lost[n] > BEARABLE and longer[n] + 1 < len(LONGER)]:
        for n in wanting:
            longer[n] += 1
        one = _tried(journey, axis, (LONGER[longer[0]], LONGER[longer[1]]))
        if one.course.axis.ends > LONGEST:
            break
        tried.append((A_STEP * sum(longer), one))
    return _drawing(journey, min(tried, key=lambda one: one[0] + sum(one[1].lost))[1])


def _tried(journey: Journey, axis: Axis, longer: tuple[float, float]) -> _Said:
    """With what is still open said behind today, or where it was asked: whichever leaves out less."""
    course = parted(PEN, POOL, journey, axis, HOPPING, longer)
    asked = [one for one in journey.asked if curl_of(one, course.dives) is not None][-MOST_LANES:]
    stones = [one for one in journey.stones if journey.shows(one.day)]
    labels = [*(_of_cycle(cycle, one) for cycle, one in course.dives), *(_of_stone(one, course) for one in stones)]
    today, word = None, _today_y(course.now)
    if journey.shows(journey.today):
        today = Today(min(course.now - 6, word - 20), max(course.now, word) + 18)
    tried = []
    for behind in (True, False):
        questions = [_question(one, LANES + LANE * n, course, journey, behind) for n, one in enumerate(asked)]
        placed = place([*labels, *(label for _, label in questions)], TOP + 4, today)
        tried.append(_Said(course, stones, [one for one, _ in questions], placed))
    return min(tried, key=lambda one: sum(one.lost))


def _drawing(journey: Journey, said: _Said) -> Drawing:
    course, axis, dives, now = said.course, said.course.axis, said.course.dives, said.course.now
    shows_now, since = journey.shows(journey.today), since_on(journey, axis)
    of_cycles = [said.words(n) for n in range(len(dives))]
    flags = [_flag(one, said.words(len(dives) + n), axis) for n, one in enumerate(said.stones)]
    spoken = [said.words(n) for n in range(len(dives) + len(said.stones), len(said.placed.at))]
    loose = [*(line for _, more in flags for line in more), *(line for one in spoken for line in one)]
    lowest = [axis.ends, now, *(one.ends for _, one in dives), *(hop.y for hop in course.leaps)]
    lowest += [line.y for n in range(len(said.placed.at)) for line in said.words(n)]
    return Drawing(
        width=WIDTH,
        height=round(max(lowest) + TOP, 1),
        title=journey.title,
        says=journey.says,
        ticks=_ticks(axis),
        work=f"M{short(POOL.level)} {short(TOP)}V{short(now)}" if journey.today >= journey.first else "",
        ahead=f"M{short(POOL.level)} {short(now + 8)}V{short(axis.ends)}" if shows_now and now + 8 < axis.ends else "",
        cycles=[_drawn(cycle, one, of_cycles[n]) for n, (cycle, one) in enumerate(dives)],
        questions=said.questions,
        flags=[one for one, _ in flags if one is not None],
        hops=course.leaps,
        marks=course.marks,
        level=POOL.level,
        today=f"M{short(POOL.level - 44)} {short(now)}H{WIDTH}" if shows_now else "",
        today_says=Words(WIDTH, _today_y(now), "today", ("end", "today")) if shows_now else None,
        since=(BAND, since, WIDTH - BAND, round(now - since, 1)) if since is not None else None,
        since_bar=f"M{BAND + 2} {short(since)}V{short(now)}" if since is not None else "",
        upright=True,
        loose=loose,
    )


def _ticks(axis: Axis) -> list[tuple[str, Words]]:
    """A line where each month begins, and its name below it, where that is not over the next line."""
    begins = [(axis.at(day), f"{day:%b}") for day in axis.months()]
    ends = [*(y for y, _ in begins[1:]), float("inf")]
    return [
        (f"M0 {short(y)}H{short(COLUMN)}", Words(0, round(y + 21, 1), name if end - y > 26 else ""))
        for (y, name), end in zip(begins, ends, strict=True)
    ]


def _today_y(now: float) -> float:
    """At the top its word stands below its line."""
    return round(now - 6 if now > DEEP else now + 16, 1)


def _drawn(cycle: Cycle, one: Dive, words: tuple[Words, ...]) -> DrawnCycle:
    x = POOL.bottom - POOL.radius
    return DrawnCycle(cycle.n, one, (POOL.level, one.begins), tuple((x, y) for y in one.curls), None, words)


def _of_cycle(cycle: Cycle, one: Dive) -> Label:
    """Its number and its title, and what came of it. The number at least is always said."""

    def titled(most: int) -> tuple[tuple[str, str], ...]:
        return tuple(("strong", line) for line in lines(f"{cycle.n}  {cycle.title}", ROOM / STRONG, most))

    came = tuple(("soft", line) for line in lines(cycle.came, ROOM, CAME_LINES))
    ways = [Way(titled(TITLE_LINES), 1), Way(titled(2), 3), Way(titled(1), 6)]
    return Label(one.begins + 6, _fewer(Way((*titled(TITLE_LINES), *came)), *ways), last=True)


def _fewer(*ways: Way) -> tuple[Way, ...]:
    """Those that have fewer lines than the one before."""
    return tuple(way for n, way in enumerate(ways) if n == 0 or len(way.lines) < len(ways[n - 1].lines))


def _of_stone(stone: Stone, course: Along) -> Label:
    """Its name, and from where it moved."""
    y, moved = course.axis.at(stone.day), stone.first != stone.day
    was = (("soft", f"moved from {stone.first.day} {stone.first:%b}"),) if moved else ()
    ways = [
        Way((*(("name", line) for line in lines(stone.name, NAME, most)), *said), lost)
        for most, said, lost in ((NAME_LINES, was, 0), (NAME_LINES, (), 2), (1, (), 5))
    ]
    return Label(y + 5, _fewer(*ways), ahead=y > course.now, led=True)


def _of_question(
    asked: Asked, y: float, *, earlier: float = EARLIER, later: float = LATER, ahead: bool = False
) -> Label:
    when = f"Asked in {asked.asked_on:%b}"
    end = f"answered in {asked.answered_on:%b}" if asked.answered_on else "still open"
    told = tuple(("mark", line) for line in lines(f"{when}, {end}", ROOM / STRONG, 2))
    ways = [
        Way((*(("mark", line) for line in lines(f"“{asked.says}”", ROOM / STRONG, most)), *more), lost)
        for most, more, lost in ((ASKED_LINES, told, 0), (2, told, 1.5), (2, (), 4), (1, (), 8))
    ]
    return Label(y, _fewer(*ways), earlier, later, ahead)


def _flag(stone: Stone, words: tuple[Words, ...], axis: Axis) -> tuple[DrawnFlag | None, tuple[Words, ...]]:
    """A flag stands with its words, and a thin line leads back to its day; and what is said besides its name."""
    if not words:
        return None, ()
    name, y = words[0], axis.at(stone.day)
    way = f"M{short(POOL.level + 8)} {short(y)}H{short(TEXT - 14)}L{short(TEXT - 3)} {short(name.y - 5)}"
    return DrawnFlag(flag(TEXT, name.y + 2, FLAG), stone.ahead, name, way=way), words[1:]


def _question(asked: Asked, lane: float, laid: Along, journey: Journey, behind: bool) -> tuple[DrawnQuestion, Label]:
    """Its line, and its words: at what answered it; else where it goes on `behind` today, or where it was asked."""
    y, side = curl_of(asked, laid.dives) or 0.0, POOL.bottom - POOL.radius + 9
    begins = f"M{short(side)} {short(y)}H{short(lane - 6)}q6 0 6 6"
    if asked.answered_on is not None and asked.answered_on <= journey.last:
        along, away = answered_at(asked, laid.axis.at(asked.answered_on), laid.marks, laid.dives, laid.leaps, PEN)
        ends, x = max(along, y + 16), POOL.level if away is None else away
        line = f"{begins}V{short(ends - 6)}q0 6 -6 6H{short(x)}"
        return DrawnQuestion(line, (), (x, ends)), _of_question(asked, ends + 5, ahead=ends > laid.now)
    goes_on = asked.answered_on is None and journey.today <= journey.last
    ends = max(laid.now, y + 16) if goes_on else laid.axis.ends
    dots = f"M{short(lane)} {short(ends + 6)}v26" if goes_on else ""
    if goes_on and behind:
        label = _of_question(asked, ends + 18, earlier=0, later=LATER + 10, ahead=True)
    else:
        label = _of_question(asked, y + 16, later=max(min(ends - y - 16, 2 * LATER), 0))
    return DrawnQuestion(f"{begins}V{short(ends)}", (), dots=dots), label
