"""The strokes that pictures of a story share: a dive into reflection, a hop of what was undertaken, flags, and words.

Time runs along a thread: to the right, or down in an upright picture. What was thought over lies on one side of it
(below, or right), what was done on the other. So a shape is said once, in units along the thread and away from it, and
a Pen writes it either way.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LETTER = 8.6  # units that most letters of 16 take, and a little more
NARROW, BROAD, CAPITAL = frozenset("iljtfrI.,:;'’‘|!()[]1- "), frozenset("mwMWQ@%&—…"), 11.4
PLAIN = 54.0  # along: a dip of which nothing is known but the day it began; so its width tells nothing
LEAST_PLAIN = 24.0
DOWN, BETWEEN, UP = 26.0, 40.0, 26.0  # along, at the least: into a dive, from one answer to the next, out of it
OPEN = 30.0  # along: the dotted end of what waits
SIGN = 15.0  # from one sign of an action to the next
STACKED = 3  # signs above one another


def short(value: float) -> str:
    """A number as a path says it."""
    return f"{value:.1f}".rstrip("0").rstrip(".") or "0"


@dataclass(frozen=True)
class Axis:
    """The days that a picture shows, and where they lie."""

    first: date
    last: date
    begins: float
    ends: float

    def at(self, day: date) -> float:
        """Where a day lies. What is before or after lies at the edge."""
        share = (day - self.first) / max(self.last - self.first, timedelta(days=1))
        return round(self.begins + (self.ends - self.begins) * min(max(share, 0), 1), 1)

    def shows(self, day: date) -> bool:
        """Whether a day is among them."""
        return self.first <= day <= self.last

    def months(self) -> list[date]:
        """The first days of the months in it."""
        found = [self.first.replace(day=1)]
        while (following := next_month(found[-1])) <= self.last:
            found.append(following)
        return found


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True)
class Pen:
    """Writes points that are given along the thread and away from it. `upright`: time runs down."""

    upright: bool = False

    def at(self, along: float, away: float) -> tuple[float, float]:
        """Its x and y."""
        return (away, along) if self.upright else (along, away)

    def point(self, along: float, away: float) -> str:
        """A point as a path says it."""
        x, y = self.at(along, away)
        return f"{short(x)} {short(y)}"

    def curve(self, *points: tuple[float, float]) -> str:
        """A cubic (three points), or one that goes on from a cubic (two)."""
        return f"{'C' if len(points) == 3 else 'S'}{' '.join(self.point(*one) for one in points)}"

    def along(self, where: float) -> str:
        """Straight along the thread to there."""
        return f"{'V' if self.upright else 'H'}{short(where)}"

    def away(self, where: float) -> str:
        """Straight away from the thread, or to it."""
        return f"{'H' if self.upright else 'V'}{short(where)}"

    def curl(self, radius: float) -> str:
        """Once round, standing on the point where the pen is, and on from there."""
        r = short(radius)
        return f"a{r} {r} 0 1 1 0 -.01" if self.upright else f"a{r} {r} 0 1 0 -.01 0"


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
    curls: tuple[float, ...] = ()  # along; each as far away as the pool's bottom, less its radius

    @property
    def middle(self) -> float:
        """Where its words stand."""
        return round((self.begins + self.ends) / 2, 1)


def plain_dive(pen: Pen, pool: Pool, begins: float, following: float | None = None) -> Dive:
    """A dip that says when somebody looked back and nothing else. All are equally wide, but for one that another
    follows closely: `following` is where that begins.
    """
    room = PLAIN if following is None else min(PLAIN, max(following - begins - 8, LEAST_PLAIN))
    ends, middle = round(begins + room, 1), begins + room / 2
    line = (
        f"M{pen.point(begins, pool.level)}"
        + pen.curve((begins + room * 0.25, pool.level), (middle - room * 0.28, pool.bottom), (middle, pool.bottom))
        + pen.curve((ends - room * 0.25, pool.level), (ends, pool.level))
    )
    return Dive(begins, ends, line, f"{line}Z")


def dive(pen: Pen, pool: Pool, begins: float, answers: Sequence[float], closed: float | None, *, waits: bool) -> Dive:
    """A dip for whoever may know of its exchange: one curl for each answer; up again where it was acknowledged, or soon
    after the last answer; a dotted end where somebody waits.
    """
    level, bottom, rise = pool.level, pool.bottom, pool.bottom - pool.depth * 0.3
    here, line = begins, f"M{pen.point(begins, level)}"
    curls: list[float] = []
    for n, answer in enumerate(answers):
        there = round(max(answer, here + (BETWEEN if n else DOWN)), 1)
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
            here = round(begins + DOWN, 1)
            line += pen.curve((begins + DOWN * 0.45, level), (here - DOWN * 0.5, bottom), (here, bottom))
        dots = f"M{pen.point(here + 6, bottom)}{pen.along(here + OPEN)}"
        return Dive(begins, round(here + OPEN, 1), line, open_end=dots, curls=tuple(curls))
    ends = round(max(closed if closed is not None else 0, here + UP), 1)
    way = ends - here
    line += pen.curve((here + way * 0.5, bottom), (ends - way * 0.45, level), (ends, level))
    return Dive(begins, ends, line, f"{line}Z", curls=tuple(curls))


@dataclass(frozen=True)
class Hop:
    """An action: its way above the thread, and its sign where it lands."""

    path: str
    x: float
    y: float
    state: str  # done, changed, dropped, open


def hops(pen: Pen, level: float, actions: Iterable[tuple[float, float, str]]) -> list[Hop]:
    """Each from where it was undertaken to where it was reported, or is due. Signs that would meet stand above one
    another, and then beside.
    """
    taken: list[tuple[float, float]] = []
    drawn = []
    for begins, lands, state in actions:
        at, up = max(lands, begins + 12), SIGN
        while any(abs(at - other) < SIGN and up == height for other, height in taken):
            up += SIGN
            if up > SIGN * STACKED:
                at, up = at + SIGN, SIGN
        taken.append((at, up))
        way = at - begins
        high = 1.25 * (up + min(26, 8 + way * 0.14))
        path = f"M{pen.point(begins, level - 5)}" + pen.curve(
            (begins + min(4, way * 0.3), level - high), (at - min(14, way * 0.4), level - high), (at, level - up)
        )
        drawn.append(Hop(path, *pen.at(round(at, 1), level - up), state))
    return drawn


@dataclass(frozen=True)
class Mark:
    """A dot on the thread, open where it asks for help; or a bar, for several that stand too near to be told apart."""

    at: float
    open: bool = False
    ends: float | None = None


def marks(
    wanted: Iterable[tuple[float, bool]], rings: Iterable[float], gap: float = 13, most: float = 20
) -> list[Mark]:
    """Dots (where, and whether open) that never touch one another, nor a ring: one that would is moved on, by as little
    as it takes; one that would have to go further than `most` makes a bar of the one before.
    """
    fixed = sorted(rings)
    drawn: list[Mark] = []
    for at, opened in sorted(wanted):
        here = at if not drawn else max(at, (drawn[-1].ends or drawn[-1].at) + gap)
        for ring in fixed:
            if abs(ring - here) < gap:
                here = ring + gap
        if drawn and here - at > most:
            before = drawn[-1]
            drawn[-1] = Mark(before.at, before.open or opened, max(before.ends or before.at, at))
        else:
            drawn.append(Mark(round(here, 1), opened))
    return drawn


def flag(x: float, y: float, up: float, *, turned: bool = False) -> str:
    """A flag that stands there; `turned`: it flies to the left, where it would leave the picture."""
    way = -1 if turned else 1
    return f"M{short(x)} {short(y)}V{short(y - up)}h{15 * way}l{-4 * way} 5.5 {4 * way} 5.5h{-15 * way}"


def width(text: str) -> float:
    """How much room words of 16 take, or a little more: labels are laid out before a browser knows its letters."""
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> float:
    if sign in NARROW:
        return 5.6
    if unicodedata.east_asian_width(sign) in ("W", "F"):
        return 17.0
    if unicodedata.combining(sign):
        return 0.0
    if sign in BROAD:
        return 14.4
    return CAPITAL if sign.isupper() else LETTER


def cut(text: str, room: float) -> str:
    """As many words as find room there; with "…" if there are more. A word that alone is too long is cut."""
    if width(text) <= room:
        return text
    kept = ""
    for word in text.split():
        longer = f"{kept} {word}".strip()
        if width(f"{longer}…") > room:
            break
        kept = longer
    if kept:
        return f"{kept.rstrip(' ,;:–.')}…"
    while text and width(f"{text}…") > room:
        text = text[:-1]
    return f"{text}…"


def lines(text: str, room: float, most: int) -> tuple[str, ...]:
    """Words in lines that find room there, so many at most; the last says by "…" that there is more."""
    words, found = text.split(), [""]
    while words:
        longer = f"{found[-1]} {words[0]}".strip()
        if width(longer) <= room:
            found[-1] = longer
            words.pop(0)
        elif len(found) == most:
            found[-1] = cut(" ".join([found[-1], *words]).strip(), room)
            break
        elif found[-1]:
            found.append("")
        else:
            found[-1] = cut(words.pop(0), room)
    return tuple(line for line in found if line)


class Shelf:
    """One row of words: who comes later takes no room that is taken."""

    def __init__(self, gap: float = 8) -> None:
        self._gap = gap
        self._taken: list[tuple[float, float]] = []

    def take(self, begins: float, ends: float) -> bool:
        """Take this room if it is free, and say whether it was."""
        free = all(ends + self._gap <= left or begins >= right + self._gap for left, right in self._taken)
        if free:
            self._taken.append((begins, ends))
        return free
