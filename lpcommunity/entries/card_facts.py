"""What cards show of what features above keep: how much is said below an entry, as far as its reader may read that; and
what the reader keeps for themselves.

Filled from above, as page_slots are; asked once for a whole list.
"""

from collections.abc import Callable, Collection, Mapping

from lpcommunity.access.reader import Reader, Visitor

Counter = Callable[[Reader | Visitor, Collection[int]], Mapping[int, int]]
Marker = Callable[[Reader | Visitor, Collection[int]], Mapping[int, str] | None]
_counters: list[Counter] = []
_markers: list[Marker] = []


def register_counter(counter: Counter) -> Counter:
    """Register what counts the comments below these entries that this reader may read, by the entry's number."""
    _counters.append(counter)
    return counter


def comments_below(actor: Reader | Visitor, entry_ids: Collection[int]) -> Mapping[int, int]:
    """How many comments this reader may read below each of these entries; one without any is not there."""
    found: dict[int, int] = {}
    for counter in _counters:
        found.update(counter(actor, entry_ids))
    return found


def register_marker(marker: Marker) -> Marker:
    """Register what says which of these entries this reader keeps for themselves, by the entry's number; None for
    whoever keeps nothing here.
    """
    _markers[:] = [marker]
    return marker


def own_marks(actor: Reader | Visitor, entry_ids: Collection[int]) -> Mapping[int, str] | None:
    """How this reader keeps these entries for themselves: "kept" or "later"; None where nothing is offered."""
    return _markers[0](actor, entry_ids) if _markers else None
