"""Who is told when something is said below an entry: its author, and whoever has said something there before that the
writer may read, as far as the new words are for them.

Said once: whom a form names beforehand, the worker tells. So a name tells its reader nothing: that somebody spoke among
few, in a conversation that was opened since, is as confided as what they said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Integer, and_, bindparam, func, literal, or_, select, union, union_all

from lpcommunity.access.reader import Reader
from lpcommunity.comments.models import PUBLISHED, Comment
from lpcommunity.comments.policy import COMMENT, narrower, told
from lpcommunity.entries.models import FACILITATORS, EntryLike
from lpcommunity.entries.policy import AUDIENCE, ENTRY, ENTRY_ID, MEANT_FOR, PLACE, READER, reads, word
from lpcommunity.partnerships.terms import MEMBERSHIP, belongs
from lpcommunity.people.names import first_name_of
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement

MOST = 200  # who are told; of more, those who spoke last
NEWEST = 2**31 - 1
LOOKED_THROUGH = 60  # comments of others, for the names in a form: a long conversation costs no more than a short one


@dataclass(frozen=True)
class Participant:
    """Somebody who is told."""

    person_id: int
    name: str
    entry_author: bool

    @property
    def first_name(self) -> str:
        """What to call them."""
        return first_name_of(self.name)


@dataclass(frozen=True)
class ToBeTold:
    """Whom a form names: the entry's author, whom one replies to, and who spoke lately."""

    people: list[Participant]
    and_others: bool  # who spoke before those, if anybody did


_entry_author = select(ENTRY.c.author_id).where(ENTRY.c.id == ENTRY_ID)
_said = and_(
    COMMENT.c.entry_id == ENTRY_ID,
    COMMENT.c.state == word(PUBLISHED),
    COMMENT.c.id < bindparam("before", type_=Integer),
    told(),
)
_here = MEMBERSHIP.alias("entry_author_here")
_to_author = and_(
    AUDIENCE.in_([word(FACILITATORS)]), PERSON.c.id == _entry_author.scalar_subquery(), belongs(PLACE, membership=_here)
)
_is_told = and_(PERSON.c.id != READER, or_(MEANT_FOR, _to_author))
_person = (
    PERSON.c.id.label("person_id"),
    PERSON.c.name,
    (PERSON.c.id == _entry_author.scalar_subquery()).label("entry_author"),
)

_answered = select(COMMENT.c.author_id).where(_said, COMMENT.c.id == bindparam("answered", type_=Integer))

# Author and whom one replies to come before all: whom a form names, this has, too.
_always = (
    _entry_author.add_columns(literal(NEWEST).label("said")),
    _answered.add_columns(literal(NEWEST)),
)
_spoken = union_all(*_always, select(COMMENT.c.author_id, COMMENT.c.id).where(_said)).subquery("spoken")
_latest = (
    select(_spoken.c.author_id, func.max(_spoken.c.said).label("said")).group_by(_spoken.c.author_id).subquery("latest")
)
PARTICIPANTS = Statement(
    select(*_person)
    .select_from(PERSON.join(_latest, _latest.c.author_id == PERSON.c.id))
    .where(_is_told)
    .order_by(_latest.c.said.desc(), PERSON.c.id)
    .limit(MOST),
    Participant,
)

_lately = (
    select(COMMENT.c.author_id)
    .where(_said, COMMENT.c.author_id != READER)
    .order_by(COMMENT.c.said_at.desc(), COMMENT.c.id.desc())
    .limit(LOOKED_THROUGH + 1)
)
_how_many = select(func.count()).select_from(_lately.subquery("counted")).scalar_subquery()
_people = union(_entry_author, _answered, select(_lately.subquery("lately").c.author_id), select(READER))
LATELY: Statement[Any] = Statement(
    select(*_person, (_how_many > LOOKED_THROUGH).label("and_others"))
    .where(
        PERSON.c.id.in_(_people),
        or_(PERSON.c.id == READER, _is_told),  # with the reader, who is told nothing: so that there is always a row
    )
    .order_by(PERSON.c.id)
    .limit(LOOKED_THROUGH + 4)
)


@dataclass(frozen=True)
class Circle:
    """For whom something below an entry is, or would be, and who says it."""

    entry_id: int
    partnership_id: int | None
    audience: str
    confided_at: datetime | None
    writer: Reader
    before: int = NEWEST  # the number of the comment: who joins later is told of nothing that was said before
    answered: int = 0  # the number of the comment that it replies to

    @property
    def values(self) -> dict[str, Any]:
        """As the statement asks for it, of this writer, today."""
        return reads(self.writer) | {
            "entry": self.entry_id, "place": self.partnership_id, "audience": self.audience,
            "confided_at": self.confided_at, "before": self.before, "answered": self.answered,
        }  # fmt: skip


class ForPeople(Protocol):
    """For whom an entry is today."""

    @property
    def audience(self) -> str: ...
    @property
    def confided_at(self) -> datetime | None: ...


def circle_of(writer: Reader, comment: Comment, entry: ForPeople) -> Circle:
    """For whom a comment is that this person posted: those for whom it was said, and who may read its entry today."""
    audience = narrower(entry.audience, comment.audience)
    confided_at = comment.confided_at if audience == comment.audience else entry.confided_at
    return Circle(
        comment.entry_id, comment.partnership_id, audience, confided_at, writer, comment.id, comment.parent_id or 0
    )


def circle_to_come(actor: Reader, entry: EntryLike, parent: Comment | None = None) -> Circle:
    """For whom something would be that this person says there now."""
    audience = entry.audience if parent is None else narrower(entry.audience, parent.audience)
    within = parent is not None and parent.audience == FACILITATORS
    confided_at = parent.confided_at if within and parent is not None else entry.confided_at
    answered = parent.id if parent is not None else 0
    return Circle(entry.id, entry.partnership_id, audience, confided_at, actor, answered=answered)


def participants(circle: Circle) -> list[Participant]:
    """Whom it is told to, in the order of their ids: one query, which reads the whole conversation."""
    return sorted(PARTICIPANTS.all(circle.values), key=lambda one: one.person_id)


def to_be_told(circle: Circle) -> ToBeTold:
    """The same for a form to name: of a long conversation those who spoke lately. One query."""
    rows = LATELY.all(circle.values)
    told = [row for row in rows if row["person_id"] != circle.writer.id]
    people = [Participant(row["person_id"], row["name"], row["entry_author"]) for row in told]
    return ToBeTold(people, any(row["and_others"] for row in rows))


def in_order(who: Iterable[Participant], first: int | None = None) -> list[Participant]:
    """As one names them: whom one replies to (`first`), the entry's author, then the others."""
    return sorted(who, key=lambda one: (one.person_id != first, not one.entry_author))
