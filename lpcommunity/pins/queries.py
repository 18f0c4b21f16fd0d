"""Reading what a place keeps, for whoever may read that entry. Others find nothing, as if nothing was kept."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.policy import ENTRY, ON_RECORD, reads
from lpcommunity.entries.queries import PLACE
from lpcommunity.people.terms import PERSON
from lpcommunity.pins.models import Pin
from lpcommunity.storage import Statement

MOST = 100  # one that lies deeper below others is as good as gone: whoever keeps it again puts it on top
MOST_IN_PLACES = 1_000  # of a page of places

PIN: FromClause = Pin.__table__


@dataclass(frozen=True)
class Pinned:
    """The entry that a place keeps, and who keeps it."""

    entry_id: int
    kind: str
    title: str
    standfirst: str
    card: dict[str, Any]
    published_at: datetime
    kept_by: str


PINNED = Statement(
    select(
        PIN.c.entry_id,
        ENTRY.c.kind,
        ENTRY.c.title,
        ENTRY.c.standfirst,
        ENTRY.c.card,
        ENTRY.c.published_at,
        PERSON.c.name.label("kept_by"),
    )
    .select_from(PIN.join(ENTRY, ENTRY.c.id == PIN.c.entry_id).join(PERSON, PERSON.c.id == PIN.c.pinned_by_id))
    .where(PIN.c.partnership_id == bindparam("place", type_=Integer), ON_RECORD)
    .order_by(PIN.c.id.desc())
    .limit(1),
    Pinned,
)


@dataclass(frozen=True)
class PinnedInPlace:
    """The same with its place, where several stand beside one another. `pin_id`: the higher, the later it was kept."""

    pin_id: int
    entry_id: int
    place_id: int
    kind: str
    title: str
    standfirst: str
    card: dict[str, Any]
    place: str
    place_slug: str


IN_PLACES = Statement(
    select(
        PIN.c.id.label("pin_id"),
        PIN.c.entry_id,
        PIN.c.partnership_id.label("place_id"),
        ENTRY.c.kind,
        ENTRY.c.title,
        ENTRY.c.standfirst,
        ENTRY.c.card,
        PLACE.c.name.label("place"),
        PLACE.c.slug.label("place_slug"),
    )
    .select_from(PIN.join(ENTRY, ENTRY.c.id == PIN.c.entry_id).join(PLACE, PLACE.c.id == PIN.c.partnership_id))
    .where(PIN.c.partnership_id.in_(bindparam("places", type_=Integer, expanding=True)), ON_RECORD)
    .order_by(PIN.c.id.desc())
    .limit(MOST_IN_PLACES),
    PinnedInPlace,
)
KEPT: Statement[Any] = Statement(
    select(PIN.c.entry_id)
    .select_from(PIN.join(ENTRY, ENTRY.c.id == PIN.c.entry_id))
    .where(PIN.c.partnership_id == bindparam("place", type_=Integer), ON_RECORD)
    .order_by(PIN.c.id.desc())
    .limit(MOST)
)


def pinned_in(actor: Reader | Visitor, place_id: int) -> Pinned | None:
    """What this place keeps for this reader, the newest that they may read: one query."""
    return PINNED.first(reads(actor), place=place_id)


def pinned_in_places(actor: Reader | Visitor, place_ids: Collection[int], size: int) -> list[PinnedInPlace]:
    """What each of these few places keeps for this reader, the latest first: one query, none for no place."""
    found = IN_PLACES.all(reads(actor), places=sorted(place_ids)) if place_ids else []
    newest: dict[int, PinnedInPlace] = {}
    for one in found:
        newest.setdefault(one.place_id, one)
    return list(newest.values())[:size]


def kept_in(actor: Reader | Visitor, place_id: int) -> list[int]:
    """The numbers of what this place keeps and this reader may read, the newest first, so many at most: one query."""
    return KEPT.values(reads(actor), place=place_id)
