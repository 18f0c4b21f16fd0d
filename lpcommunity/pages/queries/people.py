"""The people of the community by name, narrowed by name, by what they can help with, and by where they belong.

Nobody stands here whom the reader may not see as a person (people.policy.can_see_person, held equal by a test), and
nothing of them that they keep from the community: it is not with them (people.models.HiddenDetails).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    and_,
    any_,
    bindparam,
    func,
    or_,
    select,
)

from lpcommunity.access.reader import Reader
from lpcommunity.entries.policy import READER_IN_COMMUNITY, reads
from lpcommunity.pages.queries.places import PLACE, PROJECT, THEME
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES
from lpcommunity.partnerships.terms import MEMBERSHIP, current, in_community
from lpcommunity.people.faces import Face
from lpcommunity.people.models import Organisation
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement
from lpcommunity.storage.name_pages import SIZE, by_name, later, name_cursor, place_in_names

PAGE = 20
COUNTED = 500  # beyond it is “500+”
MOST_PLACES = 10 * PAGE  # of a page's people
ORGANISATION: FromClause = Organisation.__table__
IDS = bindparam("ids", type_=Integer, expanding=True)


@dataclass(frozen=True)
class Choice:
    """What the people are narrowed by; an empty word narrows nothing. `among`: only these, if it is not None."""

    organisation: str = ""
    sector: str = ""
    place: str = ""
    theme: str = ""
    among: Collection[int] | None = None

    def values(self) -> dict[str, Any]:
        """The values that the statements ask for."""
        narrowed = {"in_organisation": self.organisation, "sector": self.sector, "place": self.place}
        among = {} if self.among is None else {"ids": sorted(self.among)}
        return {**narrowed, "theme": self.theme, **among}


@dataclass(frozen=True)
class PersonLine(Face):
    """Somebody in the list, as the community sees them."""

    id: int
    name: str
    sort_name: str
    photo_key: str | None
    job_title: str
    organisation: str | None
    organisation_slug: str | None
    helps_with: str


@dataclass(frozen=True)
class Belongs:
    """Where one of them belongs."""

    person_id: int
    slug: str
    name: str
    role: str

    @property
    def role_word(self) -> str:
        """Their role there, where it is another than member."""
        return "" if self.role == "member" else PARTNERSHIP_ROLES.get(self.role, self.role)


def _if_asked(name: str, of_word: Any) -> ColumnElement[bool]:
    wanted = bindparam(name, type_=String)
    return or_(wanted == "", of_word(wanted))


_belong = select(MEMBERSHIP.c.person_id)
_to_place = _belong.select_from(MEMBERSHIP.join(PLACE, PLACE.c.id == MEMBERSHIP.c.partnership_id)).where(current())
_to_theme = _belong.select_from(
    MEMBERSHIP.join(PROJECT, PROJECT.c.partnership_id == MEMBERSHIP.c.partnership_id).join(
        THEME, THEME.c.id == PROJECT.c.theme_id
    )
).where(current())
SHOWN = and_(
    READER_IN_COMMUNITY,
    in_community(),
    _if_asked("in_organisation", lambda word: ORGANISATION.c.slug == word),
    _if_asked("sector", lambda word: ORGANISATION.c.sector == word),
    _if_asked("place", lambda word: PERSON.c.id.in_(_to_place.where(PLACE.c.slug == word))),
    _if_asked("theme", lambda word: PERSON.c.id.in_(_to_theme.where(THEME.c.slug == word))),
)
_ROWS = PERSON.outerjoin(ORGANISATION, ORGANISATION.c.id == PERSON.c.organisation_id)


def _lines(*which: ColumnElement[bool]) -> Select[Any]:
    columns = [PERSON.c[name] for name in ("id", "name", "sort_name", "photo_key", "job_title", "helps_with")]
    theirs = (ORGANISATION.c.name.label("organisation"), ORGANISATION.c.slug.label("organisation_slug"))
    found = select(*columns, *theirs).select_from(_ROWS).where(SHOWN, later(PERSON), *which)
    return found.order_by(*by_name(PERSON)).limit(SIZE)


def _number(*which: ColumnElement[bool]) -> Select[Any]:
    found = select(PERSON.c.id).select_from(_ROWS).where(SHOWN, *which).limit(COUNTED + 1).subquery("found")
    return select(func.count().label("number")).select_from(found)


def _among(dialect: str) -> ColumnElement[bool]:
    """SQL over person: one of these. On PostgreSQL as one value: thousands would cost one by one."""
    if dialect == "sqlite":
        return PERSON.c.id.in_(IDS)
    return PERSON.c.id == any_(bindparam("ids", type_=ARRAY(Integer)))


EVERYBODY = Statement(_lines(), PersonLine)
AMONG = Statement(lambda dialect: _lines(_among(dialect)), PersonLine)
NUMBER: Statement[Any] = Statement(_number())
NUMBER_AMONG: Statement[Any] = Statement(lambda dialect: _number(_among(dialect)))
BELONG_TO = Statement(
    select(MEMBERSHIP.c.person_id, PLACE.c.slug, PLACE.c.name, MEMBERSHIP.c.role)
    .select_from(MEMBERSHIP.join(PLACE, PLACE.c.id == MEMBERSHIP.c.partnership_id))
    .where(MEMBERSHIP.c.person_id.in_(IDS), current())
    .order_by(PLACE.c.sort_name, PLACE.c.id)
    .limit(MOST_PLACES),
    Belongs,
)
NAME_OF_PLACE: Statement[Any] = Statement(select(PLACE.c.name).where(PLACE.c.slug == bindparam("slug", type_=String)))
NAME_OF_ORGANISATION: Statement[Any] = Statement(
    select(ORGANISATION.c.name).where(ORGANISATION.c.slug == bindparam("slug", type_=String))
)


@dataclass(frozen=True)
class PeoplePage:
    """Some people, where they belong, and the cursor of the next page if there is one."""

    people: Sequence[PersonLine]
    places: dict[int, list[Belongs]]
    number: int
    next: str | None

    @property
    def figure(self) -> str:
        """How many there are in all."""
        return f"{COUNTED}+" if self.number > COUNTED else str(self.number)


def people(actor: Reader, choice: Choice, after: str | None = None) -> PeoplePage:
    """A page of those who fit the choice, by name: three queries."""
    everybody = choice.among is None
    values = {**reads(actor), **choice.values()}
    found = (EVERYBODY if everybody else AMONG).all(values, place_in_names(after), size=PAGE + 1)
    shown = found[:PAGE]
    places: dict[int, list[Belongs]] = {}
    for one in BELONG_TO.all(values | {"ids": [person.id for person in shown]}) if shown else ():
        places.setdefault(one.person_id, []).append(one)
    number = (NUMBER if everybody else NUMBER_AMONG).value(values)
    return PeoplePage(shown, places, int(number), name_cursor(shown[-1]) if len(found) > PAGE else None)


def name_of_place(slug: str) -> str | None:
    """How the partnership with this slug is called."""
    found: str | None = NAME_OF_PLACE.value(slug=slug)
    return found


def name_of_organisation(slug: str) -> str | None:
    """How the organisation with this slug is called."""
    found: str | None = NAME_OF_ORGANISATION.value(slug=slug)
    return found
