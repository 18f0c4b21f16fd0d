"""What is on record of places, as a reader may know it: for small threads, months and told stories.

Everything here comes from the spine; what only kinds know comes from whoever registered (entries.timeline_marks).
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, literal_column, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.latest_per_group import latest_per_group
from lpcommunity.entries.models import DRAFT, PUBLISHED
from lpcommunity.entries.policy import ENTRY, ON_RECORD, reads
from lpcommunity.entries.queries import LISTED, PLACE, SIZE
from lpcommunity.entries.timeline_marks import NOTHING, facts
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement
from lpcommunity.storage.clock import LONDON

THREAD = 30  # entries of a place in its small thread
STORY = 200  # entries of a place in its story


@dataclass
class Event:
    """An entry in time. How its exchange went is known to its author and the place's facilitators only."""

    id: int
    partnership_id: int
    kind: str
    published_at: datetime
    author_id: int
    card: dict[str, Any] = field(default_factory=dict)
    # What only a told story says:
    title: str = ""
    standfirst: str = ""
    author: str = ""
    audience: str = ""
    state: str = PUBLISHED  # of one's own it may be that one took it back
    # What its kind knows, and some of it only to some readers:
    reason: str = ""
    asks: str = ""  # which help it wants
    waiting: bool = False
    closed_at: datetime | None = None
    answers: tuple[datetime, ...] = ()

    @property
    def drawn(self) -> tuple[Hashable, ...]:
        """Whatever of it a thread draws."""
        return (self.published_at, self.kind, self.asks_for_help, self.waiting, bool(self.answers))

    @property
    def asks_for_help(self) -> bool:
        """Whether it asks others for help: an open dot."""
        return kind_of(self.kind).mark.sign(self.card) == "help"

    @property
    def looks_back(self) -> bool:
        """Whether somebody looked back here: drawn as a dip, and as a ring."""
        return kind_of(self.kind).looks_back

    @property
    def taken_back(self) -> bool:
        """Whether its author took it back; then it is they who look."""
        return self.state == DRAFT

    @cached_property
    def day(self) -> date:
        """Its day in London."""
        return self.published_at.astimezone(LONDON).date()


def _of_each(only: ColumnElement[bool]) -> Callable[[str], Select[Any]]:
    newest = select(ENTRY.c.id).where(ENTRY.c.partnership_id == PLACE.c.id, only).order_by(*LATEST).limit(SIZE)
    these = PLACE.c.id.in_(bindparam("places", type_=Integer, expanding=True))

    def build(dialect: str) -> Select[Any]:
        found = latest_per_group(dialect, PLACE, these, newest, "partnership_id", "kind", "author_id", "card").subquery(
            "found"
        )
        return select(*found.c).order_by(found.c.published_at, found.c.id)

    return build


def _of_one(only: ColumnElement[bool]) -> Select[Any]:
    """Asked with the place itself, not for each of some places: PostgreSQL takes a busy one for what it is."""
    columns = (ENTRY.c.id, ENTRY.c.partnership_id, ENTRY.c.kind, ENTRY.c.published_at, ENTRY.c.author_id, *TOLD)
    found = select(ENTRY.c.id).where(ENTRY.c.partnership_id == ONE_PLACE, only).order_by(*LATEST).limit(SIZE)
    rows = select(*columns).select_from(ENTRY.outerjoin(PERSON, PERSON.c.id == ENTRY.c.author_id))
    return rows.where(ENTRY.c.id.in_(select(found.subquery("found").c.id))).order_by(ENTRY.c.published_at, ENTRY.c.id)


LATEST = (ENTRY.c.published_at.desc(), ENTRY.c.id.desc())
ONE_PLACE = bindparam("place", type_=Integer)
TOLD = (ENTRY.c.title, ENTRY.c.standfirst, ENTRY.c.card, PERSON.c.name.label("author"), ENTRY.c.state, ENTRY.c.audience)
# A visitor's along an index of their own: among all that a place keeps for itself the public may be far apart.
IN_PUBLIC = and_(ENTRY.c.audience == literal_column("'public'"), ON_RECORD)

THREADS = Statement(_of_each(LISTED), Event)
STORIES = Statement(_of_one(LISTED), Event)
PUBLIC_THREADS = Statement(_of_each(IN_PUBLIC), Event)
PUBLIC_STORIES = Statement(_of_one(IN_PUBLIC), Event)


def timelines(actor: Reader | Visitor, places: Collection[int]) -> dict[int, list[Event]]:
    """For threads: the newest entries of each of these places that this reader may read, oldest first.

    Of what their kinds know only what a thread draws: how the looking back went. Two queries.
    """
    found: dict[int, list[Event]] = {place: [] for place in places}
    if not found:
        return found
    statement = PUBLIC_THREADS if isinstance(actor, Visitor) else THREADS
    events = statement.all(reads(actor), places=sorted(found), size=THREAD)
    mark(actor, [event for event in events if event.looks_back])
    for event in events:
        found[event.partnership_id].append(event)
    return found


def story(actor: Reader | Visitor, place_id: int, *, reasons: bool = True) -> list[Event]:
    """The same of one place, further back and with what they say: a query, and one for each kind that knows more.

    Without `reasons` that is asked of looking back alone, as for threads.
    """
    statement = PUBLIC_STORIES if isinstance(actor, Visitor) else STORIES
    events = statement.all(reads(actor), place=place_id, size=STORY)
    mark(actor, events if reasons else [event for event in events if event.looks_back])
    return events


def mark(actor: Reader | Visitor, events: Sequence[Event]) -> None:
    """Add what their kinds know of these, as far as this reader may know it."""
    by_kind: dict[str, list[int]] = {}
    for event in events:
        by_kind.setdefault(event.kind, []).append(event.id)
    known = facts(actor, by_kind)
    for event in events:
        mark = known.get(event.id, NOTHING)
        event.reason, event.asks, event.waiting = mark.reason, mark.asks, mark.waiting
        event.closed_at, event.answers = mark.closed_at, mark.answers
