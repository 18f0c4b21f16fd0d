"""What stands at the head of every page, for each kind of person."""

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.notifications.queries import MOST_UNREAD, unread_count
from lpcommunity.partnerships.map_layout import LONGEST_NAME
from lpcommunity.people.current_user import actor
from lpcommunity.people.models import Person
from lpcommunity.people.policy import can_find_people
from lpcommunity.web.masthead import Account, Item, Masthead, is_among, is_current, provide


@provide
def masthead() -> Masthead | None:
    """The words for whoever is signed in; None for a visitor."""
    person = actor()
    if isinstance(person, Visitor):
        return None
    items = [Item(label, url, is_current(url) or _leads_here(url)) for label, url in _words(person)]
    unread = unread_count(person)
    return Masthead(
        home_url="/home",
        search=True,
        items=items,
        person=account(person),
        unread=min(unread, MOST_UNREAD),
        unread_more=unread > MOST_UNREAD,
    )


def account(person: Person | Reader) -> Account:
    """A person as the masthead shows them."""
    return Account(name=person.name, initials=person.initials, photo_url=person.photo_url)


YOUR_PLACES = "/home#yours"
MONTHS = "/months"  # of the latest programme: it leads there


def _words(reader: Reader) -> list[tuple[str, str]]:
    words = [("Home", "/home")]
    if reader.programme_team:
        words.append(("Months", MONTHS))
    if reader.facilitates:
        words.append(("To review", "/reviews"))
    if reader.moderator:
        words.append(("Reports", "/moderation"))
    own = list(reader.names_of_places.values())
    if len(own) == 1:
        # A long name would take the whole row, or several on a phone; what it leads to says it whole.
        words.append((own[0].name if len(own[0].name) <= LONGEST_NAME else "Your partnership", own[0].path))
    elif own:
        words.append(("Your partnerships", YOUR_PLACES))
    words.append(("Partnerships", "/partnerships"))
    if can_find_people(reader):
        words.append(("People", "/people"))
    # Whoever runs a programme finds the themes with the programmes.
    words.append(("Programmes", "/programmes") if reader.programme_team else ("Themes", "/themes"))
    return words


def _leads_here(url: str) -> bool:
    return url == MONTHS and is_among("pages.months")
