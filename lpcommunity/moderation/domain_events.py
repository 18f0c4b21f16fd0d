"""What happens with reports. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReportWaits:
    """Somebody is to decide: a text was reported, or its author changed it or answered (`again`)."""

    case_id: int
    again: bool = False


@dataclass(frozen=True)
class ModeratorMissing:
    """A text was reported, and there is nobody who could decide on it."""

    case_id: int


@dataclass(frozen=True)
class ReportDecided:
    """It was decided on a reported text (`step_id`): its author is asked, it is hidden, left, or shown again."""

    case_id: int
    step_id: int
    act: str
    actor_id: int
