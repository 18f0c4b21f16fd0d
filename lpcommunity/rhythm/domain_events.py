"""What happens to the rhythm of a place and to its chances. Ids and days only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RhythmsToBegin:
    """Places that were there before rhythms were are to have theirs."""


@dataclass(frozen=True)
class CheckInDayCame:
    """A day on which a place checks in has come (ISO)."""

    partnership_id: int
    day: str


@dataclass(frozen=True)
class ProjectTurned:
    """A project is half over, or at its end. `kind`: of the chance; `day`: ISO."""

    project_id: int
    kind: str
    day: str


@dataclass(frozen=True)
class ChanceOffered:
    """There is a chance to look back. `actor_id`: who reached or moved what it is of, and need not be told."""

    chance_id: int
    actor_id: int | None = None


@dataclass(frozen=True)
class ChanceWaited:
    """A chance was offered some days ago, whatever became of it. `step`: 1 after three days, 2 a week, 3 two weeks."""

    chance_id: int
    step: int


@dataclass(frozen=True)
class ChanceMissed:
    """A chance still waits, and those whose turn it is are to be told."""

    chance_id: int
    step: int
