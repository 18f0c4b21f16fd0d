"""What a search is narrowed by: from the address, and as marks that rows have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import FromClause, Integer, Select, String, and_, bindparam, or_, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.entries.policy import READER, READER_IN_COMMUNITY, reads, word
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.terms import in_community
from lpcommunity.people.terms import PERSON
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.projects.queries import takes_part
from lpcommunity.search import tokens
from lpcommunity.search.query_language import legible
from lpcommunity.search.rows import FIRST, LAST, number_at
from lpcommunity.search.sources import kind_of
from lpcommunity.storage import Statement
from lpcommunity.storage.clock import from_london

NOTHING = "#none"  # a mark that no row has
NAMES = ("kind", "partnership", "theme", "programme", "person", "audience", "attached", "from", "to")
LONGEST_VALUE = 80  # characters; more than any slug or number of ours
MOST_NAMED = 100
MOST_PLACES = 500  # of a programme

PLACE: FromClause = Partnership.__table__
THEME: FromClause = Theme.__table__
PROGRAMME: FromClause = Programme.__table__
SLUG = bindparam("slug", type_=String)
IDS = bindparam("ids", type_=Integer, expanding=True)


@dataclass(frozen=True)
class Named:
    """Something by which a search can be narrowed."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class NamedPerson:
    """Somebody by whom it can be."""

    id: int
    name: str


@dataclass(frozen=True)
class Called:
    """How one of what was found is called, by which others can be narrowed: a `place`, `theme` or `person`."""

    sort: str
    id: int
    slug: str
    name: str


def _named(thing: FromClause, where: ColumnElement[bool]) -> Statement[Named]:
    query: Select[Any] = select(thing.c.id, thing.c.slug, thing.c.name).where(where)
    return Statement(query.order_by(thing.c.id).limit(MOST_NAMED), Named)


PLACE_AT, THEME_AT = _named(PLACE, PLACE.c.slug == SLUG), _named(THEME, THEME.c.slug == SLUG)
PROGRAMME_AT = _named(PROGRAMME, PROGRAMME.c.slug == SLUG)
PLACES_OF: Statement[Any] = Statement(
    select(PLACE.c.id)
    .where(takes_part(PLACE.c.id, bindparam("programme", type_=Integer)))
    .order_by(PLACE.c.id)
    .limit(MOST_PLACES)
)
KNOWN_PERSON = or_(PERSON.c.id == READER, and_(READER_IN_COMMUNITY, in_community(PERSON)))  # SQL over person
PEOPLE = Statement(
    select(PERSON.c.id, PERSON.c.name)
    .where(PERSON.c.id.in_(IDS), KNOWN_PERSON)
    .order_by(PERSON.c.sort_name, PERSON.c.id)
    .limit(MOST_NAMED),
    NamedPerson,
)


def _called(sort: str, name: str, thing: FromClause, *columns: Any) -> Select[Any]:
    ids = bindparam(name, type_=Integer, expanding=True)
    return select(word(sort).label("sort"), thing.c.id, *columns).where(thing.c.id.in_(ids)).limit(MOST_NAMED)


# How places, themes and people are called, for whom who may know them: at once.
CALLED: Statement[Called] = Statement(
    union_all(
        *(
            select(one)
            for one in (
                _called("place", "places", PLACE, PLACE.c.slug, PLACE.c.name).subquery("place"),
                _called("theme", "themes", THEME, THEME.c.slug, THEME.c.name).subquery("theme"),
                _called("person", "people", PERSON, word("").label("slug"), PERSON.c.name)
                .where(KNOWN_PERSON)
                .subquery("someone"),
            )
        )
    ),
    Called,
)


