"""What happens to who belongs. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MembershipBegan:
    """Somebody belongs to a partnership from now on, or in another role."""

    membership_id: int
    actor_id: int | None


@dataclass(frozen=True)
class FacilitatorBegan:
    """The first day of a facilitator's term, which was recorded before, has come."""

    membership_id: int


@dataclass(frozen=True)
class FacilitatorLeaving:
    """A facilitator's last day is a week away. `last_day`: as it stood when this was recorded (ISO)."""

    membership_id: int
    last_day: str


@dataclass(frozen=True)
class FacilitatorStays:
    """A facilitator's last day, which was told a week before, was taken away or moved later. `last_day`: as told."""

    membership_id: int
    last_day: str


@dataclass(frozen=True)
class MembershipLapsed:
    """The last day of somebody's term is past. `last_day`: as it stood when this was planned (ISO)."""

    membership_id: int
    last_day: str


@dataclass(frozen=True)
class MembershipEnded:
    """Somebody no longer belongs."""

    membership_id: int
    actor_id: int | None
