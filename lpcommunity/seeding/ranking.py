"""Which places are busy, quiet, new or silent: a few write most, as everywhere."""

from dataclasses import dataclass
from random import Random

SILENT = 0.12  # of the places: nothing for more than a year
NEW_EVERY = 13  # one place in so many began a few months ago


@dataclass(frozen=True)
class Ranking:
    """The places, by their number in the order in which they were made, the busiest first."""

    order: tuple[int, ...]

    @classmethod
    def drawn(cls, dice: Random, places: int) -> "Ranking":
        """One by chance."""
        order = list(range(places))
        dice.shuffle(order)
        return cls(tuple(order))

    @property
    def silent_from(self) -> int:
        """The rank from which on places are silent."""
        return len(self.order) - max(2, int(len(self.order) * SILENT))

    def is_silent(self, rank: int) -> bool:
        """Whether the place of this rank has long been silent."""
        return rank >= self.silent_from

    def is_new(self, rank: int) -> bool:
        """Whether the place of this rank began a few months ago."""
        return not self.is_silent(rank) and rank % NEW_EVERY == NEW_EVERY - 3

    def weight(self, rank: int) -> float:
        """How much it writes, compared with the others."""
        return float((rank + 3) ** -0.9)

    def busy(self, rank: int) -> int:
        """The number of the place of this rank; past the end, of the quietest."""
        return self.order[min(rank, len(self.order) - 1)]

    def silent(self, number: int) -> int:
        """The number of the silent place of this number."""
        return self.order[min(self.silent_from + number, len(self.order) - 1)]


def dice_for(seed: int, what: str) -> Random:
    """Chance for one purpose: the same seed gives the same rows, and one part can change without the others."""
    return Random(f"{seed}-{what}")  # noqa: S311  (nothing secret)
