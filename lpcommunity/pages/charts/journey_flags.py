"""Milestones above the wide journey: each a flag on its pole, with its name beside it and nothing through that.

A pole goes down to the thread, so it crosses what stands lower in its way; and the line of today crosses everything. So
of all ways to stand flags that one is sought which leaves out least. A name that finds no room is in the list below.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from lpcommunity.pages.charts.axis import Axis
from lpcommunity.pages.charts.journey_facts import Stone
from lpcommunity.pages.charts.journey_shapes import DrawnFlag, Words
from lpcommunity.pages.charts.strokes import cut, flag, short, width

HIGH, LOW = 88, 62  # of poles: names stand above the signs of actions, and those of low flags below those of high ones
FOOT = 8  # from the thread to where a pole stands
NAME, SHORT_NAME = 210, 120  # units that a name takes at most, and where that would meet another
CLOTH, BESIDE = 15, 6  # how wide a flag is, and how far words are from it
GAP, AIR = 6, 4  # between two flags, and from words to a line
NEAR = 110  # so far a name stands from its flag at most, where its first day is between them
LEAST_WAY = 6
KEPT = 10  # ways that are followed at a time
NO_NAME, NO_FIRST, MEETS = 10.0, 4.0, 3.0  # what it costs to leave out a name, a first day; to stand in another's way

Span = tuple[float, float]
First = tuple[float | None, bool]  # where a flag was first planned for, and whether it is turned there
NEVER: First = (None, False)


@dataclass(frozen=True)
class _Standing:
    """One way to stand a flag. `was`: where it was first planned; `dots`: the line from there."""

    stone: Stone
    up: int
    x: float
    turned: bool
    was: float | None = None
    was_turned: bool = False
    name: str = ""
    room: Span | None = None  # of its name
    ends: bool = False  # its name ends beside it
    cost: float = 0

    @cached_property
    def poles(self) -> list[float]:
        return [self.x] if self.was is None else [self.x, self.was]

    @cached_property
    def cloths(self) -> list[Span]:
        return [_cloth(self.x, self.turned)] + ([_cloth(self.was, self.was_turned)] if self.was is not None else [])

    @cached_property
    def dots(self) -> Span | None:
        """From the flag of before to that of now, whichever comes first, up to words between them."""
        if self.was is None:
            return None
        left, right = sorted(self.cloths)
        begins, ends = left[1] + AIR, right[0] - AIR - 1
        if self.room is not None and left[1] < self.room[0] < right[0]:
            begins, ends = (begins, self.room[0] - BESIDE) if self.was < self.x else (self.room[1] + BESIDE, ends)
        return (begins, ends) if ends - begins >= LEAST_WAY else None

    @cached_property
    def taken(self) -> list[Span]:
        """What it takes of its height."""
        return [one for one in (*self.cloths, self.room, self.dots) if one is not None]

    @cached_property
    def bare(self) -> "_Standing":
        return replace(self, name="", room=None, cost=self.cost + NO_NAME) if self.room is not None else self


def flags_on(stones: Sequence[Stone], axis: Axis, level: float, edge: float, now: float | None) -> list[DrawnFlag]:
    """All of them. `edge`: where the picture ends; `now`: the line of today, if it is there."""
    stood: list[tuple[float, tuple[_Standing, ...]]] = [(0, ())]
    for stone in sorted(stones, key=lambda one: (one.day, one.name, one.first)):
        ways = list(_ways(stone, axis, edge, now))
        following = [added for _, before in stood for way in ways if (added := _added(before, way)) is not None]
        stood = sorted(following, key=lambda one: one[0])[:KEPT]
    return [_drawn(one, level) for one in stood[0][1]]


def _added(before: tuple[_Standing, ...], way: _Standing) -> tuple[float, tuple[_Standing, ...]] | None:
    """All with this one, and what they cost; None where it would meet another. One without a name goes before the names
    of others, since it stands where it stands.
    """
    met = [n for n, one in enumerate(before) if _meet(one, way)]
    if met and way.room is not None:
        return None
    kept = [one.bare if n in met and _spoils(way, one) else one for n, one in enumerate(before)]
    still = sum(_meet(kept[n], way) for n in met)
    stood = (*kept, replace(way, cost=way.cost + MEETS * still))
    return sum(one.cost for one in stood), stood


def _meet(one: _Standing, other: _Standing) -> bool:
    """Whether anything of one stands in the way of the other. Flags of one day share a pole, and fly either way."""
    if _spoils(one, other) or _spoils(other, one):
        return True
    if one.up == other.up:
        return any(_touch(a, b, 0) for a in (*one.cloths, one.dots) for b in (*other.cloths, other.dots) if a and b)
    high, low = (one, other) if one.up > other.up else (other, one)
    poles = [pole for pole in high.poles if abs(pole - low.x) >= 1]
    return any(_touch((pole, pole), cloth, AIR) for pole in poles for cloth in low.cloths)


def _spoils(one: _Standing, other: _Standing) -> bool:
    """Whether anything of one stands among the words of the other: a pole only reaches up to its own height."""
    if other.room is None or one.up < other.up:
        return False
    if one.up == other.up:
        return any(_touch(span, other.room, GAP) for span in one.taken)
    return any(_touch((pole, pole), other.room, AIR) for pole in one.poles)


def _touch(one: Span, other: Span, gap: float) -> bool:
    return one[0] < other[1] + gap and other[0] < one[1] + gap


def _ways(stone: Stone, axis: Axis, edge: float, now: float | None) -> Iterator[_Standing]:
    """Every way to stand it, high or low, with its name behind or before it, or without; and its first day or not."""
    x = axis.at(stone.day)
    was = axis.at(stone.first) if stone.first != stone.day and axis.shows(stone.first) else None
    names = list(dict.fromkeys(cut(stone.name, most) for most in (NAME, SHORT_NAME)))
    for turned in _turns(x, edge, now):
        kept = _was(was, x, turned, edge, now)
        for before, up in product((kept, NEVER) if kept != NEVER else (NEVER,), (HIGH, LOW)):
            cost = 0.2 * (up == LOW) + 0.3 * turned + NO_FIRST * (before != kept)
            one = _Standing(stone, up, x, turned, *before, cost=cost)
            for n, name in enumerate(names):
                for room, ends in _rooms(one, width(name), edge, now):
                    far = (x - room[1] if ends else room[0] - x) / NEAR
                    yield replace(one, name=name, room=room, ends=ends, cost=cost + 2 * n + far + 0.1 * ends)
            yield replace(one, cost=cost + NO_NAME)


def _turns(x: float, edge: float, now: float | None) -> list[bool]:
    """To which sides a flag can fly: not out of the picture, and not across the line of today."""
    free = [turned for turned in (False, True) if _flies(x, turned, edge, now)]
    return free or [x + CLOTH > edge]


def _flies(x: float, turned: bool, edge: float, now: float | None) -> bool:
    left, right = _cloth(x, turned)
    across = now is not None and (left - 2 < now < x if turned else x <= now < right + 2)
    return left >= 0 and right <= edge and not across


def _was(was: float | None, x: float, turned: bool, edge: float, now: float | None) -> First:
    """Where its first day stands, and whether that flag is turned; none where the two would stand in one another."""
    if was is None:
        return NEVER
    own = _cloth(x, turned)
    for was_turned in _turns(was, edge, now):
        left, right = _cloth(was, was_turned)
        if right + 2 <= own[0] or own[1] + 2 <= left:
            return was, was_turned
    return NEVER


def _rooms(one: _Standing, wide: float, edge: float, now: float | None) -> Iterator[tuple[Span, bool]]:
    """Where its name can stand, behind it or before it: on its side of today, and not far from it."""
    own = _cloth(one.x, one.turned)
    was = _cloth(one.was, one.was_turned) if one.was is not None else own
    for begins in (own[1] + BESIDE, max(own[1], was[1]) + BESIDE):
        room = (begins, begins + wide)
        if begins - one.x <= NEAR and room[1] <= edge and _clear(room, one.x, was, now):
            yield room, False
            break
    for ends in (own[0] - BESIDE, min(own[0], was[0]) - BESIDE):
        room = (ends - wide, ends)
        if one.x - ends <= NEAR and room[0] >= 0 and _clear(room, one.x, was, now):
            yield room, True
            break


def _clear(room: Span, x: float, was: Span, now: float | None) -> bool:
    """Whether neither the flag of before nor the line of today is in the way."""
    if now is not None and min(x, room[0] - BESIDE) <= now < max(x, room[1] + BESIDE):
        return False
    return was[1] + BESIDE <= room[0] or room[1] + BESIDE <= was[0]


def _cloth(x: float, turned: bool) -> Span:
    return (x - CLOTH, x) if turned else (x, x + CLOTH)


def _drawn(one: _Standing, level: float) -> DrawnFlag:
    foot, y = level - FOOT, level - one.up + 4
    words = None
    if one.room is not None:
        at = one.room[1] if one.ends else one.room[0]
        words = Words(round(at, 1), y, one.name, ("end",) if one.ends else ())
    return DrawnFlag(
        flag(one.x, foot, one.up, turned=one.turned),
        one.stone.ahead,
        words,
        was=flag(one.was, foot, one.up, turned=one.was_turned) if one.was is not None else "",
        way=f"M{short(one.dots[0])} {short(y - 6)}H{short(one.dots[1])}" if one.dots is not None else "",
    )
