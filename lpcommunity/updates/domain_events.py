"""What happens to updates. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class UpdatePosted:
    """A partnership put an update on its record."""

    entry_id: int
    actor_id: int
