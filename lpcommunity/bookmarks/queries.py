"""Reading what somebody keeps: by themselves alone. What they may not read any more comes without a word of it.

The one resolver decides in the same statement: the entry is joined only where its reader may read it, so title, kind,
place and author are there with it or not at all. The note and its day are the reader's own.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, FromClause, Integer, Select, and_, bindparam, func, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.bookmarks.models import MOST, Bookmark
from lpcommunity.entries.card_facts import register_marker
from lpcommunity.entries.kinds import Kind, kind_of
from lpcommunity.entries.policy import ENTRY, READER, VISIBLE, reads
from lpcommunity.entries.queries import PLACE, SIZE, cursor, older, place_in_list
from lpcommunity.people.terms import PERSON
from lpcommunity.search import query_language
from lpcommunity.search.query_language import Wanted
from lpcommunity.storage import Statement

PAGE = 20

BOOKMARK: FromClause = Bookmark.__table__
ENTRIES = bindparam("entries", type_=Integer, expanding=True)
LATER = bindparam("later", type_=Boolean)


@dataclass(frozen=True)
class Kept:
    """Something that one keeps. `entry` is None where it is not theirs to read any more."""

    id: int
    later: bool
    note: str
    kept_at: datetime
    entry: "KeptEntry | None"

    @property
    def key(self) -> str:
        """Its place in the list."""
        return cursor(self.kept_at, self.id)


@dataclass(frozen=True)
class KeptEntry:
    """What is kept, as its reader may read it."""

    id: int
    kind: Kind
    title: str
    audience: str
    state: str
    published_at: datetime | None
    place: str
    author: str

    @property
    def path(self) -> str:
        """Where it is read."""
        return self.kind.path(self.id)


def _kept(*, entry_id: int | None, kind: str | None, place: str | None, **columns: Any) -> Kept:
    of_entry = {name: columns.pop(name) for name in ("title", "audience", "state", "published_at", "author")}
    entry = None
    if entry_id is not None and kind is not None:
        entry = KeptEntry(id=entry_id, kind=kind_of(kind), place=place or "", **of_entry)
    return Kept(entry=entry, **columns)


ROWS: FromClause = (
    BOOKMARK.outerjoin(ENTRY, and_(ENTRY.c.id == BOOKMARK.c.entry_id, VISIBLE))
    .outerjoin(PLACE, PLACE.c.id == ENTRY.c.partnership_id)
    .outerjoin(PERSON, PERSON.c.id == ENTRY.c.author_id)
)
LINES: Select[Any] = (
    select(
        BOOKMARK.c.id,
        BOOKMARK.c.later,
        BOOKMARK.c.note,
        BOOKMARK.c.kept_at,
        ENTRY.c.id.label("entry_id"),
        ENTRY.c.kind,
        ENTRY.c.title,
        ENTRY.c.audience,
        ENTRY.c.state,
        ENTRY.c.published_at,
        PLACE.c.name.label("place"),
        PERSON.c.name.label("author"),
    )
    .select_from(ROWS)
    .where(BOOKMARK.c.person_id == READER)
)
_newest_first = (BOOKMARK.c.kept_at.desc(), BOOKMARK.c.id.desc())
KEPT = Statement(
    LINES.where(BOOKMARK.c.later == LATER, older(BOOKMARK.c.kept_at, BOOKMARK.c.id))
    .order_by(*_newest_first)
    .limit(SIZE),
    _kept,
)
ALL_KEPT = Statement(LINES.order_by(*_newest_first).limit(MOST), _kept)
ONE = Statement(LINES.where(BOOKMARK.c.id == bindparam("bookmark", type_=Integer)), _kept)
OF_ENTRY = Statement(LINES.where(BOOKMARK.c.entry_id == bindparam("entry", type_=Integer)), _kept)


@dataclass(frozen=True)
class Mark:
    """That one keeps an entry, or means to read it."""

    entry_id: int
    later: bool


MARKS = Statement(
    select(BOOKMARK.c.entry_id, BOOKMARK.c.later).where(
        BOOKMARK.c.person_id == READER, BOOKMARK.c.entry_id.in_(ENTRIES)
    ),
    Mark,
)


@dataclass(frozen=True)
class HowMany:
    """How many one keeps, of either sort."""

    later: bool
    many: int


HOW_MANY = Statement(
    select(BOOKMARK.c.later, func.count().label("many"))
    .where(BOOKMARK.c.person_id == READER)
    .group_by(BOOKMARK.c.later),
    HowMany,
)


@dataclass(frozen=True)
class KeptPage:
    """Some of what one keeps, and the cursor of the next page if there is one."""

    lines: list[Kept]
    next: str | None


def kept_by(actor: Reader, after: str | None = None, *, later: bool, size: int = PAGE) -> KeptPage:
    """A page of what this person keeps, or means to read later, the newest kept first: one query."""
    found = KEPT.all(reads(actor), place_in_list(after), later=later, size=size + 1)
    return _page(found, size)


def found_by(actor: Reader, wanted: Wanted, after: str | None = None, size: int = PAGE) -> KeptPage:
    """Of all that this person keeps, what their note or a title that they may still read has of these words: one query.

    One person keeps few (MOST), so what is found is found here, by the words that the search knows.
    """
    key = place_in_list(after)
    before = (key["before"], key["before_id"])
    found = [
        one
        for one in ALL_KEPT.all(reads(actor))
        if (one.kept_at, one.id) < before
        and query_language.is_in(wanted, one.note, one.entry.title if one.entry is not None else "")
    ]
    return _page(found[: size + 1], size)


def _page(found: list[Kept], size: int) -> KeptPage:
    lines = found[:size]
    return KeptPage(lines, lines[-1].key if len(found) > size else None)


def one_kept(actor: Reader, bookmark_id: int) -> Kept | None:
    """What this person keeps under this number: one query."""
    return ONE.first(reads(actor), bookmark=bookmark_id)


def kept_of(actor: Reader, entry_id: int) -> Kept | None:
    """Whether, and how, this person keeps an entry: one query."""
    return OF_ENTRY.first(reads(actor), entry=entry_id)


def how_many(actor: Reader) -> tuple[int, int]:
    """How many this person means to read later, and how many they keep: one query."""
    found = {one.later: one.many for one in HOW_MANY.all(reads(actor))}
    return found.get(True, 0), found.get(False, 0)


@register_marker
def marks(actor: Reader | Visitor, entry_ids: Collection[int]) -> Mapping[int, str] | None:
    """Which of these entries this person keeps ("kept"), or means to read ("later"): one query. None for a visitor."""
    if isinstance(actor, Visitor):
        return None
    if not entry_ids:
        return {}
    found = MARKS.all(reader=actor.id, entries=sorted(entry_ids))
    return {one.entry_id: "later" if one.later else "kept" for one in found}
