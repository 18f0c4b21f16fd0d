"""Reading projects and their milestones."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, bindparam, not_, select, union_all
from sqlalchemy.orm import joinedload

from lpcommunity.partnerships.models import Partnership, programme_partnership
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.storage import Statement, session
from lpcommunity.storage.name_pages import by_name

MOST_MILESTONES = 300  # of a project
MOST_PLACES = 1000  # that a form offers

MILESTONE: FromClause = Milestone.__table__
PROJECT: FromClause = Project.__table__
PLACE: FromClause = Partnership.__table__
TAKEN_IN: FromClause = programme_partnership
PROGRAMME = bindparam("programme", type_=Integer)


def stands(milestone: FromClause = MILESTONE) -> ColumnElement[bool]:
    """SQL over milestone: it was not taken off. Whatever shows milestones asks so."""
    return milestone.c.taken_off_at.is_(None)


def takes_part(place: ColumnElement[int], programme: ColumnElement[int] = PROGRAMME) -> ColumnElement[bool]:
    """SQL: this place takes part in the programme `programme`, since it was taken in or works on something there.

    Asked as a list of the few of a programme. Said here and nowhere else (ADR 41).
    """
    taken = select(TAKEN_IN.c.partnership_id).where(TAKEN_IN.c.programme_id == programme)
    works = select(PROJECT.c.partnership_id).where(PROJECT.c.programme_id == programme)
    return place.in_(union_all(taken, works))


# Rows that a view hands to a command.
PROJECT_WITH_ID = (
    select(Project)
    .options(joinedload(Project.partnership), joinedload(Project.programme), joinedload(Project.theme))
    .where(Project.id == bindparam("project", type_=Integer))
)
MILESTONE_WITH_ID = (
    select(Milestone)
    .options(joinedload(Milestone.project).joinedload(Project.partnership))
    .where(Milestone.id == bindparam("milestone", type_=Integer))
)


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone in a list."""

    id: int
    name: str
    due_on: date
    first_planned_on: date
    reached_on: date | None
    said_reached_on: date | None
    taken_off_at: datetime | None


# Those that were taken off as well: for whoever keeps them.
MILESTONES = Statement(
    select(*(MILESTONE.c[name] for name in MilestoneLine.__dataclass_fields__))
    .where(MILESTONE.c.project_id == bindparam("project", type_=Integer))
    .order_by(MILESTONE.c.due_on, MILESTONE.c.id)
    .limit(MOST_MILESTONES),
    MilestoneLine,
)


@dataclass(frozen=True)
class PlaceChoice:
    """A place that a form offers."""

    slug: str
    name: str


PLACES_ELSEWHERE = Statement(
    select(PLACE.c.slug, PLACE.c.name).where(not_(takes_part(PLACE.c.id))).order_by(*by_name(PLACE)).limit(MOST_PLACES),
    PlaceChoice,
)


def places_elsewhere(programme_id: int) -> list[PlaceChoice]:
    """The places that do not take part in this programme, by name: what a form offers."""
    return PLACES_ELSEWHERE.all(programme=programme_id)


ANY_ELSEWHERE: Statement[Any] = Statement(select(PLACE.c.id).where(not_(takes_part(PLACE.c.id))).limit(1))


def is_any_elsewhere(programme_id: int) -> bool:
    """Whether there is a place that does not take part in this programme."""
    return ANY_ELSEWHERE.value(programme=programme_id) is not None


WORKS_THERE: Statement[Any] = Statement(
    select(PROJECT.c.id)
    .where(PROJECT.c.partnership_id == bindparam("place", type_=Integer), PROJECT.c.programme_id == PROGRAMME)
    .limit(1)
)


def works_there(partnership_id: int, programme_id: int) -> bool:
    """Whether a place works, or worked, on something in this programme."""
    return WORKS_THERE.value(place=partnership_id, programme=programme_id) is not None


def project(project_id: int) -> Project | None:
    """One project, with its place, programme and theme."""
    return session().scalar(PROJECT_WITH_ID, {"project": project_id})


def milestones_of(project_id: int) -> list[MilestoneLine]:
    """The milestones of a project, in the order of their days, with those that were taken off."""
    return MILESTONES.all(project=project_id)


def milestone(milestone_id: int) -> Milestone | None:
    """One milestone, with its project and place."""
    return session().scalar(MILESTONE_WITH_ID, {"milestone": milestone_id})
