"""What the database has already under the names that a file uses: one query for each kind of thing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select

from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.partnerships.terms import is_over
from lpcommunity.people.models import Organisation, Person, RoleHolding
from lpcommunity.people.terms import is_held
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.storage import session
from lpcommunity.storage.clock import LONDON

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


@dataclass(frozen=True)
class Belonging:
    """What somebody is, will be or was in a place that is there. `last`: its last day; None where it is open."""

    role: str
    starts_on: date
    last: date | None
    is_over: bool

    def tells_of(self, day: date) -> bool:
        """Whether it is known here how things stand from that day on: it goes on, or went on until then or longer."""
        return not self.is_over or self.starts_on == day or (self.last is not None and self.last >= day)


def belongings(partnership_ids: Iterable[int]) -> dict[tuple[int, int], list[Belonging]]:
    """Who belongs to these places, will or did, by the ids of place and person: the newest first."""
    found: dict[tuple[int, int], list[Belonging]] = {}
    for some in _parts(partnership_ids):
        query = select(Membership).where(Membership.partnership_id.in_(some)).order_by(Membership.id.desc())
        for one in session().scalars(query):
            last = one.ends_on
            if one.ended_at is not None:
                ended = one.ended_at.astimezone(LONDON).date()
                last = ended if last is None else min(last, ended)
            belonging = Belonging(one.role, one.starts_on, last, is_over(one))
            found.setdefault((one.partnership_id, one.person_id), []).append(belonging)
    return found


def roles_given(person_ids: Iterable[int]) -> dict[tuple[int, str], bool]:
    """The roles in the whole installation that these people hold (True) or held once (False), by id and role."""
    found: dict[tuple[int, str], bool] = {}
    for some in _parts(person_ids):
        for holding in session().scalars(select(RoleHolding).where(RoleHolding.person_id.in_(some))):
            key = (holding.person_id, holding.role)
            found[key] = found.get(key, False) or is_held(holding)
    return found


def _parts(ids: Iterable[int]) -> Iterator[list[int]]:
    every = list(ids)
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]


def _named(model: type[T], column: Any, names: Iterable[str]) -> dict[str, T]:
    wanted = [str(name) for name in names]
    found: dict[str, T] = {}
    for start in range(0, len(wanted), AT_ONCE):
        query = select(column, model).where(column.in_(wanted[start : start + AT_ONCE]))
        found |= dict(session().execute(query).all())
    return found
