"""Partnerships as lists show them: the directory, the landing page, a theme."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.following.queries import followed_places
from lpcommunity.pages.queries.timeline import Event, timelines
from lpcommunity.partnerships.models import Partnership, partnership_organisation
from lpcommunity.people.models import Organisation
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.projects.models import Project
from lpcommunity.storage import Statement

PLACE: FromClause = Partnership.__table__
PROJECT: FromClause = Project.__table__
PROGRAMME: FromClause = Programme.__table__
THEME: FromClause = Theme.__table__
ORGANISATION: FromClause = Organisation.__table__
WITHIN: FromClause = partnership_organisation
PLACES = bindparam("places", type_=Integer, expanding=True)


@dataclass(frozen=True)
class Work:
    """A project of a place, with its programme and challenge theme."""

    place_id: int
    id: int
    title: str
    aim: str
    programme: str
    programme_slug: str
    starts_on: date | None
    ends_on: date | None
    theme: str | None
    theme_slug: str | None


@dataclass
class Place:
    """A partnership in a list."""

    id: int
    slug: str
    name: str
    summary: str
    followed: bool = False
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
        return list(dict.fromkeys((one.theme_slug or "", one.theme) for one in self.work if one.theme))


@dataclass(frozen=True)
class PlaceOrganisation:
    """An organisation within a place."""

    place_id: int
    name: str


# What places work and worked on, the latest programme first.
WORKS = Statement(
    select(
        PROJECT.c.partnership_id.label("place_id"),
        PROJECT.c.id,
        PROJECT.c.title,
        PROJECT.c.aim,
        PROGRAMME.c.name.label("programme"),
        PROGRAMME.c.slug.label("programme_slug"),
        PROGRAMME.c.starts_on,
        PROGRAMME.c.ends_on,
        THEME.c.name.label("theme"),
        THEME.c.slug.label("theme_slug"),
    )
    .select_from(
        PROJECT.join(PROGRAMME, PROGRAMME.c.id == PROJECT.c.programme_id).outerjoin(
            THEME, THEME.c.id == PROJECT.c.theme_id
        )
    )
    .where(PROJECT.c.partnership_id.in_(PLACES))
    .order_by(PROGRAMME.c.starts_on.desc().nulls_last(), PROJECT.c.id.desc()),
    Work,
)

# The organisations of places, by name.
ORGANISATIONS = Statement(
    select(WITHIN.c.partnership_id.label("place_id"), ORGANISATION.c.name)
    .select_from(WITHIN.join(ORGANISATION, ORGANISATION.c.id == WITHIN.c.organisation_id))
    .where(WITHIN.c.partnership_id.in_(PLACES))
    .order_by(ORGANISATION.c.sort_name, ORGANISATION.c.id),
    PlaceOrganisation,
)


def works_of(place_ids: Collection[int]) -> list[Work]:
    """The projects of these places, the latest programme first."""
    return WORKS.all(places=sorted(place_ids))


def organisations_of(place_ids: Collection[int]) -> list[PlaceOrganisation]:
    """The organisations of these places, by name."""
    return ORGANISATIONS.all(places=sorted(place_ids))


def fill(actor: Reader | Visitor, shown: Sequence[Place], *, briefly: bool = False) -> None:
    """Give these places what their lines show, however many there are: work and threads in three queries.

    Their organisations, and whether the reader follows them, are two more, left out `briefly`: for an aside.
    """
    by_id = {place.id: place for place in shown}
    if not by_id:
        return
    for work in works_of(by_id):
        by_id[work.place_id].work.append(work)
    if not briefly:
        for organisation in organisations_of(by_id):
            by_id[organisation.place_id].organisations.append(organisation.name)
        for place_id in followed_places(actor, by_id):
            by_id[place_id].followed = True
    for place_id, events in timelines(actor, by_id).items():
        by_id[place_id].events = events
