"""Reading entries: cards for lists, newest first, page by page.

A list is one index range over `entry`, read as plain columns (no objects), keyset-paginated: page 100
costs what page 1 costs.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, String, and_, bindparam, literal_column, or_, select, tuple_

from lpcommunity.access import Missing
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.card_facts import comments_below, own_marks
from lpcommunity.entries.kinds import Kind, kind_at, kind_of
from lpcommunity.entries.models import DRAFT
from lpcommunity.entries.policy import (
    ENTRY,
    ON_RECORD,
    READER,
    VISIBLE,
    can_read,
    mine,
    reads,
)
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Moment, Statement, session

PAGE = 20


@dataclass(frozen=True)
class Card:
    """An entry as a list shows it."""

    id: int
    kind: Kind
    title: str
    standfirst: str
    card: dict[str, Any]
    audience: str
    state: str
    published_at: datetime
    thanks: int
    version: int
    place: str
    place_slug: str
    author_id: int
    author: str
    comments: int = 0  # below it, that the reader of this list may read
    kept: str | None = None  # by this reader, for themselves: "kept", "later", or "" for neither; None: not offered

    @property
    def shown(self) -> tuple[Hashable, ...]:
        """Whatever of it a list shows, but for how long ago it was. Its words may be rendered again, and what it asked
        for be found, without a new version.
        """
        words = (self.title, self.standfirst, repr(self.card))
        mutable = (
            *words,
            self.thanks,
            self.comments,
            self.audience,
            self.state,
            self.place,
            self.place_slug,
            self.author,
            self.kept,
        )
        return (self.id, self.version, *mutable)

    @property
    def path(self) -> str:
        """Where it is read in full."""
        return self.kind.path(self.id)


PLACE: FromClause = Partnership.__table__
CARD: tuple[ColumnElement[Any], ...] = (
    ENTRY.c.id,
    ENTRY.c.kind,
    ENTRY.c.title,
    ENTRY.c.standfirst,
    ENTRY.c.card,
    ENTRY.c.audience,
    ENTRY.c.state,
    ENTRY.c.published_at,
    ENTRY.c.thanks_count.label("thanks"),
    ENTRY.c.version,
    PLACE.c.name.label("place"),
    PLACE.c.slug.label("place_slug"),
    PERSON.c.id.label("author_id"),
    PERSON.c.name.label("author"),
)
# Outer joins, though every entry has an author: so that no database begins with the people and sorts what they wrote.
CARD_ROWS: FromClause = ENTRY.outerjoin(PERSON, PERSON.c.id == ENTRY.c.author_id).outerjoin(
    PLACE, PLACE.c.id == ENTRY.c.partnership_id
)


def card_of(*, kind: str, place: str | None, place_slug: str | None, **columns: Any) -> Card:
    """A row of CARD as a card."""
    return Card(kind=kind_of(kind), place=place or "", place_slug=place_slug or "", **columns)


@dataclass(frozen=True)
class Page:
    """Some cards, and the cursor of the next page if there is one."""

    cards: list[Card]
    next: str | None


# The place in a list from which a page goes on: what is older than this moment, or of it with a smaller id.
BEFORE = bindparam("before", type_=Moment)
BEFORE_ID = bindparam("before_id", type_=Integer)
SIZE = bindparam("size", type_=Integer)
TOP = {"before": datetime(9999, 1, 1, tzinfo=UTC), "before_id": 2**31 - 1}


def cursor(moment: datetime, entry_id: int) -> str:
    """The place in a list after an entry, as an address carries it."""
    return f"{int(moment.timestamp() * 1_000_000)}-{entry_id}"


def place_in_list(after: str | None) -> dict[str, Any]:
    """The values of BEFORE and BEFORE_ID that a cursor names; for a missing or broken one those of the list's top."""
    try:
        micros, _, entry_id = (after or "").partition("-")
        whole, rest = divmod(int(micros), 1_000_000)
        moment = datetime.fromtimestamp(whole, UTC).replace(microsecond=rest)
        return {"before": moment, "before_id": max(0, min(int(entry_id), 2**31 - 1))}
    except (ValueError, OverflowError, OSError):
        return TOP


def older(published_at: ColumnElement[Any] = ENTRY.c.published_at, entry_id: ColumnElement[Any] = ENTRY.c.id) -> Any:
    """SQL: what comes after the place in a list that `place_in_list` names."""
    return tuple_(published_at, entry_id) < tuple_(BEFORE, BEFORE_ID)


