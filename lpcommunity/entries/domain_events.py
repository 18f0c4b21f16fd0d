"""What happens to any entry. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EntryEdited:
    """The words of an entry were changed."""

    entry_id: int
    actor_id: int
    version: int


@dataclass(frozen=True)
class EntryWithdrawn:
    """An entry was taken off the record."""

    entry_id: int
    actor_id: int


@dataclass(frozen=True)
class AudienceChanged:
    """An entry is for other people from now on."""

    entry_id: int
    actor_id: int
    before: str
    after: str
