"""Chances as a programme's history tells of them: before the worker comes to the days on which they were offered."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from lpcommunity.access import Conflict, require
from lpcommunity.access.reader import Reader
from lpcommunity.partnerships.models import Partnership
from lpcommunity.projects.models import Project
from lpcommunity.rhythm.models import END, MIDDLE, PASSED_OVER, Chance
from lpcommunity.rhythm.policy import leads
from lpcommunity.storage import now, session, transactional


@dataclass(frozen=True)
class Told:
    """A chance that was offered on a day."""

    kind: str
    day: date
    milestone_id: int | None = None


@transactional
def pass_over_as_told(actor: Reader, partnership: Partnership, told: Told, why: str) -> None:
    """Say why a chance that a history tells of was not taken: it is offered no more when its day is lived through.

    Raises Conflict where it is told already what became of it.
    """
    require(leads(actor, partnership.id))
    project = _latest_project(partnership.id) if told.kind in (MIDDLE, END) else None
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


def _latest_project(partnership_id: int) -> Project | None:
    here = select(Project).where(Project.partnership_id == partnership_id)
    return session().scalar(here.order_by(Project.id.desc()).limit(1))