@dataclass(frozen=True)
class Chosen:
    """One thing that a search is narrowed by: its name in the address, what it reads as, and the marks of which a row
    has one (none: by time).
    """

    name: str
    value: str
    label: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sieve:
    """All that a search is narrowed by, and the numbers of rows between which it looks."""

    chosen: tuple[Chosen, ...] = ()
    since: int = FIRST
    before: int = LAST
    typed: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.chosen)

    @property
    def marks(self) -> list[Sequence[str]]:
        """Sets of marks of which one each has to be there."""
        return [one.marks for one in self.chosen if one.marks]

    def value(self, name: str) -> str:
        """What is chosen under this name; empty where nothing is."""
        return next((one.value for one in self.chosen if one.name == name), "")

    def turned_round(self) -> Mapping[str, str] | None:
        """The same for an address, with the days in their order, where the last came before the first; else None."""
        first, last = self.value("from"), self.value("to")
        return {**self.typed, "from": last, "to": first} if first and last and first > last else None

    def without_kind(self) -> "Sieve":
        """The same for all kinds."""
        return replace(self, chosen=tuple(one for one in self.chosen if one.name != "kind"))


def read(actor: Reader, args: Mapping[str, str]) -> Sieve:
    """What the address narrows a search by: at most one query for each of place, theme, programme (two) and person.
    What there is none of narrows it to nothing.
    """
    chosen, since, before = [], FIRST, LAST
    for name in NAMES:
        value = legible(args.get(name, ""), LONGEST_VALUE)
        if not value:
            continue
        if name in ("from", "to"):
            on = day(value)
            if on is None:
                continue
            chosen.append(Chosen(name, on.isoformat(), ""))
            if name == "from":
                since = _number(on)
            else:
                before = _number(on + timedelta(days=1) if on < date.max else on)
        else:
            chosen.append(_READ[name](actor, name, value))
    return Sieve(tuple(chosen), since, before, {one.name: one.value for one in chosen})


def day(value: str) -> date | None:
    """A day as an address says it; None for what is none."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _number(on: date) -> int:
    return number_at(from_london(datetime.combine(on, time())))


def _kind(_actor: Reader, name: str, value: str) -> Chosen:
    kind = kind_of(value)
    return Chosen(name, value, kind.plural if kind else UNKNOWN, (tokens.kind(value) if kind else NOTHING,))


def _place(_actor: Reader, name: str, value: str) -> Chosen:
    return _slug(name, value, PLACE_AT.first(slug=value), tokens.place)


def _theme(_actor: Reader, name: str, value: str) -> Chosen:
    return _slug(name, value, THEME_AT.first(slug=value), tokens.theme)


def _slug(name: str, value: str, found: Named | None, mark: Any) -> Chosen:
    return Chosen(name, value, found.name if found else UNKNOWN, (mark(found.id) if found else NOTHING,))


def _programme(_actor: Reader, name: str, value: str) -> Chosen:
    """One in which nobody takes part yet is as good as none: its name stands nowhere."""
    found = PROGRAMME_AT.first(slug=value)
    places = PLACES_OF.values(programme=found.id) if found else []
    label = found.name if found and places else UNKNOWN
    return Chosen(name, value, label, tuple(map(tokens.place, places)) or (NOTHING,))


def _person(actor: Reader, name: str, value: str) -> Chosen:
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
    found = PEOPLE.first(reads(actor), ids=[number])
    label = UNKNOWN if found is None else "Written by me" if found.id == actor.id else f"By {found.name}"
    return Chosen(name, value, label, (tokens.author(number) if found else NOTHING,))


def _audience(_actor: Reader, name: str, value: str) -> Chosen:
    known = value in AUDIENCES
    return Chosen(name, value, AUDIENCE_LABELS.get(value, UNKNOWN), (tokens.audience(value) if known else NOTHING,))


def _attached(_actor: Reader, name: str, _value: str) -> Chosen:
    return Chosen(name, "1", "With documents or pictures", (tokens.WITH_FILES,))


UNKNOWN = "Something that is not there"
AUDIENCE_LABELS = {
    "me": "For me alone",
    "facilitators": "Between author and facilitators",
    "partnership": "For the partnership",
    "community": "For the community",
    "public": "For everybody",
}
_READ = {
    "kind": _kind, "partnership": _place, "theme": _theme, "programme": _programme, "person": _person,
    "audience": _audience, "attached": _attached,
}  # fmt: skip
