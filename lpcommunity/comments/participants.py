"""Who is told when something is said below an entry: its author, and whoever has said something there before that the
writer may read, as far as the new words are for them.

Said once: whom a form names beforehand, the worker tells. So a name tells its reader nothing: that somebody spoke among
few, in a conversation that was opened since, is as confided as what they said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Integer, and_, bindparam, or_, select, union

from lpcommunity.access.reader import Reader
from lpcommunity.comments.models import PUBLISHED, Comment
from lpcommunity.comments.policy import COMMENT, narrower, told
from lpcommunity.entries.models import FACILITATORS, EntryLike
from lpcommunity.entries.policy import AUDIENCE, ENTRY, ENTRY_ID, MEANT_FOR, PLACE, READER, reads, word
from lpcommunity.partnerships.terms import MEMBERSHIP, belongs
from lpcommunity.people.names import first_name_of
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement

MOST = 200
NEWEST = 2**31 - 1


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


_entry_author = select(ENTRY.c.author_id).where(ENTRY.c.id == ENTRY_ID)
_commented = select(COMMENT.c.author_id).where(
    COMMENT.c.entry_id == ENTRY_ID,
    COMMENT.c.state == word(PUBLISHED),
    COMMENT.c.id < bindparam("before", type_=Integer),
    told(),
)
_here = MEMBERSHIP.alias("entry_author_here")
_to_author = and_(
    AUDIENCE.in_([word(FACILITATORS)]), PERSON.c.id == _entry_author.scalar_subquery(), belongs(PLACE, membership=_here)
)
PARTICIPANTS = Statement(
    select(
        PERSON.c.id.label("person_id"),
        PERSON.c.name,
        (PERSON.c.id == _entry_author.scalar_subquery()).label("entry_author"),
    )
    .where(
        PERSON.c.id.in_(union(_entry_author, _commented)),
        PERSON.c.id != READER,
        or_(MEANT_FOR, _to_author),
    )
    .order_by(PERSON.c.id)
    .limit(MOST),
    Participant,
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

    @property
    def values(self) -> dict[str, Any]:
        """As the statement asks for it, of this writer, today."""
        return reads(self.writer) | {
            "entry": self.entry_id, "place": self.partnership_id, "audience": self.audience,
            "confided_at": self.confided_at, "before": self.before,
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
    return Circle(comment.entry_id, comment.partnership_id, audience, confided_at, writer, comment.id)


def circle_to_come(actor: Reader, entry: EntryLike, parent: Comment | None = None) -> Circle:
    """For whom something would be that this person says there now."""
    audience = entry.audience if parent is None else narrower(entry.audience, parent.audience)
    within = parent is not None and parent.audience == FACILITATORS
    confided_at = parent.confided_at if within and parent is not None else entry.confided_at
    return Circle(entry.id, entry.partnership_id, audience, confided_at, actor)


def participants(circle: Circle) -> list[Participant]:
    """Whom it is told to, in the order of their ids: one query."""
    return PARTICIPANTS.all(circle.values)


def named(who: Iterable[Participant], first: int | None = None) -> list[str]:
    """What to call them: whom one replies to (`first`), the entry's author, then the others."""
    ordered = sorted(who, key=lambda one: (one.person_id != first, not one.entry_author))
    return [one.first_name for one in ordered]
