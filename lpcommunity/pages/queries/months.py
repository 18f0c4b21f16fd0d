"""Month by month: the places of a programme, and what somebody can narrow them by."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    String,
    bindparam,
    cast,
    exists,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from lpcommunity.access.reader import Reader
from lpcommunity.entries.policy import reads
from lpcommunity.entries.sayings import READER_IN_TEAM
from lpcommunity.pages.queries.places import ORGANISATION, PLACE, PROGRAMME, PROJECT, THEME, WITHIN
from lpcommunity.projects.queries import PROGRAMME as IN_PROGRAMME
from lpcommunity.projects.queries import TAKEN_IN, takes_part
from lpcommunity.storage import Statement, sort_key
from lpcommunity.storage.name_pages import SIZE, NamePage, by_name, later, name_page

PAGE = 50  # places
MOST_OFFERED = 200
FACILITATED = bindparam("facilitated", type_=Integer, expanding=True)
THEME_SLUG, SECTOR = bindparam("theme", type_=String), bindparam("sector", type_=String)


@dataclass(frozen=True)
class Sieve:
    """Which places of a programme: with this challenge theme there, with a partner of this sector."""

    theme: str = ""
    sector: str = ""

    @property
    def arguments(self) -> dict[str, Any]:
        """As an address carries it."""
        return {name: value for name, value in (("theme", self.theme), ("sector", self.sector)) if value}


@dataclass
class MonthsPlace:
    """A place in the months of its programme."""

    id: int
    slug: str
    name: str
    sort_name: str
    active_at: datetime | None  # when the community last heard of it
    created_at: datetime
    counts: dict[int, dict[str, int]] = field(default_factory=dict)  # by the number of the month, by what came
    latest: datetime | None = None  # the newest that the reader may open
    late: int = 0  # actions that they may read

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/partnerships/{self.slug}"


def _unless_empty(wanted: ColumnElement[str], condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return or_(wanted == "", condition)


# Of a programme all its places for its team; for a facilitator those that they facilitate.
_theirs = or_(READER_IN_TEAM, PLACE.c.id.in_(FACILITATED))
_on_theme = select(PROJECT.c.partnership_id).select_from(PROJECT.join(THEME, THEME.c.id == PROJECT.c.theme_id))
_of_sector = select(WITHIN.c.partnership_id).select_from(
    WITHIN.join(ORGANISATION, ORGANISATION.c.id == WITHIN.c.organisation_id)
)
_places = select(*(PLACE.c[name] for name in ("id", "slug", "name", "sort_name", "active_at", "created_at"))).where(
    takes_part(PLACE.c.id), _theirs
)
PLACES_OF_MONTHS = Statement(
    _places.where(
        _unless_empty(
            THEME_SLUG,
            PLACE.c.id.in_(_on_theme.where(PROJECT.c.programme_id == IN_PROGRAMME, THEME.c.slug == THEME_SLUG)),
        ),
        _unless_empty(SECTOR, PLACE.c.id.in_(_of_sector.where(ORGANISATION.c.sector == SECTOR))),
        later(PLACE),
    )
    .order_by(*by_name(PLACE))
    .limit(SIZE),
    MonthsPlace,
)
ONE_PLACE = Statement(_places.where(PLACE.c.slug == bindparam("slug", type_=String)), MonthsPlace)


@dataclass(frozen=True)
class Offer:
    """A programme whose months the reader may see, or a theme by which they can be narrowed."""

    what: str
    slug: str
    name: str
    starts_on: date | None


def _named(what: str) -> ColumnElement[str]:
    return literal_column(f"'{what}'", String)


# A programme in which somebody's places take part, asked from the programme: see projects.queries.takes_part.
_with_theirs = or_(
    exists().where(PROJECT.c.programme_id == PROGRAMME.c.id, PROJECT.c.partnership_id.in_(FACILITATED)),
    exists().where(TAKEN_IN.c.programme_id == PROGRAMME.c.id, TAKEN_IN.c.partnership_id.in_(FACILITATED)),
)
_programmes = (
    select(_named("programme").label("what"), PROGRAMME.c.slug, PROGRAMME.c.name, PROGRAMME.c.starts_on)
    .where(or_(READER_IN_TEAM, _with_theirs))
    .order_by(PROGRAMME.c.starts_on.is_(None), PROGRAMME.c.starts_on.desc(), PROGRAMME.c.id)
    .limit(MOST_OFFERED)
)
_themes = (
    select(_named("theme").label("what"), THEME.c.slug, THEME.c.name, cast(null(), Date).label("starts_on"))
    .where(exists().where(PROJECT.c.theme_id == THEME.c.id, PROJECT.c.programme_id == IN_PROGRAMME))
    .order_by(THEME.c.sort_name, THEME.c.id)
    .limit(MOST_OFFERED)
)
OFFERS = Statement(union_all(select(_programmes.subquery()), select(_themes.subquery())), Offer)


@dataclass(frozen=True)
class Offers:
    """The programmes whose months somebody may see, the newest first, and the themes of one of them, by name."""

    programmes: list[Offer]
    themes: list[Offer]

    @property
    def programme_choices(self) -> list[tuple[str, str]]:
        """As a form offers them."""
        return [(one.slug, one.name) for one in self.programmes]

    @property
    def theme_choices(self) -> list[tuple[str, str]]:
        """As a form offers them."""
        return [(one.slug, one.name) for one in self.themes]


def offers(actor: Reader, programme_id: int = 0) -> Offers:
    """The programmes whose months this reader may see, and the themes of one of them: one query."""
    rows = OFFERS.all(reads(actor), facilitated=sorted(actor.facilitates), programme=programme_id)
    themes = sorted((one for one in rows if one.what == "theme"), key=lambda one: sort_key(one.name))
    programmes = [one for one in rows if one.what != "theme"]
    return Offers(sorted(programmes, key=lambda one: one.starts_on or date.min, reverse=True), themes)


def places_in_months(
    actor: Reader, programme_id: int, sieve: Sieve, after: str | None = None, size: int = PAGE
) -> NamePage[MonthsPlace]:
    """A page of the places of a programme whose months this reader may see, by name: one query."""
    return name_page(
        PLACES_OF_MONTHS,
        after,
        size,
        **reads(actor),
        facilitated=sorted(actor.facilitates),
        programme=programme_id,
        theme=sieve.theme,
        sector=sieve.sector,
    )


def place_in_months(actor: Reader, programme_id: int, slug: str) -> MonthsPlace | None:
    """The same of one place, or None: one query."""
    return ONE_PLACE.first(reads(actor), facilitated=sorted(actor.facilitates), programme=programme_id, slug=slug)
