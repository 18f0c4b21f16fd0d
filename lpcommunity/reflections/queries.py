"""Reading what belongs to reflections only: submissions, and what they are about."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import FromClause, Integer, String, bindparam, or_, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.in_full import EntryInFull, admitted, in_full_query, shape
from lpcommunity.entries.kinds import kind_of, kinds
from lpcommunity.entries.models import EntryLike
from lpcommunity.entries.policy import ENTRY, ON_RECORD, PLACE, reads
from lpcommunity.entries.readership import Facilitator
from lpcommunity.partnerships.terms import MEMBERSHIP, belongs
from lpcommunity.people.terms import PERSON
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.projects.queries import stands
from lpcommunity.reflections.models import Reflection, ReflectionSubject, Submission
from lpcommunity.storage import Statement, session, today

RECENT = 6
MILESTONE_KIND = "milestone"  # as forms name it beside the kinds of entry

REFLECTION: FromClause = Reflection.__table__
SUBJECT: FromClause = ReflectionSubject.__table__
MILESTONE: FromClause = Milestone.__table__
PROJECT: FromClause = Project.__table__
OF_REFLECTION = SUBJECT.c.reflection_id == bindparam("reflection", type_=Integer)
IDS = bindparam("ids", type_=Integer, expanding=True)


@dataclass(frozen=True, kw_only=True)
class ReflectionInFull(EntryInFull):
    """A reflection with whatever its pages show of it."""

    cycle: str
    review_state: str
    waiting_since: datetime | None
    rounds: int
    submitted_version: int | None
    acknowledged_at: datetime | None
    left_there_at: datetime | None


@dataclass(frozen=True)
class Subject:
    """Something that a reflection can be about: an entry, or a milestone (which has no page of its own)."""

    kind: str  # the key of a kind, or milestone
    id: int
    name: str
    on: date | datetime | None
    n: int = 0  # its place among what a reflection is about

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind}-{self.id}"

    @property
    def word(self) -> str:
        """What it is."""
        return "Milestone" if self.kind == MILESTONE_KIND else kind_of(self.kind).word

    @property
    def path(self) -> str:
        """Where it is read; a milestone has no page."""
        return "" if self.kind == MILESTONE_KIND else kind_of(self.kind).path(self.id)

    @property
    def icon(self) -> str:
        """Its sign."""
        return "flag" if self.kind == MILESTONE_KIND else kind_of(self.kind).sign


def _milestone(**columns: Any) -> Subject:
    return Subject(MILESTONE_KIND, **columns)


IN_FULL = Statement(
    in_full_query(
        REFLECTION,
        REFLECTION.c.cycle,
        REFLECTION.c.review_state,
        REFLECTION.c.waiting_since,
        REFLECTION.c.rounds,
        REFLECTION.c.submitted_version,
        REFLECTION.c.acknowledged_at,
        REFLECTION.c.left_there_at,
    ),
    shape(ReflectionInFull),
)
_facilitator = MEMBERSHIP.alias("facilitator")
FACILITATORS = Statement(
    select(PERSON.c.id, PERSON.c.name)
    .where(
        belongs(PLACE, _facilitator.c.role == "facilitator", membership=_facilitator),
        PERSON.c.id != bindparam("author", type_=Integer),
    )
    .order_by(PERSON.c.sort_name, PERSON.c.id),
    Facilitator,
)

# What one may look back at: entries on record of the place, and its milestones. Offered are the newest of the kinds
# that say what happened; whatever else it was tied to stays.
_entry = select(ENTRY.c.kind, ENTRY.c.id, ENTRY.c.title.label("name"), ENTRY.c.published_at.label("on"))
_on_record = _entry.where(ON_RECORD, ENTRY.c.partnership_id == PLACE).order_by(
    ENTRY.c.published_at.desc(), ENTRY.c.id.desc()
)
HAPPENED = Statement(
    _on_record.where(ENTRY.c.kind.in_(bindparam("kinds", type_=String, expanding=True))).limit(RECENT), Subject
)
ON_RECORD_HERE = Statement(_on_record.where(ENTRY.c.id.in_(IDS)), Subject)
_milestones = select(MILESTONE.c.id, MILESTONE.c.name, MILESTONE.c.due_on.label("on")).order_by(
    MILESTONE.c.due_on, MILESTONE.c.id
)
_here = _milestones.join_from(MILESTONE, PROJECT, PROJECT.c.id == MILESTONE.c.project_id).where(
    PROJECT.c.partnership_id == PLACE
)
# Offered are those that stand, and what a reflection is about already: one that was taken off meanwhile stays its own.
MILESTONES = Statement(_here.where(or_(stands(MILESTONE), MILESTONE.c.id.in_(IDS))), _milestone)
MILESTONES_OF = Statement(_here.where(MILESTONE.c.id.in_(IDS)), _milestone)
TIED_ENTRIES = Statement(
    _entry.add_columns(SUBJECT.c.id.label("n"))
    .join_from(ENTRY, SUBJECT, SUBJECT.c.entry_id == ENTRY.c.id)
    .where(OF_REFLECTION, ON_RECORD),
    Subject,
)
TIED_MILESTONES = Statement(
    _milestones.add_columns(SUBJECT.c.id.label("n"))
    .join_from(MILESTONE, SUBJECT, SUBJECT.c.milestone_id == MILESTONE.c.id)
    .where(OF_REFLECTION),
    _milestone,
)
# What a version keeps of it, for its author's command; read by others through ON_RECORD only.
TIES: Statement[Any] = Statement(
    select(SUBJECT.c.entry_id).where(OF_REFLECTION, SUBJECT.c.entry_id.is_not(None)).order_by(SUBJECT.c.id)
)
NAMED = Statement(_entry.where(ENTRY.c.id.in_(IDS), ON_RECORD).order_by(ENTRY.c.id), Subject)


def in_full(actor: Reader | Visitor, reflection_id: int) -> ReflectionInFull | None:
    """A reflection with its author and its place, if this person may read it: one query."""
    return admitted(actor, IN_FULL.first(reads(actor), entry=reflection_id))


def reflection_row(reflection_id: int) -> Reflection:
    """The row of a reflection that was found to be there, for a command, which asks for the right again."""
    return session().get_one(Reflection, reflection_id)


def facilitators_for(partnership_id: int, author_id: int) -> list[Facilitator]:
    """The partnership's facilitators just now, by name, without the author."""
    return FACILITATORS.all(place=partnership_id, author=author_id, today=today())


