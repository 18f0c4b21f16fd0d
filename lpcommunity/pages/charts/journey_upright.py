"""The journey, upright: the same shapes for a narrow screen. Time runs down, and words stand at the right.

A label that would meet the one before moves down; one that would have to go too far is left to the list beside.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lpcommunity.pages.charts.axis import Axis
from lpcommunity.pages.charts.dips import Dive, Pool
from lpcommunity.pages.charts.journey_along import Along, Hopping, curl_of, parted, since_on
from lpcommunity.pages.charts.journey_facts import Asked, Cycle, Journey, Stone
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
NAME = ROOM - 22  # beside a flag
LINE, APART, FURTHEST = 20, 4, 84
FLAG = 17  # how high one is
HOPPING = Hopping(stacked=2, most=56)  # beside the names of the months
TITLE_LINES, CAME_LINES, NAME_LINES, ASKED_LINES = 3, 2, 2, 3
BAND = 38  # where what is new begins


@dataclass(frozen=True)
class _Block:
    """Lines of words that want to stand at a height; `stone`: they are a flag's."""

    y: float
    lines: tuple[tuple[str, str], ...]  # how, text
    n: int = 0
    stone: Stone | None = None
    day_y: float = 0
    short: str = ""  # of a cycle: its number, and its title in one line


def draw(journey: Journey) -> Drawing:
    """The picture for narrow screens."""
    ends = TOP + (journey.last - journey.first).days * A_DAY
    course = parted(PEN, POOL, journey, Axis(journey.first, journey.last, TOP, ends), HOPPING)
    axis, dives, now = course.axis, course.dives, course.now
    shows_now, leaps = journey.shows(journey.today), course.leaps
    asked = [one for one in journey.asked if curl_of(one, dives) is not None][-MOST_LANES:]
    questions = [_question(one, LANES + LANE * n, course, journey) for n, one in enumerate(asked)]
    blocks = [_of_cycle(cycle, one) for cycle, one in dives]
    blocks += [_of_stone(one, axis) for one in journey.stones if journey.shows(one.day)]
    blocks += [_of_question(one, at) for one, (_, at) in zip(asked, questions, strict=True)]
    today_y = round(now - 6 if now > 24 else now + 16, 1)  # at the top its word stands below its line
    laid = _laid(blocks, (now, max(now, today_y) + 18) if shows_now else None)
    since = since_on(journey, axis)
    lowest = [
        axis.ends,
        now,
        *(one.ends for _, one in dives),
        *(hop.y for hop in leaps),
        *(one.y for one in laid.words),
    ]
    return Drawing(
        width=WIDTH,
        height=round(max(lowest) + TOP, 1),
        title=journey.title,
        says=journey.says,
        ticks=[
            (f"M0 {short(axis.at(day))}H{WIDTH}", Words(0, round(axis.at(day) + 21, 1), f"{day:%b}"))
            for day in axis.months()
        ],
        work=f"M{short(POOL.level)} {short(TOP)}V{short(now)}" if journey.today >= journey.first else "",
        ahead=f"M{short(POOL.level)} {short(now + 8)}V{short(axis.ends)}" if shows_now and now + 8 < axis.ends else "",
        cycles=[_drawn(cycle, one, laid.of_cycles.get(cycle.n, ())) for cycle, one in dives],
        questions=[one for one, _ in questions],
        flags=laid.flags,
        hops=leaps,
        marks=course.marks,
        level=POOL.level,
        today=f"M{short(POOL.level - 44)} {short(now)}H{WIDTH}" if shows_now else "",
        today_says=Words(WIDTH, today_y, "today", ("end", "today")) if shows_now else None,
        since=(BAND, since, WIDTH - BAND, round(now - since, 1)) if since is not None else None,
        since_bar=f"M{BAND + 2} {short(since)}V{short(now)}" if since is not None else "",
        upright=True,
        loose=laid.loose,
    )


def _drawn(cycle: Cycle, one: Dive, words: tuple[Words, ...]) -> DrawnCycle:
    x = POOL.bottom - POOL.radius
    return DrawnCycle(cycle.n, one, (POOL.level, one.begins), tuple((x, y) for y in one.curls), None, words)


def _of_cycle(cycle: Cycle, one: Dive) -> _Block:
    title = lines(f"{cycle.n}  {cycle.title}", ROOM * 0.95, TITLE_LINES)  # in bold letters
    came = lines(cycle.came, ROOM, CAME_LINES)
    said = tuple(("strong", line) for line in title) + tuple(("soft", line) for line in came)
    return _Block(one.begins + 8, said, n=cycle.n, short=lines(f"{cycle.n}  {cycle.title}", ROOM * 0.95, 1)[0])


def _of_stone(stone: Stone, axis: Axis) -> _Block:
    y = axis.at(stone.day)
    moved = (("soft", f"moved from {stone.first.day} {stone.first:%b}"),) if stone.first != stone.day else ()
    name = tuple(("", line) for line in lines(stone.name, NAME, NAME_LINES))
    return _Block(y + 5, (*name, *moved), stone=stone, day_y=y)


