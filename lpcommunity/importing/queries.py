"""What the database has already under the names that a file uses."""

from datetime import date

from sqlalchemy import select

from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.people.models import Organisation, Person
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.storage import session


def programme(slug: str) -> Programme | None:
    """The programme of this short name, if there is one."""
    return session().scalar(select(Programme).where(Programme.slug == slug))


def theme(slug: str) -> Theme | None:
    """The theme of this short name, if there is one."""
    return session().scalar(select(Theme).where(Theme.slug == slug))


def organisation(slug: str) -> Organisation | None:
    """The organisation of this short name, if there is one."""
    return session().scalar(select(Organisation).where(Organisation.slug == slug))


def partnership(slug: str) -> Partnership | None:
    """The partnership of this short name, if there is one."""
    return session().scalar(select(Partnership).where(Partnership.slug == slug))


def person(email: str) -> Person | None:
    """The person with this address, if there is one."""
    return session().scalar(select(Person).where(Person.email == email))


def has_been(person_id: int, partnership_id: int, role: str, since: date) -> bool:
    """Whether this person has, or had, this role there from that day on."""
    query = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.partnership_id == partnership_id,
        Membership.role == role,
        Membership.starts_on == since,
    )
    return session().scalar(query.limit(1)) is not None
