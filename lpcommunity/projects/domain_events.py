"""What happens to projects and their milestones. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProjectBegun:
    """A place works on something within a programme from now on."""

    project_id: int
    actor_id: int | None
