"""Who may open which of these pages. What stands on them is decided by entries.policy, row by row."""

from lpcommunity.partnerships.affiliations import affiliations_of
from lpcommunity.people.models import Person


def can_close_account(actor: Person, person: Person) -> bool:
    """Whether to offer closing this account, or opening it again. Asks nothing that the page has not asked already;
    accounts.policy.can_disable decides when it is done.
    """
    roles = affiliations_of(actor).roles
    if actor.id == person.id or not roles & {"programme-team", "administrator"}:
        return False
    return "administrator" in roles or "administrator" not in affiliations_of(person).roles


def can_see_person(actor: Person, person: Person) -> bool:
    """People of the community know each other; everyone knows themselves. For others, nobody is there."""
    if actor.id == person.id:
        return True
    return person.disabled_at is None and affiliations_of(actor).in_community and affiliations_of(person).in_community
