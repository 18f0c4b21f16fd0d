"""What the database has already under the names that a file uses: one query for each kind of thing."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select

from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.people.models import Organisation, Person
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.storage import session

T = TypeVar("T")
AT_ONCE = 500  # names in one query


def programme(slug: str) -> Programme | None:
    """The programme of this short name, if there is one."""
    return session().scalar(select(Programme).where(Programme.slug == slug))


def themes(slugs: Iterable[str]) -> dict[str, Theme]:
    """The themes that there are of these short names."""
    return _named(Theme, Theme.slug, slugs)


def organisations(slugs: Iterable[str]) -> dict[str, Organisation]:
    """The organisations that there are of these short names."""
    return _named(Organisation, Organisation.slug, slugs)


def partnerships(slugs: Iterable[str]) -> dict[str, Partnership]:
    """The partnerships that there are of these short names."""
    return _named(Partnership, Partnership.slug, slugs)


def people(emails: Iterable[str]) -> dict[str, Person]:
    """The people that there are with these addresses."""
    return _named(Person, Person.email, emails)


def has_been(person_id: int, partnership_id: int, role: str, since: date) -> bool:
    """Whether this person has, or had, this role there from that day on."""
    query = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.partnership_id == partnership_id,
        Membership.role == role,
        Membership.starts_on == since,
    )
    return session().scalar(query.limit(1)) is not None


def _named(model: type[T], column: Any, names: Iterable[str]) -> dict[str, T]:
    wanted = [str(name) for name in names]
    found: dict[str, T] = {}
    for start in range(0, len(wanted), AT_ONCE):
        query = select(column, model).where(column.in_(wanted[start : start + AT_ONCE]))
        found |= dict(session().execute(query).all())
    return found
