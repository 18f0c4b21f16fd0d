"""Who may give and end the roles of the whole installation.

`actor` None is the operator's command line, which may do everything here; no web view ever passes None.
"""

from sqlalchemy import select

from lpcommunity.people.models import ROLES, Person, RoleHolding
from lpcommunity.storage import session

GIVEN_BY = {
    "programme-team": {"programme-team", "administrator"},
    "evaluator": {"programme-team", "administrator"},
    "administrator": {"administrator"},
}


def roles_of(person: Person | None) -> frozenset[str]:
    """The roles this person holds in the whole installation just now. One query."""
    if person is None or person.disabled_at is not None:
        return frozenset()
    held = select(RoleHolding.role).where(RoleHolding.person_id == person.id, RoleHolding.ended_at.is_(None))
    return frozenset(session().scalars(held))


def can_give_role(actor: Person | None, role: str) -> bool:
    """Whether the actor may give or end this role."""
    return role in roles_to_give(actor)


def roles_to_give(actor: Person | None) -> list[str]:
    """The roles in the whole installation that the actor may give, in their order. One query."""
    held = roles_of(actor)
    return [role for role in ROLES if actor is None or held & GIVEN_BY[role]]


def has_open_role(person: Person, role: str) -> bool:
    """Whether this role is open for the person, also while the account is disabled."""
    held = select(RoleHolding.id).where(
        RoleHolding.person_id == person.id, RoleHolding.role == role, RoleHolding.ended_at.is_(None)
    )
    return session().scalar(held.limit(1)) is not None
