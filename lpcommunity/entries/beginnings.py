"""Words that something else carries over into a new entry: what came of an action begins an update or a reflection.

Whatever has such words registers, from above, by the word that stands first in the address (`?begin=action-31`).
"""

from collections.abc import Callable
from dataclasses import dataclass

from lpcommunity.access.reader import Reader


@dataclass(frozen=True)
class Beginning:
    """What somebody begins with: the words, and for whom they were."""

    words: str
    audience: str


Finder = Callable[[Reader, int], Beginning | None]
_finders: dict[str, Finder] = {}


def provide(key: str) -> Callable[[Finder], Finder]:
    """Register what finds the words of something by its number, as far as this reader may read it."""

    def register(finder: Finder) -> Finder:
        _finders[key] = finder
        return finder

    return register


def beginning(actor: Reader, named: str) -> Beginning | None:
    """What is named by `action-31`, for a reader who may read it; else None."""
    key, _, number = named.rpartition("-")
    finder = _finders.get(key)
    if finder is None or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return finder(actor, int(number))
