"""What happens with thanks. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ThanksSaid:
    """Somebody said thanks for an entry."""

    entry_id: int
    actor_id: int
