"""What happens to roles. Ids only: a name never travels through the outbox."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RoleGranted:
    """A person began a role in the whole installation."""

    person_id: int
    role: str
    actor_id: int | None


@dataclass(frozen=True)
class RoleEnded:
    """A role in the whole installation ended."""

    person_id: int
    role: str
    actor_id: int | None
