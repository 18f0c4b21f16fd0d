"""The small thread of a partnership: a line of work through time that dips where somebody stops to reflect.

A dot is an update. A dip is a reflection; a curl in it is a facilitator's answer, drawn only for those who may
read the exchange. For everybody else a reflection is a plain dip.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

WIDTH, HEIGHT, EDGE = 230, 40, 5
LEVEL, DEPTH, CURL = 12, 20, 4.5
PLAIN = 24  # width of a dip whose exchange the reader does not know
LEAST = 10  # its width where the next one follows closely
NARROW = 7  # two points of a curve are never nearer
APART = 2 * CURL + 3  # nor two curls


@dataclass(frozen=True)
class Dip:
    """A reflection in time. `answers` and `closed` only as far as the reader may know them."""

    began: date
    answers: tuple[date, ...] = ()
    closed: date | None = None
    waiting: bool = False


@dataclass(frozen=True)
class Thread:
    """A partnership's time: when its programme runs, and what happened in it."""

    first: date
    last: date
    today: date
    updates: Sequence[date] = ()
    dips: Sequence[Dip] = ()


@dataclass(frozen=True)
class Drawing:
    """What the macro draws: the end of the work so far, paths of dips, places of dots. `key` is all it is made of."""

    now: float
    key: Hashable = None
    paths: list[str] = field(default_factory=list)
    dots: list[float] = field(default_factory=list)


def window(starts: date | None, ends: date | None, moments: Sequence[date], today: date) -> tuple[date, date]:
    """The time that a thread shows: the programme's, widened so that nothing falls outside and today is in it."""
    first = min([day for day in (starts, *moments, today - timedelta(days=30)) if day is not None])
    last = max([day for day in (ends, *moments, today) if day is not None])
    if starts is not None and ends is not None and starts <= today <= ends and all(starts <= day for day in moments):
        first = starts
    return first, max(last, first + timedelta(days=30))


def draw(thread: Thread, key: Hashable = None) -> Drawing:
    """Where everything lies, in the units of the picture."""
    now = _x(thread, min(thread.today, thread.last))
    dips = sorted(thread.dips, key=lambda dip: dip.began)
    begins = [_x(thread, dip.began) for dip in dips]
    rooms = [after - before for before, after in pairwise([*begins, EDGE + WIDTH])]
    return Drawing(
        now=round(now, 1),
        key=key,
        paths=[_dip(thread, dip, now, room) for dip, room in zip(dips, rooms, strict=True)],
        dots=sorted(round(_x(thread, day), 1) for day in thread.updates),
    )


def _x(thread: Thread, day: date) -> float:
    share = (day - thread.first).days / max((thread.last - thread.first).days, 1)
    return EDGE + (WIDTH - 2 * EDGE) * min(max(share, 0), 1)


def _dip(thread: Thread, dip: Dip, now: float, room: float) -> str:
    """Down into reflection, one curl for each answer, and up again to the work.

    Where several people reflect at the same time, a dip comes up before the next one begins (`room`), if its curls
    leave it any: threads that cross each other are a tangle that says nothing.
    """
    begins, bottom = _x(thread, dip.began), LEVEL + DEPTH
    path = f"M{_s(begins)} {LEVEL}"
    if not dip.answers and not dip.waiting:
        return path + _plain(begins, min(PLAIN, max(room, LEAST)))
    if not dip.answers:
        return path + _open(begins, max(now + 16, begins + 24))
    at = begins
    for number, day in enumerate(dip.answers):
        to = max(_x(thread, day), at + (NARROW if number == 0 else APART))
        path += _down(at, to) if number == 0 else _again(at, to)
        path += f"a{CURL} {CURL} 0 1 0 -0.01 0"
        at = to
    if dip.closed is not None:
        to = max(min(_x(thread, dip.closed), begins + room), at + NARROW)
        wide = to - at
        path += f"C{_s(at + wide * 0.5)} {bottom} {_s(to - wide * 0.45)} {LEVEL} {_s(to)} {LEVEL}"
    return path


def _open(begins: float, ends: float) -> str:
    """Down, and nobody knows yet how it goes on."""
    wide, bottom = ends - begins, LEVEL + DEPTH
    return f"C{_s(begins + wide * 0.3)} {LEVEL} {_s(ends - wide * 0.6)} {bottom} {_s(ends)} {bottom}"


def _plain(begins: float, wide: float) -> str:
    half, ends, bottom = wide / 2, begins + wide, LEVEL + DEPTH
    middle = begins + half
    return (
        f"C{_s(begins + half * 0.45)} {LEVEL} {_s(middle - half * 0.5)} {bottom} {_s(middle)} {bottom}"
        f"S{_s(ends - half * 0.45)} {LEVEL} {_s(ends)} {LEVEL}"
    )


def _down(at: float, to: float) -> str:
    wide, bottom = to - at, LEVEL + DEPTH
    return f"C{_s(at + wide * 0.45)} {LEVEL} {_s(to - wide * 0.5)} {bottom} {_s(to)} {bottom}"


def _again(at: float, to: float) -> str:
    """Up a little and down again, between two answers."""
    wide, bottom, top = to - at, LEVEL + DEPTH, LEVEL + DEPTH * 0.7
    return (
        f"C{_s(at + wide * 0.35)} {bottom} {_s(at + wide * 0.3)} {_s(top)} {_s(at + wide * 0.5)} {_s(top)}"
        f"S{_s(to - wide * 0.35)} {bottom} {_s(to)} {bottom}"
    )


def _s(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
