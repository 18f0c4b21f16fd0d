"""What happens to reflections. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReflectionShared:
    """A reflection came on record for more than its facilitators."""

    entry_id: int
    actor_id: int


@dataclass(frozen=True)
class ReflectionSubmitted:
    """Its author asks the partnership's facilitators to answer."""

    entry_id: int
    actor_id: int
    round: int


@dataclass(frozen=True)
class ReflectionTakenBack:
    """Its author does so no longer; nobody had answered yet."""

    entry_id: int
    actor_id: int


@dataclass(frozen=True)
class FacilitatorMissing:
    """A reflection was submitted in a partnership that has no facilitator just now. It waits for whoever comes."""

    entry_id: int
    partnership_id: int
