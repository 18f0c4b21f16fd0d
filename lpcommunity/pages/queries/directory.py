"""The partnerships in the order of the directory: lately active first, then by name.

When a place was lately active is kept with it, for the community and for everybody else (entries.activity). The list
is two ranges one after the other: places with something on record, and those with nothing yet.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    tuple_,
    union_all,
)

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.queries import SIZE
from lpcommunity.pages.queries.places import ORGANISATION, PLACE, PROGRAMME, PROJECT, THEME, WITHIN, Place
from lpcommunity.projects.queries import TAKEN_IN, takes_part
from lpcommunity.storage import Moment, Statement, sort_key

PAGE = 20
OFFERED = 200  # themes, and programmes, to narrow it by
QUIET = 8  # places that the home of the programme team names: the months name all, with whom to ring
ASKED_QUIET = 3  # times as many are looked at

ACTIVE, PUBLIC_ACTIVE = PLACE.c.active_at, PLACE.c.public_active_at


@dataclass(frozen=True)
class Choice:
    """What the directory can be narrowed by; an empty word narrows nothing."""

    theme: str = ""
    sector: str = ""
    programme: str = ""

    def __bool__(self) -> bool:
        return bool(self.theme or self.sector or self.programme)

    def values(self) -> dict[str, str]:
        """The values that NARROWED asks for."""
        return {"theme": self.theme, "sector": self.sector, "programme": self.programme}


def _unless_empty(name: str, column: ColumnElement[str], within: Select[tuple[int]]) -> ColumnElement[bool]:
    wanted = bindparam(name, type_=String)
    return or_(wanted == "", PLACE.c.id.in_(within.where(column == wanted)))


def _within_programme() -> ColumnElement[bool]:
    """SQL: the place takes part in the programme with this slug, whether or not it works on anything there yet."""
    wanted = bindparam("programme", type_=String)
    return or_(
        wanted == "", takes_part(PLACE.c.id, select(PROGRAMME.c.id).where(PROGRAMME.c.slug == wanted).scalar_subquery())
    )


_works = select(PROJECT.c.partnership_id)
NARROWED = and_(
    _unless_empty("theme", THEME.c.slug, _works.select_from(PROJECT.join(THEME, THEME.c.id == PROJECT.c.theme_id))),
    _within_programme(),
    _unless_empty(
        "sector",
        ORGANISATION.c.sector,
        select(WITHIN.c.partnership_id).select_from(
            WITHIN.join(ORGANISATION, ORGANISATION.c.id == WITHIN.c.organisation_id)
        ),
    ),
)

EVERYTHING = Choice()
COLUMNS = (PLACE.c.id, PLACE.c.slug, PLACE.c.name, PLACE.c.summary)
BY_NAME = (PLACE.c.sort_name, PLACE.c.id)
NAME_AND_ID = tuple_(*BY_NAME)

# Where a page goes on: after this moment with this name, and among those never active after this name.
SINCE = bindparam("since", type_=Moment)
AFTER = tuple_(bindparam("name", type_=String), bindparam("id", type_=Integer))
AFTER_NEVER = tuple_(bindparam("never_name", type_=String), bindparam("never_id", type_=Integer))
ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)
NEVER = datetime(1, 1, 1, tzinfo=UTC)
TOP = {"since": ALWAYS, "name": "", "id": 0, "never_name": "", "never_id": 0}


def _directory(active: ColumnElement[datetime]) -> Statement[Place]:
    columns = (*COLUMNS, PLACE.c.sort_name, active.label("latest"))
    lately = select(*columns).where(NARROWED, active <= SINCE, or_(active < SINCE, NAME_AND_ID > AFTER))
    never = select(*columns).where(NARROWED, active.is_(None), NAME_AND_ID > AFTER_NEVER)
    first = lately.order_by(active.desc(), *BY_NAME).limit(SIZE).subquery("lately")
    then = never.order_by(*BY_NAME).limit(SIZE).subquery("never")
    both = union_all(select(first), select(then)).subquery("both")
    query = select(both.c.id, both.c.slug, both.c.name, both.c.summary)
    query = query.order_by(both.c.latest.desc().nulls_last(), both.c.sort_name, both.c.id).limit(SIZE)
    return Statement(query, Place)


FOR_COMMUNITY, FOR_PUBLIC = _directory(ACTIVE), _directory(PUBLIC_ACTIVE)


@dataclass(frozen=True)
class PlaceKey:
    """Where a place stands in the directory."""

    id: int
    sort_name: str
    active_at: datetime | None
    public_active_at: datetime | None


KEY = Statement(
    select(PLACE.c.id, PLACE.c.sort_name, ACTIVE, PUBLIC_ACTIVE).where(PLACE.c.slug == bindparam("slug", type_=String)),
    PlaceKey,
)
NUMBER: Statement[Any] = Statement(select(func.count().label("number")).select_from(PLACE).where(NARROWED))


@dataclass(frozen=True)
class PlacePage:
    """Some places of the directory, and the slug to go on from if there are more."""

    places: list[Place]
    next: str


def directory(actor: Reader | Visitor, choice: Choice = EVERYTHING, after: str = "", size: int = PAGE) -> PlacePage:
    """A page of the partnerships that fit the choice: one query, and one more to go on after the place `after`."""
    statement = FOR_COMMUNITY if actor.in_community else FOR_PUBLIC
    found = statement.all(_going_on(actor, after), choice.values(), size=size + 1)
    shown = found[:size]
    return PlacePage(shown, shown[-1].slug if len(found) > size else "")


def number_of_places(choice: Choice = EVERYTHING) -> int:
    """How many fit the choice."""
    return int(NUMBER.value(choice.values()))


def _going_on(actor: Reader | Visitor, after: str) -> dict[str, Any]:
    key = KEY.first(slug=after) if after else None
    if key is None:
        return TOP
    active = key.active_at if actor.in_community else key.public_active_at
    if active is None:
        return {**TOP, "since": NEVER, "never_name": key.sort_name, "never_id": key.id}
    return {**TOP, "since": active, "name": key.sort_name, "id": key.id}


@dataclass(frozen=True)
class Offer:
    """A theme or programme by which the directory can be narrowed."""

    slug: str
    name: str


THEMES = Statement(
    select(THEME.c.slug, THEME.c.name)
    .where(exists().where(PROJECT.c.theme_id == THEME.c.id))
    .order_by(THEME.c.sort_name, THEME.c.id)
    .limit(OFFERED),
    Offer,
)
PROGRAMMES = Statement(
    select(PROGRAMME.c.slug, PROGRAMME.c.name)
    .where(
        or_(
            exists().where(PROJECT.c.programme_id == PROGRAMME.c.id),
            exists().where(TAKEN_IN.c.programme_id == PROGRAMME.c.id),
        )
    )
    .order_by(PROGRAMME.c.name, PROGRAMME.c.id)
    .limit(OFFERED),
    Offer,
)


def choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Themes and programmes that the directory can be narrowed by (slug, name), by name: two queries."""
    programmes = sorted(PROGRAMMES.all(), key=lambda one: sort_key(one.name))
    return theme_choices(), [(one.slug, one.name) for one in programmes]


