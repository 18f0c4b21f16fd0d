"""What is on record of places, as a reader may know it: for small threads, months and told stories. One query."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, or_, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.latest_per_group import latest_per_group
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import ENTRY, on_record_for
from lpcommunity.entries.queries import PLACE
from lpcommunity.people.models import Person
from lpcommunity.reflections.models import WAITING, Reflection
from lpcommunity.reviews.models import Review
from lpcommunity.storage import session
from lpcommunity.storage.clock import LONDON
from lpcommunity.updates.models import Update

THREAD = 30  # entries of a place in its small thread
STORY = 200  # entries of a place in its story


@dataclass
class Event:
    """An entry in time. How its exchange went is known to its author and the place's facilitators only."""

    id: int
    kind: str
    title: str
    standfirst: str
    card: dict[str, Any]
    published_at: datetime
    author: str
    reason: str = ""
    waiting: bool = False
    closed_at: datetime | None = None
    answers: list[datetime] = field(default_factory=list)

    @property
    def day(self) -> date:
        """Its day in London."""
        return self.published_at.astimezone(LONDON).date()


def timelines(actor: Reader | Visitor, places: Collection[int], size: int = THREAD) -> dict[int, list[Event]]:
    """The newest `size` entries of each of these places that this reader may read, oldest first, by place."""
    found: dict[int, list[Event]] = {place: [] for place in places}
    if not found:
        return found
    ids = latest_per_group(
        session().get_bind().dialect.name,
        PLACE,
        PLACE.c.id.in_(sorted(found)),
        select(ENTRY.c.id)
        .where(ENTRY.c.partnership_id == PLACE.c.id, on_record_for(actor))
        .order_by(ENTRY.c.published_at.desc(), ENTRY.c.id.desc())
        .limit(size),
    )
    events: dict[int, Event] = {}
    for row in session().execute(_rows(actor).where(Entry.id.in_(ids))):
        event = events.get(row.id)
        if event is None:
            event = events[row.id] = _event(row)
            found[row.partnership_id].append(event)
        if row.sent_at is not None:
            event.answers.append(row.sent_at)
    return found


def _rows(actor: Reader | Visitor) -> Any:
    """Entries with what their kinds know, one row for each answer that the reader may know of."""
    update: Table = Update.__table__  # type: ignore[assignment]
    reflection: Table = Reflection.__table__  # type: ignore[assignment]
    knows = knows_exchange(actor)
    return (
        select(
            Entry.id,
            Entry.partnership_id,
            Entry.kind,
            Entry.title,
            Entry.standfirst,
            Entry.card,
            Entry.published_at,
            Person.name.label("author"),
            update.c.reason,
            reflection.c.review_state,
            reflection.c.acknowledged_at,
            Review.sent_at,
        )
        .join(Person, Person.id == Entry.author_id)
        .outerjoin(update, update.c.id == Entry.id)
        .outerjoin(reflection, and_(reflection.c.id == Entry.id, knows))
        .outerjoin(Review, Review.reflection_id == reflection.c.id)
        .order_by(Entry.published_at, Entry.id, Review.sent_at, Review.id)
    )


def knows_exchange(actor: Reader | Visitor) -> ColumnElement[bool]:
    """SQL over Entry: this reader may know how the review of it went (PROMISES section 1)."""
    if isinstance(actor, Visitor):
        return Entry.id.is_(None)
    return or_(Entry.author_id == actor.id, Entry.partnership_id.in_(sorted(actor.facilitates)))


def _event(row: Any) -> Event:
    return Event(
        id=row.id,
        kind=row.kind,
        title=row.title,
        standfirst=row.standfirst,
        card=row.card,
        published_at=row.published_at,
        author=row.author,
        reason=row.reason or "",
        waiting=row.review_state == WAITING,
        closed_at=row.acknowledged_at,
    )
