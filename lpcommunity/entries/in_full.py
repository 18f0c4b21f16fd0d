"""An entry with whatever its own page shows, as a value. A kind adds its own columns:

    IN_FULL = Statement(in_full_query(UPDATE, UPDATE.c.standing), shape(UpdateInFull))
    found = IN_FULL.first(reads(actor), entry=7)

Who may read it is in the statement, and asked again of the value by `admitted`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, FromClause, Integer, Select, bindparam, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.kinds import Kind
from lpcommunity.entries.policy import ENTRY, VISIBLE, can_read, reads
from lpcommunity.entries.queries import PLACE
from lpcommunity.people.models import photo_url_of
from lpcommunity.people.names import first_name_of, initials_of
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement

F = TypeVar("F", bound="EntryInFull")


@dataclass(frozen=True)
class Author:
    """Who wrote it, as a page names somebody."""

    id: int
    name: str
    photo_url: str | None

    @property
    def first_name(self) -> str:
        """The first word of the name that is not a title."""
        return first_name_of(self.name)

    @property
    def initials(self) -> str:
        """Two letters that stand for them where there is no photo."""
        return initials_of(self.name)


@dataclass(frozen=True)
class PlaceName:
    """The partnership on whose record something is."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True, kw_only=True)
class EntryInFull:
    """An entry as its page shows it; what a kind adds stands in its own value."""

    id: int
    kind: str
    title: str
    fields: dict[str, Any]
    body_html: str
    standfirst: str
    audience: str
    state: str
    version: int
    thanks_count: int
    published_at: datetime | None
    updated_at: datetime
    withdrawn_at: datetime | None
    confided_at: datetime | None
    confided_version: int | None
    author_id: int
    author: Author
    partnership_id: int | None
    partnership: PlaceName | None


@dataclass(frozen=True, kw_only=True)
class EntryHead:
    """An entry without its words, of whatever kind: for pages on what can be done with any entry."""

    id: int
    kind: str
    title: str
    audience: str
    state: str
    version: int
    thanks_count: int
    confided_at: datetime | None
    confided_version: int | None
    author_id: int
    partnership_id: int | None
    partnership: PlaceName | None


OWN: tuple[str, ...] = (
    "id", "kind", "title", "fields", "body_html", "standfirst", "audience", "state", "version", "thanks_count",
    "published_at", "updated_at", "withdrawn_at", "confided_at", "confided_version", "author_id", "partnership_id",
)  # fmt: skip
COLUMNS: tuple[ColumnElement[Any], ...] = (
    *(ENTRY.c[name] for name in OWN),
    PERSON.c.name.label("author_name"),
    PERSON.c.photo_key,
    PLACE.c.slug.label("place_slug"),
    PLACE.c.name.label("place_name"),
)


def in_full_query(table: FromClause, *own: ColumnElement[Any]) -> Select[Any]:
    """The query for one entry of the kind of this table, by the value `entry`, if the reader may read it."""
    rows = (
        ENTRY.join(table, table.c.id == ENTRY.c.id)
        .join(PERSON, PERSON.c.id == ENTRY.c.author_id)
        .outerjoin(PLACE, PLACE.c.id == ENTRY.c.partnership_id)
    )
    return select(*COLUMNS, *own).select_from(rows).where(ENTRY.c.id == bindparam("entry", type_=Integer), VISIBLE)


def shape(made: type[F]) -> Callable[..., F]:
    """What becomes of a row of such a query."""

    def build(
        *, author_name: str, photo_key: str | None, place_slug: str | None, place_name: str | None, **columns: Any
    ) -> F:
        author_id = columns["author_id"]
        return made(
            author=Author(author_id, author_name, photo_url_of(author_id, photo_key)),
            partnership=_place(columns["partnership_id"], place_slug, place_name),
            **columns,
        )

    return build


def _head(*, place_slug: str | None, place_name: str | None, **columns: Any) -> EntryHead:
    return EntryHead(partnership=_place(columns["partnership_id"], place_slug, place_name), **columns)


def _place(place_id: int | None, slug: str | None, name: str | None) -> PlaceName | None:
    return PlaceName(place_id, slug or "", name or "") if place_id is not None else None


HEAD = Statement(
    select(
        *(ENTRY.c[one.name] for one in dataclass_fields(EntryHead) if one.name != "partnership"),
        PLACE.c.slug.label("place_slug"),
        PLACE.c.name.label("place_name"),
    )
    .select_from(ENTRY.outerjoin(PLACE, PLACE.c.id == ENTRY.c.partnership_id))
    .where(ENTRY.c.id == bindparam("entry", type_=Integer), VISIBLE),
    _head,
)


def head_of(actor: Reader | Visitor, kind: Kind, entry_id: int) -> EntryHead | None:
    """The entry of this kind and id without its words, if this person may read it: one query."""
    found = HEAD.first(reads(actor), entry=entry_id)
    return found if found is not None and found.kind == kind.key and can_read(actor, found) else None


def admitted(actor: Reader | Visitor, found: F | None) -> F | None:
    """This entry, if the predicate says the same as the SQL that found it."""
    return found if found is not None and can_read(actor, found) else None
