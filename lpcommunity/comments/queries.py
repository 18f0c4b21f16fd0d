"""Reading a conversation: thread by thread, the oldest first, thirty at a time. A thousand cost what twenty cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Integer, and_, bindparam, case, or_, select, tuple_

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.comments.models import HIDDEN, PUBLISHED, WITHDRAWN, Closing, ConversationLook
from lpcommunity.comments.policy import COMMENT, STANDS, told
from lpcommunity.entries.policy import ENTRY, ON_RECORD, READER, mine, reads, word
from lpcommunity.following.visits import OFTEN_ENOUGH, SITTING
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people.names import first_name_of, initials_of
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Moment, Statement, now, today

PAGE = 30
BEFORE_IT, FEW_BEFORE_IT = 20, 10  # at most, at least: comments above one to which an address leads
MOST_NEW = 21

CLOSING: FromClause = Closing.__table__
LOOK_ROW: FromClause = ConversationLook.__table__
PLACE: FromClause = Partnership.__table__

OF_ENTRY = bindparam("entry", type_=Integer)
WITH_ID = bindparam("comment", type_=Integer)
IDS = bindparam("ids", type_=Integer, expanding=True)
SIZE = bindparam("size", type_=Integer)


@dataclass(frozen=True)
class At:
    """A place in a conversation: a comment, by its thread."""

    thread_id: int
    id: int

    @property
    def cursor(self) -> str:
        """As an address carries it."""
        return f"{self.thread_id}-{self.id}"

    @property
    def values(self) -> dict[str, int]:
        """As statements ask for it."""
        return {"thread": self.thread_id, "comment": self.id}


START = At(0, 0)


@dataclass(frozen=True)
class Passed:
    """A comment before a place; `said`: its words stand there."""

    thread_id: int
    id: int
    said: bool

    @property
    def at(self) -> At:
        """Where it stands."""
        return At(self.thread_id, self.id)

    @property
    def begins(self) -> bool:
        """Whether a thread begins with it."""
        return self.id == self.thread_id


@dataclass(frozen=True)
class Earlier:
    """What stands before a page: where the page before begins, and how many said something, if all are on that page."""

    start: At
    said: int | None


def place_in_talk(cursor: str) -> At:
    """The place that a cursor names; the beginning for a missing or broken one."""
    numbers = cursor.split("-")
    if len(numbers) == 2 and all(one.isascii() and one.isdigit() and len(one) < 10 for one in numbers):
        return At(*map(int, numbers))
    return START


@dataclass(frozen=True)
class CommentLine:
    """A comment as it stands in a conversation. Of one that was withdrawn, or that is hidden from its reader, its place
    alone.
    """

    id: int
    thread_id: int
    parent_id: int | None
    author_id: int
    author: str
    state: str
    html: str
    version: int
    audience: str
    said_at: datetime
    changed_at: datetime | None
    withdrawn_at: datetime | None
    quotes: bool

    @property
    def at(self) -> At:
        """Where it stands."""
        return At(self.thread_id, self.id)

    @property
    def is_withdrawn(self) -> bool:
        """Whether its author took its words back."""
        return self.state == WITHDRAWN

    @property
    def is_hidden(self) -> bool:
        """Whether its words are its author's alone until they are changed."""
        return self.state == HIDDEN

    @property
    def stands(self) -> bool:
        """Whether its words are for those for whom they were said."""
        return self.state == PUBLISHED

    @property
    def first_name(self) -> str:
        """What to call its author."""
        return first_name_of(self.author)

    @property
    def initials(self) -> str:
        """Two letters for their face."""
        return initials_of(self.author)


@dataclass(frozen=True)
class ClosedTalk:
    """A conversation that is closed. `reason` and `name` are None for whom they were not written."""

    closed_at: datetime
    reason: str | None
    name: str | None


@dataclass(frozen=True)
class Look:
    """When somebody last looked (UTC), and the time before that."""

    looked_at: datetime
    before_at: datetime | None

    @property
    def new_since(self) -> datetime | None:
        """What came later is new to them; None: they look for the first time."""
        return self.before_at if now() - self.looked_at < SITTING else self.looked_at


_from = COMMENT.join(ENTRY, ENTRY.c.id == COMMENT.c.entry_id)
_there = tuple_(COMMENT.c.thread_id, COMMENT.c.id)
_given = tuple_(bindparam("thread", type_=Integer), WITH_ID)
_said = COMMENT.c.state == word(PUBLISHED)
_here = and_(COMMENT.c.entry_id == OF_ENTRY, STANDS)
_onward = (COMMENT.c.thread_id, COMMENT.c.id)
_back = (COMMENT.c.thread_id.desc(), COMMENT.c.id.desc())

