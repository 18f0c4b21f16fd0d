"""What happens to the days of milestones. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MilestoneMoved:
    """A milestone moved to another day."""

    milestone_id: int
    slip_id: int
    actor_id: int | None
