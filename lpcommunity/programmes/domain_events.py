"""What happens to programmes. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProgrammeChanged:
    """What is said of a programme is changed; perhaps its days."""

    programme_id: int
    actor_id: int | None