_line = (
    COMMENT.c.id,
    COMMENT.c.thread_id,
    COMMENT.c.parent_id,
    COMMENT.c.author_id,
    PERSON.c.name.label("author"),
    COMMENT.c.state,
    case((or_(_said, and_(COMMENT.c.state == word(HIDDEN), mine(COMMENT))), COMMENT.c.body_html), else_="").label(
        "html"
    ),
    COMMENT.c.version,
    COMMENT.c.audience,
    COMMENT.c.said_at,
    COMMENT.c.changed_at,
    COMMENT.c.withdrawn_at,
    and_(_said, COMMENT.c.quoted_version.is_not(None)).label("quotes"),
)
_lines = select(*_line).select_from(_from.outerjoin(PERSON, PERSON.c.id == COMMENT.c.author_id))
TALK = Statement(_lines.where(_here, _there >= _given).order_by(*_onward).limit(SIZE), CommentLine)
THREAD = Statement(
    _lines.where(_here, COMMENT.c.thread_id == bindparam("thread", type_=Integer)).order_by(*_back).limit(SIZE),
    CommentLine,
)
_places = select(COMMENT.c.thread_id, COMMENT.c.id).select_from(_from)
BEFORE = Statement(
    select(COMMENT.c.thread_id, COMMENT.c.id, _said.label("said"))
    .select_from(_from)
    .where(_here, _there < _given)
    .order_by(*_back)
    .limit(SIZE),
    Passed,
)
# What others said since: along an index by time.
NEW = Statement(
    _places.where(
        _here, _said, COMMENT.c.said_at > bindparam("since", type_=Moment), COMMENT.c.author_id != READER
    )
    .order_by(COMMENT.c.said_at, COMMENT.c.id)
    .limit(SIZE),
    At,
)  # fmt: skip
# The reason was written for those for whom the entry was then.
_reason = told(CLOSING)
CLOSED = Statement(
    select(
        CLOSING.c.closed_at,
        case((_reason, CLOSING.c.reason)).label("reason"),
        case((_reason, PERSON.c.name)).label("name"),
    )
    .select_from(
        CLOSING.join(ENTRY, ENTRY.c.id == CLOSING.c.entry_id).outerjoin(PERSON, PERSON.c.id == CLOSING.c.author_id)
    )
    .where(CLOSING.c.entry_id == OF_ENTRY, ON_RECORD),
    ClosedTalk,
)
LOOKED = Statement(
    select(LOOK_ROW.c.looked_at, LOOK_ROW.c.before_at).where(
        LOOK_ROW.c.person_id == READER, LOOK_ROW.c.entry_id == OF_ENTRY
    ),
    Look,
)
PLACES_OF_AUTHORS: Statement[Any] = Statement(
    select(MEMBERSHIP.c.person_id, MEMBERSHIP.c.partnership_id, PLACE.c.name)
    .select_from(MEMBERSHIP.join(PLACE, PLACE.c.id == MEMBERSHIP.c.partnership_id))
    .where(MEMBERSHIP.c.person_id.in_(IDS), current())
    .order_by(MEMBERSHIP.c.person_id, PLACE.c.sort_name, PLACE.c.id)
    .limit(PAGE * 20)
)


def talk(actor: Reader | Visitor, entry_id: int, start: At = START) -> list[CommentLine]:
    """One page of the conversation below an entry, and one line more if it goes on: one query."""
    return TALK.all(reads(actor), start.values, entry=entry_id, size=PAGE + 1)


def earlier(actor: Reader | Visitor, entry_id: int, start: At) -> Earlier | None:
    """What stands before this place; None where nothing does. One query, none at the beginning."""
    if start == START:
        return None
    before = BEFORE.all(reads(actor), start.values, entry=entry_id, size=PAGE + 1)
    if len(before) > PAGE:
        return Earlier(before[PAGE - 1].at, None)
    return Earlier(START, sum(one.said for one in before)) if before else None


def page_of(actor: Reader | Visitor, entry_id: int, comment: At) -> At:
    """Where a page begins on which this comment stands, below what was said before it: at the beginning, or ten to
    twenty comments earlier, where a thread begins if one does. One query.
    """
    before = BEFORE.all(reads(actor), comment.values, entry=entry_id, size=PAGE)
    if len(before) < PAGE:
        return START
    near = before[:BEFORE_IT]
    return next((one.at for one in reversed(near[FEW_BEFORE_IT - 1 :]) if one.begins), near[-1].at)


def end_of_thread(actor: Reader | Visitor, entry_id: int, thread_id: int, size: int) -> list[CommentLine]:
    """What was said last in one thread, in its order: one query."""
    return THREAD.all(reads(actor), entry=entry_id, thread=thread_id, size=size)[::-1]


def new_since(actor: Reader, entry_id: int, since: datetime) -> list[At]:
    """What others said since that moment, the oldest first, at most 21: one query."""
    return NEW.all(reads(actor), entry=entry_id, since=since, size=MOST_NEW)


def closed(actor: Reader | Visitor, entry_id: int) -> ClosedTalk | None:
    """Whether the conversation below an entry is closed, since when and why, as far as this reader is told."""
    return CLOSED.first(reads(actor), entry=entry_id)


def look_at(actor: Reader, entry_id: int) -> Look | None:
    """When this person last looked at this conversation: one query."""
    return LOOKED.first(reader=actor.id, entry=entry_id)


def has_just_looked(actor: Reader, entry_id: int) -> bool:
    """Whether it was written down only minutes ago that they look."""
    look = look_at(actor, entry_id)
    return look is not None and now() - look.looked_at < OFTEN_ENOUGH


def places_of_authors(person_ids: list[int], first: int | None) -> Mapping[int, str]:
    """The place that each of these people belongs to today: that of the entry (`first`) before others. One query."""
    found: dict[int, str] = {}
    for row in PLACES_OF_AUTHORS.all(ids=sorted(set(person_ids)), today=today()) if person_ids else []:
        if row["person_id"] not in found or row["partnership_id"] == first:
            found[row["person_id"]] = row["name"]
    return found
