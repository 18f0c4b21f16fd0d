"""What stands in a feed: the newest that everybody may read, or that the community may. The resolver decides, here as
everywhere; a feed asks for less than its reader may read, never for more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Select, bindparam, select

from lpcommunity.access.reader import VISITOR, Reader
from lpcommunity.entries.kinds import Kind, kind_of
from lpcommunity.entries.models import PUBLIC, entry_theme
from lpcommunity.entries.policy import ENTRY, ON_RECORD, reads, word
from lpcommunity.feeds.models import FeedAddress
from lpcommunity.partnerships.models import Partnership
from lpcommunity.storage import Statement

MOST = 50  # entries of one feed

PLACE: FromClause = Partnership.__table__
ADDRESS: FromClause = FeedAddress.__table__


@dataclass(frozen=True)
class FeedEntry:
    """An entry as a feed tells of it: no more than a card does, and no name of a person."""

    id: int
    kind: Kind
    title: str
    standfirst: str
    published_at: datetime
    updated_at: datetime
    place: str

    @property
    def path(self) -> str:
        """Where it is read in full."""
        return self.kind.path(self.id)


def _entry_of(*, kind: str, place: str | None, **columns: Any) -> FeedEntry:
    return FeedEntry(kind=kind_of(kind), place=place or "", **columns)


_COLUMNS: tuple[ColumnElement[Any], ...] = (
    ENTRY.c.id,
    ENTRY.c.kind,
    ENTRY.c.title,
    ENTRY.c.standfirst,
    ENTRY.c.published_at,
    ENTRY.c.updated_at,
    PLACE.c.name.label("place"),
)
_ROWS: FromClause = ENTRY.outerjoin(PLACE, PLACE.c.id == ENTRY.c.partnership_id)
_IS_PUBLIC = ENTRY.c.audience == word(PUBLIC)


def _newest(*where: ColumnElement[bool]) -> Select[Any]:
    query = select(*_COLUMNS).select_from(_ROWS).where(ON_RECORD, *where)
    return query.order_by(ENTRY.c.published_at.desc(), ENTRY.c.id.desc()).limit(MOST)


def _of_theme() -> Select[Any]:
    """Along the index of a theme by time."""
    at, entry_id = entry_theme.c.published_at, entry_theme.c.entry_id
    carried = entry_theme.join(_ROWS, ENTRY.c.id == entry_id)
    which = entry_theme.c.theme_id == bindparam("theme", type_=Integer)
    query = select(*_COLUMNS).select_from(carried).where(which, ON_RECORD, _IS_PUBLIC)
    return query.order_by(at.desc(), entry_id.desc()).limit(MOST)


PUBLIC_ENTRIES = Statement(_newest(_IS_PUBLIC), _entry_of)
PUBLIC_OF_PLACE = Statement(_newest(_IS_PUBLIC, ENTRY.c.partnership_id == bindparam("place", type_=Integer)), _entry_of)
PUBLIC_OF_THEME = Statement(_of_theme(), _entry_of)
# What is for a partnership, for facilitators or for its author alone never leaves in a feed, whoever asks.
FOR_COMMUNITY = Statement(_newest(ENTRY.c.audience.in_([word("community"), word(PUBLIC)])), _entry_of)
NONCE_OF = Statement(select(ADDRESS.c.nonce).where(ADDRESS.c.person_id == bindparam("person", type_=Integer)), str)


def public_entries() -> Sequence[FeedEntry]:
    """The newest of all that is public. One query, whoever is signed in."""
    return PUBLIC_ENTRIES.all(reads(VISITOR))


def public_entries_of_place(partnership_id: int) -> Sequence[FeedEntry]:
    """The newest that is public of a place."""
    return PUBLIC_OF_PLACE.all(reads(VISITOR), place=partnership_id)


def public_entries_of_theme(theme_id: int) -> Sequence[FeedEntry]:
    """The newest that is public and carries a theme."""
    return PUBLIC_OF_THEME.all(reads(VISITOR), theme=theme_id)


def entries_for_community(reader: Reader) -> Sequence[FeedEntry]:
    """The newest that the community may read, as far as this reader may."""
    return FOR_COMMUNITY.all(reads(reader))


def nonce_of(person_id: int) -> str | None:
    """What the address of this person's feed is made with; None where they have none."""
    found: str | None = NONCE_OF.value(person=person_id)
    return found
