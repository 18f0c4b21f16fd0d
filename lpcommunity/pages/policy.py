"""Who may open which of these pages. What stands on them is decided by entries.policy, row by row."""

from lpcommunity.partnerships.standing import standing_of
from lpcommunity.people.models import Person


def can_see_person(actor: Person, person: Person) -> bool:
    """People of the community know each other; everyone knows themselves. For others, nobody is there."""
    if actor.id == person.id:
        return True
    return person.disabled_at is None and standing_of(actor).in_community and standing_of(person).in_community
