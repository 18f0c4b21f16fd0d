"""What stands at the head of every page, for each kind of person."""

from lpcommunity.notifications.queries import MOST_UNREAD, unread_count
from lpcommunity.partnerships.affiliations import Affiliations, affiliations_of
from lpcommunity.people.current_user import actor
from lpcommunity.people.models import Person
from lpcommunity.web.masthead import Account, Item, Masthead, is_current, provide


@provide
def masthead() -> Masthead | None:
    """The words for whoever is signed in; None for a visitor."""
    person = actor()
    if person is None:
        return None
    items = [Item(label, url, is_current(url)) for label, url in _words(affiliations_of(person))]
    unread = unread_count(person)
    return Masthead(
        home_url="/home",
        items=items,
        person=account(person),
        unread=min(unread, MOST_UNREAD),
        unread_more=unread > MOST_UNREAD,
    )


def account(person: Person) -> Account:
    """A person as the masthead shows them."""
    return Account(name=person.name, initials=person.initials, photo_url=person.photo_url)


def _words(affiliations: Affiliations) -> list[tuple[str, str]]:
    words = [("Home", "/home")]
    if affiliations.facilitates:
        words.append(("To review", "/reviews"))
    words += [("Partnerships", "/partnerships"), ("Themes", "/themes")]
    if affiliations.programme_team:
        words.append(("Programmes", "/programmes"))
    return words
