"""Partnerships as lists show them: the directory, the landing page, a theme, home."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, literal, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import on_record_for
from lpcommunity.following.queries import following
from lpcommunity.pages.queries.timeline import Event, timelines
from lpcommunity.partnerships.models import Partnership, partnership_organisation
from lpcommunity.people.models import Organisation
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.projects.models import Project
from lpcommunity.storage import session

PAGE = 20


@dataclass(frozen=True)
class Work:
    """A project of a place, with its programme and challenge theme."""

    id: int
    title: str
    aim: str
    programme: str
    programme_slug: str
    starts_on: date | None
    ends_on: date | None
    theme: str
    theme_slug: str


@dataclass
class Place:
    """A partnership in a list."""

    id: int
    slug: str
    name: str
    summary: str
    latitude: float | None
    longitude: float | None
    latest: datetime | None  # when something that the reader may read was last put on record
    followed: bool
    work: list[Work] = field(default_factory=list)  # the latest programme first
    organisations: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/partnerships/{self.slug}"

    @property
    def themes(self) -> list[tuple[str, str]]:
        """The challenge themes of its projects (slug, name), each once."""
        return list(dict.fromkeys((one.theme_slug, one.theme) for one in self.work if one.theme))


@dataclass(frozen=True)
class Choice:
    """What the directory can be narrowed by."""

    theme: str = ""
    sector: str = ""
    programme: str = ""

    def __bool__(self) -> bool:
        return bool(self.theme or self.sector or self.programme)


def places(actor: Reader | Visitor, choice: Choice = Choice()) -> list[Place]:
    """All partnerships that fit the choice, lately active first, then by name: one query, small rows."""
    latest = (
        select(Entry.published_at)
        .where(Entry.partnership_id == Partnership.id, on_record_for(actor))
        .order_by(Entry.published_at.desc(), Entry.id.desc())
        .limit(1)
        .correlate(Partnership)
        .scalar_subquery()
    )
    query = (
        select(
            Partnership.id,
            Partnership.slug,
            Partnership.name,
            Partnership.summary,
            Partnership.latitude,
            Partnership.longitude,
            latest.label("latest"),
            following(actor, partnership=Partnership.id).label("followed"),
        )
        .where(*_narrowed(choice))
        .order_by(latest.desc().nulls_last(), Partnership.sort_name, Partnership.id)
    )
    return [Place(*row) for row in session().execute(query)]


def fill(actor: Reader | Visitor, shown: Sequence[Place], *, briefly: bool = False) -> None:
    """Give these places their work, organisations and threads: three queries, however many there are.

    `briefly`: without the organisations, for an aside.
    """
    by_id = {place.id: place for place in shown}
    if not by_id:
        return
    for place_id, work in works(by_id):
        by_id[place_id].work.append(work)
    for place_id, name in [] if briefly else organisations(by_id):
        by_id[place_id].organisations.append(name)
    for place_id, events in timelines(actor, by_id).items():
        by_id[place_id].events = events


def works(place_ids: Collection[int]) -> list[tuple[int, Work]]:
    """The projects of these places, the latest programme first."""
    rows = session().execute(
        select(
            Project.partnership_id,
            Project.id,
            Project.title,
            Project.aim,
            Programme.name,
            Programme.slug,
            Programme.starts_on,
            Programme.ends_on,
            Theme.name,
            Theme.slug,
        )
        .join(Programme, Programme.id == Project.programme_id)
        .outerjoin(Theme, Theme.id == Project.theme_id)
        .where(Project.partnership_id.in_(list(place_ids)))
        .order_by(Programme.starts_on.desc().nulls_last(), Project.id.desc())
    )
    return [(row[0], Work(*row[1:8], theme=row[8] or "", theme_slug=row[9] or "")) for row in rows]


def organisations(place_ids: Collection[int]) -> list[tuple[int, str]]:
    """The organisations of these places, by name."""
    rows = session().execute(
        select(partnership_organisation.c.partnership_id, Organisation.name)
        .join(Organisation, Organisation.id == partnership_organisation.c.organisation_id)
        .where(partnership_organisation.c.partnership_id.in_(list(place_ids)))
        .order_by(Organisation.sort_name, Organisation.id)
    )
    return [(place_id, name) for place_id, name in rows]


def choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Themes and programmes that the directory can be narrowed by (slug, name), by name: one query."""
    themes = select(Theme.slug, Theme.name, Theme.sort_name.label("key"), _kind("theme"))
    programmes = select(Programme.slug, Programme.name, Programme.name.label("key"), _kind("programme"))
    rows = session().execute(
        themes.where(exists().where(Project.theme_id == Theme.id))
        .union_all(programmes.where(exists().where(Project.programme_id == Programme.id)))
        .order_by("key")
    )
    found: dict[str, list[tuple[str, str]]] = {"theme": [], "programme": []}
    for slug, name, _, kind in rows:
        found[kind].append((slug, name))
    return found["theme"], found["programme"]


def _kind(word: str) -> Any:
    return literal(word).label("kind")


def _narrowed(choice: Choice) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if choice.theme:
        where.append(_works_on(Theme.slug == choice.theme))
    if choice.programme:
        where.append(_works_on(Programme.slug == choice.programme))
    if choice.sector:
        table = partnership_organisation
        within = (
            select(table.c.partnership_id)
            .join(Organisation, Organisation.id == table.c.organisation_id)
            .where(Organisation.sector == choice.sector)
        )
        where.append(Partnership.id.in_(within))
    return where


def _works_on(what: ColumnElement[bool]) -> ColumnElement[bool]:
    return Partnership.id.in_(
        select(Project.partnership_id)
        .join(Programme, Programme.id == Project.programme_id)
        .outerjoin(Theme, Theme.id == Project.theme_id)
        .where(what)
    )
