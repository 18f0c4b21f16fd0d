"""Setting up what a partnership works on, and keeping its milestones true."""

from datetime import date

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import Invalid, audit, require
from lpcommunity.access.reader import Operator, Reader
from lpcommunity.partnerships.models import Partnership, programme_partnership
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.programmes.policy import can_run_programme
from lpcommunity.projects.domain_events import MilestoneReached, ProjectBegun
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.projects.policy import can_change_milestone, can_change_project
from lpcommunity.projects.queries import works_there
from lpcommunity.storage import name_locks, now, session, today, transactional


@transactional
def begin_project(
    actor: Reader | Operator,
    partnership: Partnership,
    programme: Programme,
    *,
    title: str,
    aim: str = "",
    theme: Theme | None = None,
) -> Project:
    """Begin what a partnership works on within a programme. A double click is one."""
    require(can_change_project(actor, partnership.id))
    said = {
        "partnership_id": partnership.id,
        "programme_id": programme.id,
        "theme_id": theme.id if theme else None,
        "title": title,
        "aim": aim,
    }
    name_locks.hold(f"projects of {partnership.id}")
    for there in session().scalars(select(Project).filter_by(**said).order_by(Project.id)):
        if audit.did_just_now("project-begun", actor.id, there.id):
            return there
    project = Project(**said, created_at=now())
    session().add(project)
    session().flush()
    audit.note(
        "project-begun",
        actor_id=actor.id,
        subject_kind="project",
        subject_id=project.id,
        place_id=partnership.id,
    )
    outbox.record(ProjectBegun(project.id, actor.id))
    return project


@transactional
def take_out_of_programme(actor: Reader | Operator, partnership: Partnership, programme: Programme) -> None:
    """Let a place that was taken into a programme take part no longer. Twice is once. Raises Invalid (place) where it
    works on something there: that stays on record.
    """
    require(can_run_programme(actor))
    name_locks.hold(f"projects of {partnership.id}")
    row = {"programme_id": programme.id, "partnership_id": partnership.id}
    if works_there(partnership.id, programme.id):
        raise Invalid("place", "place-works-there", place=partnership.name, programme=programme.name)
    table = programme_partnership
    if session().execute(select(table).filter_by(**row)).first() is not None:
        session().execute(table.delete().filter_by(**row))
        audit.note(
            "place-taken-out",
            actor_id=actor.id,
            subject_kind="programme",
            subject_id=programme.id,
            place_id=partnership.id,
        )


@transactional
def change_project(actor: Reader | Operator, project: Project, *, title: str, aim: str, theme: Theme | None) -> None:
    """Change the title, aim or challenge theme of a project."""
    require(can_change_project(actor, project.partnership_id))
    project.title, project.aim, project.theme_id = title, aim, theme.id if theme else None


@transactional
def add_milestone(
    actor: Reader | Operator, project: Project, *, name: str, due_on: date, first_planned_on: date | None = None
) -> Milestone:
    """Add a day by which something is to be reached. The same one again (a second click) is the one that is there."""
    require(can_change_project(actor, project.partnership_id))
    name_locks.hold(f"milestones of {project.id}")
    same = select(Milestone).where(
        Milestone.project_id == project.id,
        Milestone.name == name,
        Milestone.due_on == due_on,
        Milestone.taken_off_at.is_(None),
    )
    there = session().scalars(same.order_by(Milestone.id)).first()
    if there is not None:
        return there
    milestone = Milestone(project_id=project.id, name=name, due_on=due_on, first_planned_on=first_planned_on or due_on)
    session().add(milestone)
    session().flush()
    return milestone


@transactional
def rename_milestone(actor: Reader | Operator, milestone: Milestone, *, name: str) -> None:
    """Say in other words what is to be reached. Its day moves in another way, which asks why (slips.commands)."""
    _lock_for_change(actor, milestone)
    milestone.name = name


@transactional
def reach_milestone(actor: Reader | Operator, milestone: Milestone, on: date | None = None) -> None:
    """Say that a milestone was reached on a day (default: today). Raises Invalid for a day to come."""
    _lock_for_change(actor, milestone)
    day = on or today()
    if day > today():
        raise Invalid("reached_on", "day-to-come")
    is_news = milestone.reached_on is None
    milestone.reached_on = day
    if is_news:
        outbox.record(MilestoneReached(milestone.id, actor.id))


@transactional
def reopen_milestone(actor: Reader | Operator, milestone: Milestone) -> None:
    """Say that a milestone was not reached after all. The day that was said stays known. Twice is once."""
    _lock_for_change(actor, milestone)
    if milestone.reached_on is not None:
        milestone.said_reached_on, milestone.reached_on = milestone.reached_on, None


@transactional
def take_off_milestone(actor: Reader | Operator, milestone: Milestone) -> None:
    """Take off a milestone that was added by mistake: nobody is shown it, and nothing of it is lost. Twice is once."""
    _set_taken_off(actor, milestone, taken_off=True)


@transactional
def put_back_milestone(actor: Reader | Operator, milestone: Milestone) -> None:
    """Put back a milestone that was taken off, as it was. Twice is once."""
    _set_taken_off(actor, milestone, taken_off=False)


def lock_milestone(milestone: Milestone) -> None:
    """Lock its row until the command ends and read it afresh (SQLite holds the whole database already)."""
    session().execute(select(Milestone.id).where(Milestone.id == milestone.id).with_for_update())
    session().refresh(milestone)


def _set_taken_off(actor: Reader | Operator, milestone: Milestone, *, taken_off: bool) -> None:
    lock_milestone(milestone)
    place_id = session().get_one(Project, milestone.project_id).partnership_id
    require(can_change_project(actor, place_id))
    if taken_off == (milestone.taken_off_at is not None):
        return
    milestone.taken_off_at = now() if taken_off else None
    audit.note(
        "milestone-taken-off" if taken_off else "milestone-put-back",
        actor_id=actor.id,
        subject_kind="milestone",
        subject_id=milestone.id,
        place_id=place_id,
    )


def _lock_for_change(actor: Reader | Operator, milestone: Milestone) -> None:
    lock_milestone(milestone)
    require(can_change_milestone(actor, milestone, session().get_one(Project, milestone.project_id).partnership_id))
