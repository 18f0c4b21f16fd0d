"""What happens to projects and their milestones, besides that a day moves (slips.domain_events). Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProjectBegun:
    """A place works on something within a programme from now on."""

    project_id: int
    actor_id: int | None


@dataclass(frozen=True)
class MilestoneReached:
    """Somebody said that a milestone was reached. It may be taken back: who listens looks whether it is so."""

    milestone_id: int
    actor_id: int | None
