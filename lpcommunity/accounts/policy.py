"""Who may do what to accounts.

`actor` None is the operator's command line, which may do everything here; no web view ever passes None.
"""

from lpcommunity.people.models import Person
from lpcommunity.people.policy import has_open_role, roles_of


def can_add_person(actor: Person | None) -> bool:
    """Whether the actor may make an account for somebody else: importing does; everyone else invites."""
    return actor is None or "programme-team" in roles_of(actor)


def can_disable(actor: Person | None, person: Person) -> bool:
    """Whether the actor may close this account, or open it again. Nobody closes their own, and only
    administrators close an administrator's.
    """
    if actor is None:
        return True
    roles = roles_of(actor)
    if actor.id == person.id or not roles & {"programme-team", "administrator"}:
        return False
    return "administrator" in roles or not has_open_role(person, "administrator")


def can_use_account(person: Person) -> bool:
    """Whether this account counts at all."""
    return person.disabled_at is None
