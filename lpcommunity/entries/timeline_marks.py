"""What is known of entries on a timeline beside their own columns: why it stands as it does, how an exchange went.

A kind, or a feature above it, registers who knows: reviews for the kind that they answer. Asked once for each kind with
all its entries, whatever their number.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from lpcommunity.access.reader import Reader, Visitor


@dataclass(frozen=True)
class MarkFacts:
    """What a reader may know of one entry on a timeline. How its exchange went is known to few."""

    reason: str = ""
    asks: str = ""  # which help is wanted
    waiting: bool = False
    closed_at: datetime | None = None
    answers: tuple[datetime, ...] = ()


NOTHING = MarkFacts()
Source = Callable[[Reader | Visitor, Collection[int]], Mapping[int, MarkFacts]]

_sources: dict[str, Source] = {}


def known_by(kind: str, source: Source) -> None:
    """Register who knows more of entries of this kind: of these ids, as far as this reader may know it."""
    _sources[kind] = source


def facts(actor: Reader | Visitor, ids: Mapping[str, Collection[int]]) -> dict[int, MarkFacts]:
    """What this reader may know of these entries, given by kind: at most one query for each kind."""
    found: dict[int, MarkFacts] = {}
    for kind, source in _sources.items():
        if wanted := ids.get(kind):
            found.update(source(actor, wanted))
    return found
