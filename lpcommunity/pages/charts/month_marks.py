"""The signs below a number of the months: what came, up to five of them, each sort of it at least once.

A full dot is something that happened, a ring a look back, a square an action reported; two strokes: paused.
"""

from collections.abc import Sequence
from dataclasses import dataclass

MOST = 5
WIDTH, STEP = 50, 10
DOT, RING, SQUARE, PAUSE = "d", "r", "s", "p"
OF_SHAPE = {"dot": DOT, "dip": RING, "square": SQUARE}


@dataclass(frozen=True)
class Sign:
    """One sign of a drawing, by the middle of it."""

    letter: str
    x: int


def letters(came: Sequence[tuple[str, int]], paused: bool = False) -> str:
    """The signs for what came, in its order (a shape, and how many): so many at most, and each sort once at least.

    They are also the name of the drawing, which a page holds once.
    """
    there = [(OF_SHAPE[shape], number) for shape, number in came if number]
    room = MOST - paused
    shown = [1] * min(len(there), room)
    for _ in range(min(room, sum(number for _, number in there)) - len(shown)):
        fewest = max(range(len(shown)), key=lambda n: there[n][1] / (2 * shown[n] + 1))  # shown for what it is
        shown[fewest] += 1
    return "".join(there[n][0] * number for n, number in enumerate(shown)) + PAUSE * paused


def drawn(signs: str) -> list[Sign]:
    """Where each of these stands, the middle of them in the middle of the drawing."""
    first = WIDTH // 2 - STEP * (len(signs) - 1) // 2
    return [Sign(letter, first + STEP * n) for n, letter in enumerate(signs)]
