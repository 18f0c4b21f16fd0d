"""The person at the other end of this request. For views only; everything below takes an `actor`."""

from flask_login import current_user

from lpcommunity.access import Refused
from lpcommunity.people.models import Person


def actor() -> Person | None:
    """The person signed in, or None."""
    person = getattr(current_user, "person", None)
    return person if isinstance(person, Person) else None


def me() -> Person:
    """The person signed in. Raises Refused when nobody is (access control lets nobody come that far)."""
    person = actor()
    if person is None:
        raise Refused
    return person
