"""What happens to the demonstration. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemonstrationLoaded:
    """A story was lived through, up to now."""

    mark_id: int