def theme_choices() -> list[tuple[str, str]]:
    """Themes on which some place works (slug, name), by name: one query."""
    return [(one.slug, one.name) for one in THEMES.all()]


@dataclass(frozen=True)
class QuietPlace:
    """A place of which the community has not heard for long, or never since it was set up."""

    id: int
    slug: str
    name: str
    latest: datetime | None
    set_up_at: datetime

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/partnerships/{self.slug}"


def _quiet() -> Statement[QuietPlace]:
    """Quiet counts from the last news, or from the day on which a place was set up."""
    set_up = PLACE.c.created_at.label("set_up_at")
    columns = (PLACE.c.id, PLACE.c.slug, PLACE.c.name, PLACE.c.sort_name, ACTIVE.label("latest"), set_up)
    backwards = (PLACE.c.sort_name.desc(), PLACE.c.id.desc())
    since_set_up = select(*columns).where(ACTIVE.is_(None), PLACE.c.created_at < SINCE)
    never = since_set_up.order_by(*backwards).limit(SIZE).subquery("never")
    long_ago = select(*columns).where(ACTIVE < SINCE).order_by(ACTIVE, *backwards).limit(SIZE).subquery("long_ago")
    both = union_all(select(never), select(long_ago)).subquery("both")
    query = select(both.c.id, both.c.slug, both.c.name, both.c.latest, both.c.set_up_at)
    return Statement(
        query.order_by(both.c.latest.nulls_first(), both.c.sort_name.desc(), both.c.id.desc()).limit(SIZE), QuietPlace
    )


QUIET_PLACES = _quiet()


def quiet_places(since: datetime) -> list[QuietPlace]:
    """The places of which the community has not heard since then, the longest first: more than are named, since not of
    all of them it is said (queries.silence).
    """
    return QUIET_PLACES.all(since=since, size=ASKED_QUIET * QUIET + 1)
