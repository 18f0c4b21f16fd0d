"""Words beside the upright thread: each stays beside its mark, on its side of today, or says less, or is left out.

A label has ways to say it, the fullest first. Where not all find room, of those that are in one another's way the one
goes on to its next way that loses least by it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

LINE, APART = 20.0, 4.0  # from one line to the next, and more between two labels
EARLIER, LATER = 22.0, 30.0  # how far a label goes from where it wants to stand


@dataclass(frozen=True)
class Way:
    """Lines (how, text), and what is lost by them."""

    lines: tuple[tuple[str, str], ...]
    lost: float = 0

    @property
    def deep(self) -> float:
        """From the first line to where the next label may begin."""
        return LINE * len(self.lines) + APART


@dataclass(frozen=True)
class Label:
    """What is said at a height: its first line wants to stand at `y`, and may `earlier` and `later` by so much;
    earlier yet, if one of its next lines is beside its mark then.
    """

    y: float
    ways: tuple[Way, ...]
    earlier: float = EARLIER
    later: float = LATER
    ahead: bool = False  # it is to come, and stands behind today
    led: bool = False  # a line leads from its mark to its first line
    last: bool = False  # it is left out after all others


@dataclass(frozen=True)
class Today:
    """The room of its line and its word: what was ends at `begins`, and what is to come begins at `ends`."""

    begins: float
    ends: float


@dataclass(frozen=True)
class Placed:
    """For each label where it stands and in which way, None for one that was left out; and what was lost by that, of
    what was and of what is to come.
    """

    at: list[float | None]
    ways: list[Way | None]
    lost: tuple[float, float]


NOTHING, LAST = 30, 1000  # leaving one out loses more than all that can be said shorter


def place(wanted: Sequence[Label], top: float, today: Today | None) -> Placed:
    """All of them, in the order in which they want to stand. Where today is not shown it parts nothing."""
    labels = wanted if today is not None else [replace(one, ahead=False) for one in wanted]
    order = sorted(range(len(labels)), key=lambda n: (labels[n].ahead, labels[n].y, n))
    said = [0] * len(labels)
    while (crowd := _crowd(labels, order, said, top, today)) is not None:
        giving = min(crowd, key=lambda n: (_loss(labels[n], said[n]), -labels[n].y))
        said[giving] += 1
    for n in sorted(order, key=lambda n: -_lost(labels[n], said[n])):  # what gave way for one that gave way after it
        for more in range(said[n]):
            fuller = [*said[:n], more, *said[n + 1 :]]
            if _crowd(labels, order, fuller, top, today) is None:
                said = fuller
                break
    there = [n for n in order if said[n] < len(labels[n].ways)]
    spans, deep = _room(labels, there, said, top, today)
    standing = dict(zip(there, _near(spans, deep, [labels[n].y for n in there]), strict=True))
    ways = [label.ways[k] if k < len(label.ways) else None for label, k in zip(labels, said, strict=True)]
    lost = [sum(_lost(labels[n], said[n]) for n in order if labels[n].ahead == ahead) for ahead in (False, True)]
    return Placed([standing.get(n) for n in range(len(labels))], ways, (lost[0], lost[1]))


def _lost(label: Label, way: int) -> float:
    if way < len(label.ways):
        return label.ways[way].lost
    return LAST if label.last else NOTHING


def _loss(label: Label, way: int) -> float:
    """What is lost by going on to its next way."""
    return _lost(label, way + 1) - _lost(label, way)


def _span(label: Label, way: Way, top: float, today: Today | None) -> tuple[float, float]:
    """Between which heights its first line may stand."""
    above = 0 if label.led else min(LINE * (len(way.lines) - 1), 2 * LINE)
    first, last = max(label.y - max(label.earlier, above), top), label.y + label.later
    if today is not None and label.ahead:
        first = max(first, today.ends)
    elif today is not None:
        last = min(last, today.begins - LINE * (len(way.lines) - 1))
    return first, last


def _room(
    labels: Sequence[Label], there: Sequence[int], said: Sequence[int], top: float, today: Today | None
) -> tuple[list[tuple[float, float]], list[float]]:
    ways = [labels[n].ways[said[n]] for n in there]
    return [_span(labels[n], way, top, today) for n, way in zip(there, ways, strict=True)], [way.deep for way in ways]


def _crowd(
    labels: Sequence[Label], order: Sequence[int], said: Sequence[int], top: float, today: Today | None
) -> list[int] | None:
    """The first of them that are in one another's way; None where all find room."""
    there = [n for n in order if said[n] < len(labels[n].ways)]
    spans, deep = _room(labels, there, said, top, today)
    began, free = 0, float("-inf")
    for n, (first, last) in enumerate(spans):
        if first >= free:
            began = n
        free = max(first, free)
        if free > last:
            return there[began : n + 1]
        free += deep[n]
    return None


def _near(spans: Sequence[tuple[float, float]], deep: Sequence[float], wanted: Sequence[float]) -> Iterator[float]:
    """Each as near to where it wants to stand as those before it and behind it let it."""
    latest, following = [0.0] * len(spans), float("inf")
    for n in range(len(spans) - 1, -1, -1):
        latest[n] = min(spans[n][1], following - deep[n])
        following = latest[n]
    free = float("-inf")
    for n, (first, _) in enumerate(spans):
        at = min(max(wanted[n], first, free), latest[n])
        free = at + deep[n]
        yield round(at, 1)
