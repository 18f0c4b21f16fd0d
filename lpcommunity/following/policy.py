"""Who may follow. Stopping is always allowed."""

from lpcommunity.partnerships.affiliations import affiliations_of
from lpcommunity.people.models import Person


def can_follow(actor: Person) -> bool:
    """Whoever is in the community follows partnerships and themes."""
    return affiliations_of(actor).in_community


def can_follow_person(actor: Person, person: Person) -> bool:
    """People are followed by others of the community, while they are in it themselves."""
    return actor.id != person.id and can_follow(actor) and affiliations_of(person).in_community
