"""Whether anything in the picture of a journey is in the way of its words, and whether those are beside their mark."""

import re
from itertools import combinations

from lpcommunity.pages.charts.journey_shapes import Drawing, Words

LETTER_HIGH = 15  # how much of a line of 16 is above its baseline and below it, without the air between two lines
CLOTH = 15  # how wide a flag is
Box = tuple[float, float, float, float]  # left, top, right, bottom


def box(words: Words) -> Box:
    """Where its letters are."""
    begins, ends = words.room
    return begins, words.y - LETTER_HIGH + 3, ends, words.y + 3


def meet(one: Box, other: Box) -> bool:
    """Whether two have any point in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def meeting(drawing: Drawing) -> list[tuple[str, str]]:
    """Words that meet other words."""
    return [(a.text, b.text) for a, b in combinations(drawing.words, 2) if meet(box(a), box(b))]


def crossed(drawing: Drawing) -> list[tuple[str, Box]]:
    """Words with a line through them: of a month, of today, of a pole, of a flag, of what moved, of a question."""
    found = [line for path in _paths(drawing) for line in lines_of(path)]
    return [(words.text, line) for words in drawing.words for line in found if _through(box(words), line)]


def _paths(drawing: Drawing) -> list[str]:
    paths = [path for path, _ in drawing.ticks] + [drawing.today, drawing.since_bar, drawing.work, drawing.ahead]
    paths += [path for one in drawing.flags for path in (one.path, one.was, one.way)]
    return paths + [path for one in drawing.questions for path in (one.line, one.dots)]


def _through(words: Box, line: Box) -> bool:
    left, top, right, bottom = line
    return meet(words, (left - 0.5, top - 0.5, right + 0.5, bottom + 0.5))


def lines_of(path: str) -> list[Box]:
    """The straight parts of a path, each as the room from where it begins to where it ends."""
    x, y, found = 0.0, 0.0, []
    for sign, rest in re.findall(r"([MVvHhLlq])([-\d. ]+)", path):
        figures = [float(one) for one in rest.replace("-", " -").split()]
        if sign == "M":
            x, y = figures
            continue
        if sign in "VvHh":
            there = y if sign == "H" else x if sign == "V" else 0
            steps = [(figures[0], there) if sign in "Hh" else (there, figures[0])]
        else:
            steps = [(figures[-2], figures[-1])] if sign == "q" else list(zip(figures[::2], figures[1::2], strict=True))
        for right, down in steps:
            was = x, y
            x, y = (right, down) if sign.isupper() else (x + right, y + down)
            found.append((min(was[0], x), min(was[1], y), max(was[0], x), max(was[1], y)))
    return found


def across_today(drawing: Drawing) -> list[str]:
    """Names of milestones that stand on the other side of today than their flag, and flags across that line."""
    if not drawing.today:
        return []
    [(left, top, _, _), *_] = lines_of(drawing.today)
    found = []
    for one in drawing.flags:
        if drawing.upright:
            day = lines_of(one.way)[0][1]
            name = one.name.y if one.name is not None else day
            found += [str(one)] if (day <= top) != (name <= top) else []
        else:
            (pole, *_), *_ = lines_of(one.path)
            begins = min(line[0] for line in lines_of(one.path))
            ends = max(line[2] for line in lines_of(one.path))
            found += [f"flag at {pole}"] if begins < left < ends else []
            if one.name is not None:
                name_begins, name_ends = one.name.room
                found += [one.name.text] if min(pole, name_begins) + 1 < left < max(pole, name_ends) - 1 else []
    return found


def furthest(drawing: Drawing) -> float:
    """How far words stand from their mark at most: along the thread, from the nearest of what they belong to."""
    away = [0.0]
    for one in drawing.flags:
        if one.name is not None and drawing.upright:
            away.append(abs(one.name.y - 5 - lines_of(one.way)[0][1]))
        elif one.name is not None:
            pole = lines_of(one.path)[0][0]
            begins, ends = one.name.room
            away.append(max(begins - pole, pole - ends))
    for cycle in drawing.cycles:
        if cycle.words and drawing.upright:
            away.append(min(abs(line.y - 5 - cycle.ring[1]) for line in cycle.words))
        elif cycle.words:
            begins, ends = cycle.words[0].room
            away.append(max(begins - cycle.dive.ends, cycle.dive.begins - ends))
    return max(away)