# What one took back is one's own alone: in lists of one's own, marked, and in nobody else's.
TAKEN_BACK = and_(mine(), ENTRY.c.state == literal_column(f"'{DRAFT}'"), ENTRY.c.published_at.is_not(None))
LISTED = or_(ON_RECORD, TAKEN_BACK)


def cards(*where: ColumnElement[bool], only: ColumnElement[bool] = ON_RECORD) -> Statement[Card]:
    """A list of cards, newest first, of what the reader may read there; for `page`. A constant of a module."""
    query = select(*CARD).select_from(CARD_ROWS).where(only, older(), *where)
    return Statement(query.order_by(ENTRY.c.published_at.desc(), ENTRY.c.id.desc()).limit(SIZE), card_of)


def page(
    statement: Statement[Card], actor: Reader | Visitor, after: str | None = None, size: int = PAGE, **values: Any
) -> Page:
    """One page of a list: two queries, three for a reader. `after` is the cursor that the page before gave."""
    found = statement.all(reads(actor), place_in_list(after), size=size + 1, **values)
    ids = [card.id for card in found[:size]]
    below, own = comments_below(actor, ids), own_marks(actor, ids)
    shown = [
        replace(card, comments=below.get(card.id, 0), kept=None if own is None else own.get(card.id, ""))
        for card in found[:size]
    ]
    more = len(found) > size
    return Page(shown, cursor(shown[-1].published_at, shown[-1].id) if more else None)


_OF_PLACE = and_(
    ENTRY.c.partnership_id == bindparam("place", type_=Integer),
    ENTRY.c.kind.in_(bindparam("kinds", type_=String, expanding=True)),
)
CARDS_OF_PLACE = cards(_OF_PLACE, only=LISTED)
CARDS_BY = cards(ENTRY.c.author_id == bindparam("author", type_=Integer), only=VISIBLE)  # one's own: all one wrote
WROTE: Statement[Any] = Statement(
    select(ENTRY.c.id).where(ENTRY.c.author_id == READER, VISIBLE).order_by(ENTRY.c.published_at, ENTRY.c.id).limit(1)
)
CARDS_TAKEN_BACK = cards(TAKEN_BACK, only=LISTED)
CARDS_BY_OTHERS = cards(ENTRY.c.author_id != READER)
_PUBLIC = ENTRY.c.audience == literal_column("'public'")
PUBLIC_CARDS = cards(_PUBLIC)
PUBLIC_CARDS_OF_PLACE = cards(_PUBLIC, _OF_PLACE)  # the same rows for a visitor, along an index of their own


def entries_by(actor: Reader | Visitor, author_id: int, after: str | None) -> Page:
    """What this person put on record; of oneself also what one took back, or withdrew."""
    return page(CARDS_BY, actor, after, author=author_id)


def wrote_anything(actor: Reader) -> bool:
    """Whether this person ever put anything on record, whatever became of it. One query."""
    return WROTE.value(reads(actor)) is not None


def taken_back(actor: Reader, size: int = PAGE) -> list[Card]:
    """What this person took back and has neither sent again nor withdrawn, the latest first."""
    return page(CARDS_TAKEN_BACK, actor, size=size).cards


def entries_by_others(actor: Reader, after: str | None, size: int = PAGE) -> Page:
    """What anybody else put on record, wherever it was."""
    return page(CARDS_BY_OTHERS, actor, after, size)


def public_entries(actor: Reader | Visitor, after: str | None = None, size: int = PAGE) -> Page:
    """What anybody may read."""
    return page(PUBLIC_CARDS, actor, after, size)


def entries_of_place(
    actor: Reader | Visitor, place_id: int, kinds: Sequence[str], after: str | None, size: int = PAGE
) -> Page:
    """What a place put on record, of these kinds."""
    statement = CARDS_OF_PLACE if isinstance(actor, Reader) else PUBLIC_CARDS_OF_PLACE
    return page(statement, actor, after, size, place=place_id, kinds=kinds)


def readable(actor: Reader | Visitor, model: type[Any], entry_id: int) -> Any | None:
    """The entry of this kind and id, if this person may read it; None if not, or if there is none."""
    found = session().get(model, entry_id)
    return found if found is not None and can_read(actor, found) else None


def readable_at(actor: Reader | Visitor, plural: str, entry_id: int) -> Any:
    """The same by its address, of whichever kind. Raises Missing."""
    kind = kind_at(plural)
    found = readable(actor, kind.model, entry_id) if kind is not None else None
    if found is None:
        raise Missing
    return found
