"""Reading projects and their milestones."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import FromClause, Integer, bindparam, select
from sqlalchemy.orm import joinedload

from lpcommunity.projects.models import Milestone, Project
from lpcommunity.storage import Statement, session

MOST_MILESTONES = 300  # of a project

MILESTONE: FromClause = Milestone.__table__

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


MILESTONES = Statement(
    select(MILESTONE.c.id, MILESTONE.c.name, MILESTONE.c.due_on, MILESTONE.c.first_planned_on, MILESTONE.c.reached_on)
    .where(MILESTONE.c.project_id == bindparam("project", type_=Integer))
    .order_by(MILESTONE.c.due_on, MILESTONE.c.id)
    .limit(MOST_MILESTONES),
    MilestoneLine,
)


def project(project_id: int) -> Project | None:
    """One project, with its place, programme and theme."""
    return session().scalar(PROJECT_WITH_ID, {"project": project_id})


def milestones_of(project_id: int) -> list[MilestoneLine]:
    """The milestones of a project, in the order of their days."""
    return MILESTONES.all(project=project_id)


def milestone(milestone_id: int) -> Milestone | None:
    """One milestone, with its project and place."""
    return session().scalar(MILESTONE_WITH_ID, {"milestone": milestone_id})