def _of_question(asked: Asked, at: float) -> _Block:
    said = tuple(("mark", line) for line in lines(f"“{asked.says}”", ROOM, ASKED_LINES))
    when = f"Asked in {asked.asked_on:%b}"
    end = f"answered in {asked.answered_on:%b}" if asked.answered_on else "still open"
    return _Block(at + 5, (*said, *(("mark", line) for line in lines(f"{when}, {end}", ROOM, 2))))


@dataclass
class _Laid:
    """Where words came to stand."""

    flags: list[DrawnFlag] = field(default_factory=list)
    of_cycles: dict[int, tuple[Words, ...]] = field(default_factory=dict)
    loose: list[Words] = field(default_factory=list)

    @property
    def words(self) -> list[Words]:
        named = [one.name for one in self.flags if one.name is not None]
        return [*self.loose, *named, *(line for block in self.of_cycles.values() for line in block)]


def _laid(wanted: Sequence[_Block], today: tuple[float, float] | None) -> _Laid:
    """All that finds room, and of each cycle its number and title at least: for these what is nearest before it gives
    way, other cycles by their further lines, all else as a whole.
    """
    blocks = sorted(wanted, key=lambda one: (one.y, one.n))
    while True:
        laid = _lay(blocks, today)
        missing = next((n for n, one in enumerate(blocks) if one.n and one.n not in laid.of_cycles), -1)
        giving = next((n for n in range(missing, -1, -1) if len(blocks[n].lines) > (1 if blocks[n].n else 0)), None)
        if giving is None:
            return laid
        one = blocks[giving]
        blocks[giving] = replace(one, lines=(("strong", one.short),) if one.n else ())


def _lay(blocks: Sequence[_Block], today: tuple[float, float] | None) -> _Laid:
    """One below the other, each as near to its height as it can be, unless it gave way. `today`: its line, and where
    words go on.
    """
    laid, free, bare = _Laid(), TOP, list[_Block]()
    for block in blocks:
        at = max(block.y, free + LINE - APART)
        if today is not None and at - LINE < today[1] - LINE + 2 and today[0] < at + LINE * len(block.lines) + 2:
            at = max(at, today[1])  # the line of today has a word of its own
        if not block.lines or at - block.y > FURTHEST:
            bare += [block] if block.stone is not None else []
            continue
        if block.stone is not None:
            laid.flags.append(_flag(block, block.stone, at))
        beside = TEXT + 21 if block.stone is not None else TEXT
        words = tuple(
            Words(TEXT if how == "soft" else beside, round(at + LINE * n, 1), text, (how,) if how else ())
            for n, (how, text) in enumerate(block.lines)
        )
        free = at + LINE * (len(words) - 1) + 2 * APART
        if block.n:
            laid.of_cycles[block.n] = words
        else:
            laid.loose += words[1:] if block.stone is not None else words
    laid.flags += [_flag(one, one.stone, None) for one in bare if one.stone is not None and not _meets(one, laid.words)]
    return laid


def _meets(bare: _Block, words: Sequence[Words]) -> bool:
    """Whether a flag without words would stand among those of others: then the list below the picture has it alone."""
    foot = bare.day_y + 5
    return any(foot - FLAG - APART < line.y and line.y - LINE < foot for line in words)


def _flag(block: _Block, stone: Stone, at: float | None) -> DrawnFlag:
    """A flag stands with its words, and a thin line leads back to its day; without words it stands on its day."""
    if at is None:
        return DrawnFlag(flag(TEXT, block.day_y + 5, FLAG), stone.ahead)
    way = f"M{short(POOL.level + 8)} {short(block.day_y)}H{short(TEXT - 14)}L{short(TEXT - 3)} {short(at - 5)}"
    return DrawnFlag(flag(TEXT, at + 2, FLAG), stone.ahead, Words(TEXT + 21, round(at, 1), block.lines[0][1]), way=way)


def _question(
    asked: Asked,
    lane: float,
    laid: Along,
    journey: Journey,
) -> tuple[DrawnQuestion, float]:
    """Its line, and at which height its words stand."""
    y, side = curl_of(asked, laid.dives) or 0.0, POOL.bottom - POOL.radius + 9
    begins = f"M{short(side)} {short(y)}H{short(lane - 6)}q6 0 6 6"
    if asked.answered_on is not None and asked.answered_on <= journey.last:
        along, away = answered_at(asked, laid.axis.at(asked.answered_on), laid.marks, laid.dives, laid.leaps, PEN)
        ends, x = max(along, y + 16), POOL.level if away is None else away
        line = f"{begins}V{short(ends - 6)}q0 6 -6 6H{short(x)}"
        return DrawnQuestion(line, (), (x, ends)), ends
    if asked.answered_on is None and journey.today <= journey.last:
        ends = max(laid.now, y + 16)
        return DrawnQuestion(f"{begins}V{short(ends)}", (), dots=f"M{short(lane)} {short(ends + 6)}v26"), y + 40
    return DrawnQuestion(f"{begins}V{short(laid.axis.ends)}", ()), y + 40
