"""Reading what belongs to reflections only: submissions, and what they are about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import can_read, on_record_for, visible_to
from lpcommunity.partnerships.terms import people_of
from lpcommunity.people.models import Person
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.reflections.models import Reflection, ReflectionSubject, Submission
from lpcommunity.storage import session

RECENT = 6


@dataclass(frozen=True)
class Subject:
    """Something that a reflection can be about: an update, or a milestone (which has no page of its own)."""

    kind: str  # update, milestone
    id: int
    name: str
    on: date | datetime | None
    path: str = ""  # where it is read; a milestone has no page
    icon: str = "flag"

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind}-{self.id}"


def facilitators_for(partnership_id: int, author_id: int) -> list[Person]:
    """The partnership's facilitators just now, by name, without the author."""
    query = select(Person).where(people_of([partnership_id], ["facilitator"]), Person.id != author_id)
    return list(session().scalars(query.order_by(Person.sort_name)))


def open_submission(reflection: Reflection) -> Submission | None:
    """The submission that began the present round."""
    return session().scalar(
        select(Submission)
        .where(Submission.reflection_id == reflection.id, Submission.taken_back_at.is_(None))
        .order_by(Submission.round.desc())
        .limit(1)
    )


def subjects_to_choose(actor: Reader, partnership_id: int, chosen: Collection[int] = ()) -> list[Subject]:
    """The newest updates of the place that this person may read, those chosen before, and its milestones."""
    updates = (
        select(Entry.id, Entry.title, Entry.published_at)
        .where(on_record_for(actor), Entry.partnership_id == partnership_id, Entry.kind == "update")
        .order_by(Entry.published_at.desc(), Entry.id.desc())
    )
    rows = list(session().execute(updates.limit(RECENT)))
    missing = set(chosen) - {row[0] for row in rows}
    if missing:
        rows += list(session().execute(updates.where(Entry.id.in_(missing))))
    milestones = session().execute(
        select(Milestone.id, Milestone.name, Milestone.due_on)
        .join(Project, Project.id == Milestone.project_id)
        .where(Project.partnership_id == partnership_id)
        .order_by(Milestone.due_on, Milestone.id)
    )
    return [Subject("update", *row) for row in rows] + [Subject("milestone", *row) for row in milestones]


def subjects_of(actor: Reader | Visitor, reflection: Reflection) -> list[Subject]:
    """What this reflection is about, as far as this person may read it: one query."""
    rows = session().execute(
        select(Entry.id, Entry.kind, Entry.title, Entry.published_at, Milestone.id, Milestone.name, Milestone.due_on)
        .select_from(ReflectionSubject)
        .outerjoin(Entry, (Entry.id == ReflectionSubject.entry_id) & on_record_for(actor))
        .outerjoin(Milestone, Milestone.id == ReflectionSubject.milestone_id)
        .where(ReflectionSubject.reflection_id == reflection.id)
        .order_by(ReflectionSubject.id)
    )
    found: list[Subject] = []
    for entry_id, key, title, published_at, milestone_id, name, due_on in rows:
        if entry_id is not None:
            kind = kind_of(key)
            found.append(Subject("update", entry_id, title, published_at, kind.path(entry_id), kind.icon[2:]))
        elif milestone_id is not None:
            found.append(Subject("milestone", milestone_id, name, due_on))
    return found


def in_full(actor: Reader | Visitor, reflection_id: int) -> Reflection | None:
    """A reflection with its author and its place, if this person may read it: one query, two for where they stand."""
    found = session().scalar(
        select(Reflection)
        .where(Reflection.id == reflection_id, visible_to(actor))
        .options(joinedload(Reflection.author), joinedload(Reflection.partnership))
    )
    return found if found is not None and can_read(actor, found) else None
