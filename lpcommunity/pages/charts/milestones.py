"""The picture of time: for each milestone where it was first planned, every move, and where it stands now.

One axis for all rows. The programme's own days are a bar above them, today is a line through them. A dotted flag stands
where a milestone was first planned, an open one where it is to come, a full one where it was reached; a number stands
on each move between them. Wide, names stand at the left; narrow, each row is a strip of its own below its name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lpcommunity.pages.charts.axis import next_month
from lpcommunity.pages.charts.journey_shapes import Words, broken
from lpcommunity.pages.charts.strokes import cut, width
from lpcommunity.pages.charts.time_ruler import Tick, ticks

WIDE, NAMES, EDGE = 1120, 276, 10
NARROW = 328
HEAD, ROW, STRIP = 64, 68, 40
TICKS, TODAY = 26, 30  # where their lines begin
LINES, LETTERS = 3, 31  # of a name beside its row
APART = 17  # from one number of a move to the next
FLAG = 16  # how far a flag reaches to the right of its day


@dataclass(frozen=True)
class Stone:
    """A milestone in time. `moves`: from which day to which, the first one first."""

    id: int
    name: str
    first: date
    due: date
    reached: date | None
    moves: tuple[tuple[date, date], ...] = ()

    @property
    def day(self) -> date:
        """Where its flag stands."""
        return self.reached or self.due

    @property
    def unexplained(self) -> tuple[date, date] | None:
        """From which day to which it moved before reasons were kept."""
        known = self.moves[0][0] if self.moves else self.due
        return (self.first, known) if known != self.first else None


@dataclass(frozen=True)
class Window:
    """The days that a picture shows, and those of its programme, as far as they are known."""

    first: date
    last: date
    starts: date | None
    ends: date | None


@dataclass(frozen=True)
class Move:
    """A line from one day to another, and where its number stands."""

    from_x: float
    to_x: float
    n: int
    n_x: float


@dataclass(frozen=True)
class Row:
    """A milestone where it lies. `turned`: its flag flies to the left, since it would leave the picture."""

    id: int
    y: float
    lines: tuple[str, ...]
    first_x: float | None  # none where it stands there still
    day_x: float
    due_x: float | None  # where it was due, if it was reached on another day
    ahead: bool
    turned: bool
    moves: tuple[Move, ...]
    before: tuple[float, float] | None  # moved before reasons were kept
    label: str
    label_x: float
    label_end: bool


@dataclass(frozen=True)
class Drawing:
    """What the macros draw."""

    width: float
    height: float
    ticks: list[Tick]
    today: float
    today_end: bool  # its word stands to the left of its line
    programme: tuple[float, float] | None
    rows: list[Row]
    lines: list[str]  # of the ticks, around words
    today_line: str

    @property
    def signs(self) -> frozenset[str]:
        """Which there are, so that the key explains no other."""
        found = {"was" for row in self.rows if row.first_x is not None} | {"programme" for _ in (self.programme,) if _}
        found |= {"moved" for row in self.rows if row.moves or row.before}
        return frozenset(found | {"ahead" if row.ahead else "reached" for row in self.rows})


def window(stones: Sequence[Stone], starts: date | None, ends: date | None, today: date) -> Window:
    """The months of the programme, widened so that every day of every milestone is in it, and today."""
    days = [day for one in stones for day in (one.first, one.due, one.day, *(d for move in one.moves for d in move))]
    all_days = [day for day in (starts, ends, today, *days) if day is not None]
    first, last = min(all_days).replace(day=1), max(all_days)
    return Window(first, next_month(last) - timedelta(days=1), starts, ends)


def wide(stones: Sequence[Stone], labels: Sequence[str], shown: Window, today: date) -> Drawing:
    """All of them below one another. `labels`: what is said below each row."""
    scale = _Scale(shown, NAMES + EDGE, WIDE - EDGE)
    rows = [
        _row(scale, one, label, HEAD + ROW * n + 26) for n, (one, label) in enumerate(zip(stones, labels, strict=True))
    ]
    return _drawing(scale, rows, today, WIDE, HEAD + ROW * len(rows) + 8)


def strip(stone: Stone, shown: Window, today: date) -> Drawing:
    """One of them alone, for below its name on a narrow screen."""
    scale = _Scale(shown, EDGE, NARROW - EDGE)
    return _drawing(scale, [_row(scale, stone, "", 30)], today, NARROW, STRIP)


def ruler(shown: Window) -> list[Tick]:
    """The words over the strips."""
    return _Scale(shown, EDGE, NARROW - EDGE).ticks()


def _drawing(scale: "_Scale", rows: list[Row], today: date, wide: float, height: float) -> Drawing:
    shown = scale.shown
    at = scale.x(today)
    programme = None
    if shown.starts is not None and shown.ends is not None:
        programme = (scale.x(shown.starts), scale.x(shown.ends))
    end = at > wide - 60
    words = [Words(at + (-5 if end else 5), 62, "today", ("end",) if end else ())] if height > STRIP else []
    words += [Words(row.label_x, row.y + 23, row.label, ("end",) if row.label_end else ()) for row in rows if row.label]
    words += [Words(move.n_x, row.y - 6, str(move.n), ("mid",)) for row in rows for move in row.moves]
    lines = [broken(one.x, TICKS if height > STRIP else 2, height, words) for one in scale.ticks()]
    today_line = broken(at, TODAY if height > STRIP else 2, height, words)
    return Drawing(wide, height, scale.ticks(), at, end, programme, rows, lines, today_line)


def _row(scale: "_Scale", stone: Stone, label: str, y: float) -> Row:
    day_x, first_x = scale.x(stone.day), scale.x(stone.first)
    begins, label = min(first_x, day_x), cut(label, scale.right - scale.left) if label else ""
    fits = begins + width(label) <= scale.right
    before = stone.unexplained
    return Row(
        id=stone.id,
        y=y,
        lines=_lines(stone.name),
        first_x=first_x if stone.first != stone.day else None,
        day_x=day_x,
        due_x=scale.x(stone.due) if stone.reached is not None and stone.due != stone.reached else None,
        ahead=stone.reached is None,
        turned=day_x + FLAG > scale.right + EDGE,
        moves=_moves(scale, stone.moves),
        before=(scale.x(before[0]), scale.x(before[1])) if before else None,
        label=label,
        label_x=begins if fits else scale.right,
        label_end=not fits,
    )


def _moves(scale: "_Scale", moves: Sequence[tuple[date, date]]) -> tuple[Move, ...]:
    """Their numbers stand in the middle, and beside one another where they would meet: on, or back at the edge."""
    drawn: list[Move] = []
    taken: list[float] = []
    for n, (begins, ends) in enumerate(moves, 1):
        from_x, to_x = scale.x(begins), scale.x(ends)
        middle = (from_x + to_x) / 2
        room = round(scale.right - scale.left)
        places = (middle + step for step in (*range(room), *range(0, -room, -1)))
        free = (x for x in places if x <= scale.right and all(abs(x - other) >= APART for other in taken))
        at = next(free, middle)
        taken.append(at)
        drawn.append(Move(from_x, to_x, n, round(at, 1)))
    return tuple(drawn)


def _lines(name: str) -> tuple[str, ...]:
    """A name in lines beside its row; what does not fit is read below."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= LETTERS or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    shown = [line if len(line) <= LETTERS else f"{line[: LETTERS - 1]}…" for line in lines[:LINES]]
    if len(lines) > LINES:
        shown[-1] = f"{shown[-1][: LETTERS - 1].rstrip('…')}…"
    return tuple(shown)


class _Scale:
    """Where a day lies."""

    def __init__(self, shown: Window, left: float, right: float) -> None:
        self.shown, self.left, self.right = shown, left, right

    def x(self, day: date) -> float:
        share = (day - self.shown.first) / max(self.shown.last - self.shown.first, timedelta(days=1))
        return round(self.left + (self.right - self.left) * min(max(share, 0), 1), 1)

    def ticks(self) -> list[Tick]:
        """Lines with their words, as many as find room."""
        return ticks(self.shown.first, self.shown.last, self.left, self.right, self.right + EDGE)
