"""The small thread of a partnership: a line of work through the months that dips where somebody stopped to reflect.

One column a month, all equally wide. On the line stand dots: one update, two, or a bar for more; the first is open
where help was asked for. At most one dip a month, however many looked back, and two never touch. What an exchange came
to is drawn only for those who may read it: a yellow point where somebody was answered, an open end where somebody
waits. For everybody else a reflection is a plain dip.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

WIDTH, HEIGHT, EDGE = 280, 42, 4
LEVEL, DEPTH = 12, 18
BESIDE = 3.5  # from a dip to the edge of its month, so that two are 7 apart
FEWEST, MOST, AHEAD = (
    8,
    15,
    4,
)  # months: fewer are no wider, more are not told; and of these to come, where there are more
RADIUS, OPEN_RADIUS = 4.2, 3.6
PAIR = 5  # from the middle of a month to each of two dots
BAR, SHORT_BAR = 18, 9.5  # how wide the bar for more than two is, alone and behind an open dot


@dataclass(frozen=True)
class Mark:
    """An entry in time. How its exchange went, only as far as its reader may know."""

    day: date
    looks_back: bool = False
    help: bool = False
    answered: bool = False
    waiting: bool = False


@dataclass(frozen=True)
class Dip:
    """A month in which somebody looked back: the line down and up again, or down to where it waits (`open_end`)."""

    path: str
    open_end: str = ""
    point: float | None = None  # where somebody answered


@dataclass(frozen=True)
class Dot:
    """An update on the line."""

    x: float
    open: bool = False

    @property
    def radius(self) -> float:
        """How large it is; an open one has a thicker line around it."""
        return OPEN_RADIUS if self.open else RADIUS


@dataclass(frozen=True)
class Drawing:
    """What the macro draws: how far the work has come, and the time to come. `key` is all it is made of."""

    now: float
    ahead: float | None = None
    key: Hashable = None
    dips: list[Dip] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    bars: list[tuple[float, float]] = field(default_factory=list)  # where one begins, how wide it is


@dataclass(frozen=True)
class Window:
    """The months that a thread shows, as numbers that count on from year to year: all up to `last`, this one `now`."""

    first: int
    now: int
    last: int

    @property
    def column(self) -> float:
        """How wide a month is."""
        return WIDTH / max(self.last - self.first + 1, FEWEST)


def month(day: date) -> int:
    """Its month, as a number that counts on from year to year."""
    return day.year * 12 + day.month - 1


def window(
    starts: date | None, ends: date | None, days: Sequence[date], today: date, *, all_known: bool = True
) -> Window:
    """The months to show: the programme's, widened so that nothing falls outside and this month is in it.

    Of a long time the latest months, with a few of those to come. `all_known`: whether `days` (oldest first) are all
    there are; else nothing is told of the months before them, which are not silent.
    """
    now = month(today)
    begun = (
        [month(day) for day in days[:1]] if days and not all_known else [month(day) for day in (starts, *days) if day]
    )
    last = max([now, *(month(day) for day in (ends, *days) if day)])
    if last - now > AHEAD and last - min([now, *begun]) >= MOST:
        last = now + AHEAD
    return Window(max(min([now, *begun]), last - MOST + 1), now, last)


def draw(shown: Window, marks: Iterable[Mark], key: Hashable = None) -> Drawing:
    """Where everything lies, in the units of the picture."""
    by_month: dict[int, list[Mark]] = {}
    for mark in marks:
        by_month.setdefault(month(mark.day), []).append(mark)
    done = shown.column * (shown.now - shown.first + 1)
    whole = shown.column * (shown.last - shown.first + 1)
    drawing = Drawing(now=round(done, 1), ahead=round(whole - EDGE, 1) if shown.last > shown.now else None, key=key)
    for number in range(shown.first, shown.last + 1):
        if number in by_month:
            _month(drawing, shown.column * (number - shown.first), shown.column, by_month[number])
    return drawing


def _month(drawing: Drawing, begins: float, wide: float, marks: Sequence[Mark]) -> None:
    middle = begins + wide / 2
    looked_back = [mark for mark in marks if mark.looks_back]
    if looked_back:
        drawing.dips.append(_dip(begins + BESIDE, begins + wide - BESIDE, looked_back))
    updates = [mark for mark in marks if not mark.looks_back]
    asks = any(mark.help for mark in updates)
    if len(updates) > 2 and asks:
        drawing.dots.append(Dot(round(middle - PAIR, 1), open=True))
        drawing.bars.append((round(middle + BAR / 2 - SHORT_BAR, 1), SHORT_BAR))
    elif len(updates) > 2:
        drawing.bars.append((round(middle - BAR / 2, 1), BAR))
    elif len(updates) > 1:
        drawing.dots.extend((Dot(round(middle - PAIR, 1), asks), Dot(round(middle + PAIR, 1))))
    elif updates:
        drawing.dots.append(Dot(round(middle, 1), asks))


def _dip(begins: float, ends: float, marks: Sequence[Mark]) -> Dip:
    """Down into reflection, and up again to the work, unless one of them waits."""
    half, bottom = (ends - begins) / 2, LEVEL + DEPTH
    middle = begins + half
    down = (
        f"M{_s(begins)} {LEVEL}C{_s(begins + half * 0.5)} {LEVEL} {_s(middle - half * 0.55)} {bottom} "
        f"{_s(middle)} {bottom}"
    )
    point = round(middle, 1) if any(mark.answered for mark in marks) else None
    if any(mark.waiting for mark in marks):
        return Dip(down, f"M{_s(middle + 5)} {bottom}H{_s(ends)}", point)
    return Dip(f"{down}S{_s(ends - half * 0.5)} {LEVEL} {_s(ends)} {LEVEL}", point=point)


def _s(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
