"""Reading projects and their milestones."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lpcommunity.projects.models import Milestone, Project
from lpcommunity.storage import session


def project(project_id: int) -> Project | None:
    """One project, with its place, programme and theme."""
    query = select(Project).options(
        joinedload(Project.partnership), joinedload(Project.programme), joinedload(Project.theme)
    )
    return session().scalar(query.where(Project.id == project_id))


def projects_of(partnership_ids: Iterable[int]) -> list[Project]:
    """What these places work on, the newest first, with programme and theme."""
    query = (
        select(Project)
        .options(joinedload(Project.programme), joinedload(Project.theme))
        .where(Project.partnership_id.in_(list(partnership_ids)))
        .order_by(Project.created_at.desc(), Project.id.desc())
    )
    return list(session().scalars(query))


def milestones_of(project_ids: Iterable[int]) -> list[Milestone]:
    """The milestones of these projects, in the order of their days."""
    query = select(Milestone).where(Milestone.project_id.in_(list(project_ids)))
    return list(session().scalars(query.order_by(Milestone.due_on, Milestone.id)))


def milestones_of_place(partnership_id: int) -> list[Milestone]:
    """The milestones of all projects of a place, in the order of their days."""
    query = select(Milestone).join(Project, Project.id == Milestone.project_id)
    query = query.where(Project.partnership_id == partnership_id).order_by(Milestone.due_on, Milestone.id)
    return list(session().scalars(query))


def milestone(milestone_id: int) -> Milestone | None:
    """One milestone, with its project and place."""
    query = select(Milestone).options(joinedload(Milestone.project).joinedload(Project.partnership))
    return session().scalar(query.where(Milestone.id == milestone_id))
