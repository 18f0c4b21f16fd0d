"""The places that somebody follows, on their home page: the last step that each took, and the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, not_, select

from lpcommunity.access.reader import Reader
from lpcommunity.actions.policy import ACTION, READABLE
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.latest_per_group import latest_per_group
from lpcommunity.entries.policy import ENTRY, NOW, ON_RECORD, READER, READER_PLACES, reads
from lpcommunity.following.queries import FOLLOW
from lpcommunity.pages.queries.own_places import OPEN_MILESTONES
from lpcommunity.pages.queries.places import PLACE, PLACES
from lpcommunity.storage import Statement
from lpcommunity.storage.clock import LONDON

MOST = 2  # of those with the newest news; all of them have a list of their own


@dataclass(frozen=True)
class Step:
    """What a place did last, or does next: on which day, in which words, and where it is (of a milestone: nowhere)."""

    on: date
    words: str
    path: str


@dataclass
class FollowedPlace:
    """A place that somebody follows. `last`, `next`: None where the reader may know of none."""

    id: int
    slug: str
    name: str
    last: Step | None = None
    next: Step | None = None

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/partnerships/{self.slug}"


@dataclass(frozen=True)
class LatestEntry:
    """The newest of what a place put on record."""

    id: int
    published_at: datetime
    partnership_id: int
    kind: str
    title: str


@dataclass(frozen=True)
class FollowedAction:
    """An action of a place."""

    id: int
    partnership_id: int
    what: str
    due_on: date
    reported_at: datetime | None


FOLLOWED = Statement(
    select(PLACE.c.id, PLACE.c.slug, PLACE.c.name)
    .select_from(FOLLOW.join(PLACE, PLACE.c.id == FOLLOW.c.partnership_id))
    .where(FOLLOW.c.person_id == READER, not_(PLACE.c.id.in_(READER_PLACES)))
    .order_by(PLACE.c.active_at.is_(None), PLACE.c.active_at.desc(), PLACE.c.id)
    .limit(MOST),
    FollowedPlace,
)


def _latest(dialect: str) -> Select[Any]:
    newest = select(ENTRY.c.id).where(ENTRY.c.partnership_id == PLACE.c.id, ON_RECORD)
    newest = newest.order_by(ENTRY.c.published_at.desc(), ENTRY.c.id.desc()).limit(1)
    return latest_per_group(dialect, PLACE, PLACE.c.id.in_(PLACES), newest, "partnership_id", "kind", "title")


def _action_of_each(only: ColumnElement[bool], *order: ColumnElement[Any]) -> Statement[FollowedAction]:
    first = select(ACTION.c.id).where(ACTION.c.partnership_id == PLACE.c.id, only, READABLE).order_by(*order).limit(1)
    one = ACTION.alias("one")
    names = ("id", "partnership_id", "what", "due_on", "reported_at")
    rows = select(*(one.c[name] for name in names)).select_from(
        PLACE.join(one, one.c.id == first.correlate(PLACE).scalar_subquery())
    )
    return Statement(rows.where(PLACE.c.id.in_(PLACES)), FollowedAction)


LATEST = Statement(_latest, LatestEntry)
REPORTED_LAST = _action_of_each(ACTION.c.reported_at <= NOW, ACTION.c.reported_at.desc(), ACTION.c.id.desc())
DUE_NEXT = _action_of_each(
    and_(ACTION.c.reported_at.is_(None), ACTION.c.due_on >= bindparam("today", type_=Date)),
    ACTION.c.due_on,
    ACTION.c.id,
)


def followed_with_steps(actor: Reader) -> list[FollowedPlace]:
    """The places that this person follows beside their own, those with the newest news first, each with what they may
    know of its last step and its next: a query, and four more where there are any.
    """
    known = reads(actor)
    found = FOLLOWED.all(known)
    if found:
        asked = {**known, "places": sorted(place.id for place in found)}
        last, coming = list(_taken(asked)), list(_to_come(asked))
        for place in found:
            place.last = max((step for of, step in last if of == place.id), key=lambda step: step.on, default=None)
            place.next = min((step for of, step in coming if of == place.id), key=lambda step: step.on, default=None)
    return found


def _taken(asked: dict[str, Any]) -> Iterator[tuple[int, Step]]:
    for entry in LATEST.all(asked):
        day = entry.published_at.astimezone(LONDON).date()
        yield entry.partnership_id, Step(day, entry.title, kind_of(entry.kind).path(entry.id))
    for action in REPORTED_LAST.all(asked):
        assert action.reported_at is not None
        day = action.reported_at.astimezone(LONDON).date()
        yield action.partnership_id, Step(day, action.what, f"/actions/{action.id}")


def _to_come(asked: dict[str, Any]) -> Iterator[tuple[int, Step]]:
    for due in OPEN_MILESTONES.all(places=asked["places"]):
        if not due.is_overdue:
            yield due.place_id, Step(due.due_on, due.name, "")
    for action in DUE_NEXT.all(asked):
        yield action.partnership_id, Step(action.due_on, action.what, f"/actions/{action.id}")
