"""Who may do what to accounts. The operator may everything here."""

from lpcommunity.access.reader import Operator, Reader
from lpcommunity.people.models import Person
from lpcommunity.people.policy import has_open_role


def can_add_person(actor: Reader | Operator) -> bool:
    """Whether the actor may make an account for somebody else: importing does; everyone else invites."""
    return isinstance(actor, Operator) or actor.programme_team


def can_disable(actor: Reader | Operator, person: Person) -> bool:
    """Whether the actor may close this account, or open it again. Nobody closes their own, and only
    administrators close an administrator's.
    """
    if isinstance(actor, Operator):
        return True
    if actor.id == person.id or not actor.roles & {"programme-team", "administrator"}:
        return False
    return "administrator" in actor.roles or not has_open_role(person, "administrator")


def can_use_account(person: Person) -> bool:
    """Whether this account counts at all."""
    return person.disabled_at is None
