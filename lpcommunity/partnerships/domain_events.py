"""What happens to who belongs. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MembershipBegan:
    """Somebody belongs to a partnership from now on, or in another role."""

    membership_id: int
    actor_id: int | None


@dataclass(frozen=True)
class MembershipEnded:
    """Somebody no longer belongs."""

    membership_id: int
    actor_id: int | None
