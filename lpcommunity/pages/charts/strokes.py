"""The strokes that pictures of a story share: a hop of what was undertaken, flags, and words.

Time runs along a thread: to the right, or down in an upright picture. What was thought over lies on one side of it
(below, or right), what was done on the other. So a shape is said once, in units along the thread and away from it, and
a Pen writes it either way.
"""

import unicodedata
from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass

LETTER = 8.6  # units that most letters of 16 take, and a little more
NARROW, BROAD, CAPITAL = frozenset("iljtfrI.,:;'’‘|!()[]1- "), frozenset("mwMWQ@%&—…"), 11.4
SIGN = 15.0  # from one sign of an action to the next
STACKED = 3  # signs above one another


def short(value: float) -> str:
    """A number as a path says it."""
    return f"{value:.1f}".rstrip("0").rstrip(".") or "0"


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
class Hop:
    """An action: its way above the thread, and its sign where it lands."""

    path: str
    x: float
    y: float
    state: str  # done, changed, dropped, open


def hops(
    pen: Pen, level: float, actions: Iterable[tuple[float, float, str]], stacked: int = STACKED, most: float = 90
) -> list[Hop]:
    """Each from where it was undertaken to where it was reported, or is due. Signs that would meet stand above one
    another (`stacked`: so many), and then beside. `most`: how far a way leads from the thread.
    """
    taken: dict[float, list[float]] = {}  # at each height, in order: of hundreds of signs, two are looked at
    drawn = []
    for begins, lands, state in actions:
        at, up = max(lands, begins + 12), SIGN
        while _meets(at, taken.setdefault(up, [])):
            up += SIGN
            if up > SIGN * stacked:
                at, up = at + SIGN, SIGN
        insort(taken[up], at)
        way = at - begins
        high = min(1.25 * (up + min(26, 8 + way * 0.14)), most)
        path = f"M{pen.point(begins, level - 5)}" + pen.curve(
            (begins + min(4, way * 0.3), level - high), (at - min(14, way * 0.4), level - high), (at, level - up)
        )
        drawn.append(Hop(path, *pen.at(round(at, 1), level - up), state))
    return drawn


def _meets(at: float, others: list[float]) -> bool:
    """Whether a sign there would meet one of these, which stand in order."""
    place = bisect_left(others, at)
    return any(abs(at - other) < SIGN for other in others[max(place - 1, 0) : place + 1])


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
    as it takes, or back where that is too far; one for which both is too far makes a bar of the one before.
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
            back = at
            for ring in reversed(fixed):
                if abs(ring - back) < gap:
                    back = ring - gap
            if at - back <= most and back >= (before.ends or before.at) + gap:
                drawn.append(Mark(round(back, 1), opened))
                continue
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
    used, most = width("…"), 0
    for sign in text:
        used += _width(sign)
        if used > room:
            break
        most += 1
    return f"{text[:most]}…"


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
