"""What happens to milestones, besides that their day moves (slips.domain_events). Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MilestoneReached:
    """Somebody said that a milestone was reached. It may be taken back: who listens looks whether it is so."""

    milestone_id: int
    actor_id: int | None
