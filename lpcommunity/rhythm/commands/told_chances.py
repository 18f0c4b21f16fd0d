"""Chances as a programme's history tells of them: before the worker comes to the days on which they were offered."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from lpcommunity.access import Conflict, Invalid, require
from lpcommunity.access.reader import Reader
from lpcommunity.partnerships.models import Partnership
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.rhythm.check_in_days import ONE_DAY, next_day, on_a_weekday
from lpcommunity.rhythm.models import CHECK_IN, END, MIDDLE, MOVED, PASSED_OVER, REACHED, Chance, Rhythm
from lpcommunity.rhythm.policy import leads
from lpcommunity.rhythm.queries import proposal
from lpcommunity.slips.models import Slip
from lpcommunity.storage import now, session, today, transactional
from lpcommunity.storage.clock import LONDON


@dataclass(frozen=True)
class Told:
    """A chance that was offered on a day."""

    kind: str
    day: date
    milestone_id: int | None = None


@transactional
def pass_over_as_told(actor: Reader, partnership: Partnership, told: Told, why: str) -> None:
    """Say why a chance that a history tells of was not taken: it is offered no more when its day is lived through.

    Raises Invalid (day) where nothing of it was offered then, Conflict where it is told already what became of it.
    """
    require(leads(actor, partnership.id))
    if told.day > today():
        raise Invalid("day", "chance-to-come")
    project = _latest_project(partnership.id) if told.kind in (MIDDLE, END) else None
    if not _was_offered(partnership.id, told, project):
        raise Invalid("day", "chance-not-offered")
    project_id = project.id if project is not None else None
    offered_as = f"{told.kind}:{told.milestone_id or project_id or partnership.id}:{told.day}"
    if session().scalar(select(Chance.id).where(Chance.offered_as == offered_as)) is not None:
        raise Conflict("chance-told-already")
    session().add(
        Chance(
            offered_as=offered_as,
            project_id=project_id,
            partnership_id=partnership.id,
            kind=told.kind,
            milestone_id=told.milestone_id,
            day=told.day,
            state=PASSED_OVER,
            why=why.strip(),
            decided_by=actor.id,
            decided_at=now(),
        )
    )
    session().flush()


def _was_offered(place_id: int, told: Told, project: Project | None) -> bool:
    """Whether this was a day of it. A middle or an end is believed: both change with the days of a programme."""
    if told.kind == CHECK_IN:
        return _checked_in_on(place_id, told.day)
    if told.kind == REACHED:
        return session().get_one(Milestone, told.milestone_id).reached_on == told.day
    if told.kind == MOVED:
        moved = select(Slip.id).where(Slip.milestone_id == told.milestone_id, Slip.moved_on == told.day)
        return session().scalar(moved.limit(1)) is not None
    return project is not None


def _checked_in_on(place_id: int, day: date) -> bool:
    """Whether a place checked in on that day, by its rhythm as far as that is known: before it was changed, any weekday
    could be meant.
    """
    row = session().get(Rhythm, place_id)
    if row is not None and row.counted_from < day:
        return next_day(row.every or proposal(place_id), row.counted_from, day - ONE_DAY) == day
    begun = session().scalar(
        select(Project.created_at).where(Project.partnership_id == place_id).order_by(Project.created_at).limit(1)
    )
    first = begun.astimezone(LONDON).date() if begun is not None else None
    if first is None or day <= first:
        return False
    if row is not None:
        return on_a_weekday(day) == day
    return next_day(proposal(place_id), first, day - ONE_DAY) == day


def _latest_project(partnership_id: int) -> Project | None:
    here = select(Project).where(Project.partnership_id == partnership_id)
    return session().scalar(here.order_by(Project.id.desc()).limit(1))
