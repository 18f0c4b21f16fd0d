"""What happens with what a place keeps. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EntryPinned:
    """A lead keeps an entry in the short account of their place."""

    entry_id: int
    actor_id: int


@dataclass(frozen=True)
class EntryUnpinned:
    """A lead keeps it there no longer."""

    entry_id: int
    actor_id: int