def open_submission(reflection: Reflection) -> Submission | None:
    """The row of the submission that began the present round, for the command that moves it on."""
    return session().scalar(
        select(Submission)
        .where(Submission.reflection_id == reflection.id, Submission.taken_back_at.is_(None))
        .order_by(Submission.round.desc())
        .limit(1)
    )


def subjects_to_choose(actor: Reader, partnership_id: int, tied: Collection[Subject] = ()) -> list[Subject]:
    """The newest that happened in the place, as far as this person may read it, its milestones, and what it was tied
    to before: three queries at most.
    """
    goals = [one.id for one in tied if one.kind == MILESTONE_KIND]
    happened = [kind.key for kind in kinds() if kind.mark.shape == "dot"]
    found = HAPPENED.all(reads(actor), place=partnership_id, kinds=happened)
    missing = {one.id for one in tied if one.kind != MILESTONE_KIND} - {one.id for one in found}
    if missing:
        found += entries_here(actor, partnership_id, missing)
    return [*found, *MILESTONES.all(place=partnership_id, ids=goals)]


def entries_here(actor: Reader, partnership_id: int, ids: Iterable[int]) -> list[Subject]:
    """Those of these entries that are on record of the place and that this person may read."""
    return ON_RECORD_HERE.all(reads(actor), place=partnership_id, ids=sorted(ids))


def milestones_here(partnership_id: int, ids: Iterable[int]) -> list[Subject]:
    """Those of these milestones that are of the place."""
    return MILESTONES_OF.all(place=partnership_id, ids=sorted(ids))


def subjects_of(actor: Reader | Visitor, reflection: EntryLike) -> list[Subject]:
    """What this reflection is about, as far as this person may read it: two queries."""
    entries = TIED_ENTRIES.all(reads(actor), reflection=reflection.id)
    return sorted([*entries, *TIED_MILESTONES.all(reflection=reflection.id)], key=lambda subject: subject.n)


def subjects_for_both(author: Reader, other: Reader | Visitor, reflection: EntryLike) -> list[Subject]:
    """The same as far as both of these may read it: four queries."""
    known = {subject.key for subject in subjects_of(other, reflection)}
    return [subject for subject in subjects_of(author, reflection) if subject.key in known]


def tied_ids(reflection_id: int) -> dict[str, list[int]]:
    """All that it is about, as commands take it: for a change of its author's that leaves it as it is."""
    return {
        "about_entry_ids": TIES.values(reflection=reflection_id),
        "about_milestone_ids": [one.id for one in TIED_MILESTONES.all(reflection=reflection_id)],
    }


def ties_kept(reflection: Reflection) -> dict[str, Any]:
    """What a version keeps of what it is about: entries by number, since not everybody may know their names."""
    return {
        "milestone_id": reflection.milestone_id,
        "about": TIES.values(reflection=reflection.id),
        "milestones": [one.name for one in TIED_MILESTONES.all(reflection=reflection.id)],
    }


def ties_read(actor: Reader | Visitor, details: Mapping[str, Any]) -> dict[str, str]:
    """The same in words, as far as this reader may know it: one query. Older versions kept nothing of it."""
    if "about" not in details:
        return {}
    entries = NAMED.all(reads(actor), ids=details["about"])
    names = [*(f"{one.word} “{one.name}”" for one in entries), *(f"Milestone {name}" for name in details["milestones"])]
    return {"What it is about": "\n".join(names)}
