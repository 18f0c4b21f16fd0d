"""Finding rows by their words, newest first, for whoever may read them.

Every statement holds the resolver of each source. On SQLite the index itself gives the newest first, so whatever is
found costs the same. PostgreSQL's gives all of it at once: so it is asked for one span of time after the other, the
newest first (a mark of each row says of which it is), and no more once there are enough.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    column,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    table,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from lpcommunity.access.reader import Reader
from lpcommunity.entries.policy import READER, READER_IN_COMMUNITY, reads, word
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.terms import PERSON
from lpcommunity.search import tokens
from lpcommunity.search.models import Searchable
from lpcommunity.search.query_language import Wanted, for_postgresql, for_sqlite
from lpcommunity.search.rows import SLOTS
from lpcommunity.search.sources import kinds, source, sources
from lpcommunity.storage import Statement, session
from lpcommunity.storage.statements import Query

PAGE = 20
SAMPLE = 300  # hits from which the figures of filters are made
COUNTED = 20  # beyond it is “20+”
LOOKED_THROUGH = 4_000  # rows of a kind, on PostgreSQL, to say how many match: some milliseconds
FIRST, LAST = -(2**62), 2**62

ROW: FromClause = Searchable.__table__
TEXT: FromClause = table("search_text", column("rowid", Integer), column("terms"))  # SQLite's index over it
PLACE: FromClause = Partnership.__table__
MATCH = bindparam("match", type_=String)
BEFORE, SINCE = bindparam("before", type_=BigInteger), bindparam("since", type_=BigInteger)
SIZE = bindparam("size", type_=Integer)
IDS = bindparam("ids", type_=BigInteger, expanding=True)
MOST = bindparam("most", type_=Integer)


@dataclass(frozen=True)
class Hit:
    """That a row was found, and what it is narrowed by."""

    id: int
    marks: str


@dataclass(frozen=True)
class Found:
    """Something that was found, as its reader may know it."""

    id: int
    source: str
    thing_id: int
    kind: str
    at: datetime
    title: str
    text: str
    path: str
    audience: str
    author_id: int | None
    author: str
    place: str | None
    mine: bool
    about: str | None  # the title of what it is said about

    @property
    def address(self) -> str:
        """Where it is, for this reader."""
        own = source(self.source).own_path
        return own(self.thing_id) if own is not None and self.mine else self.path


def readable(row: FromClause) -> ColumnElement[bool]:
    """SQL over searchable: its reader may read what it says, as the resolver of its source decides."""
    return or_(false(), *(and_(row.c.source == word(one.key), one.may_read(row)) for one in sources()))


def has_words(row: FromClause, match: ColumnElement[Any] = MATCH) -> ColumnElement[bool]:
    """SQL over searchable, on PostgreSQL: it has these words and marks."""
    return row.c.terms.op("@@", is_comparison=True)(cast(match, TSQUERY))


def _within(number: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(number < BEFORE, number >= SINCE)


def _hits(dialect: str) -> Query:
    """The newest hits. SQLite's index gives them so by itself. On PostgreSQL span by span of time, the newest first,
    each by way of the index, until there are enough: what is older costs nothing, a span without any next to nothing.
    """
    if dialect == "sqlite":
        rows = select(ROW.c.id, ROW.c.marks).select_from(TEXT.join(ROW, ROW.c.id == TEXT.c.rowid))
        found = rows.where(literal_column("search_text").op("MATCH")(MATCH), _within(TEXT.c.rowid), readable(ROW))
        return found.order_by(TEXT.c.rowid.desc()).limit(SIZE)
    span = _spans()
    of_span: ColumnElement[Any] = literal_column(f"('''{tokens.SPAN}' || span.number || '''')::tsquery")
    # Two conditions, not one of both: so the index leaps from the one to the other. Sorted before it is asked who may
    # read: that is asked of as many as it takes.
    matching = (
        select(ROW.c.id, ROW.c.source, ROW.c.thing_id, ROW.c.marks)
        .where(ROW.c.terms.op("@@", is_comparison=True)(of_span), has_words(ROW), _within(ROW.c.id))
        .order_by((ROW.c.id + literal_column("0")).desc())
        .offset(literal_column("0"))
        .lateral("matching")
    )
    in_span = select(matching.c.id, matching.c.marks).where(readable(matching)).limit(SIZE).lateral("in_span")
    return select(in_span.c.id, in_span.c.marks).select_from(span.join(in_span, true())).limit(SIZE)


def _spans() -> CTE:
    """The spans of time that have rows, the newest first, each when it is asked for; a last one without a number."""
    bits: ColumnElement[Any] = literal_column(str(tokens.SPAN_BITS + SLOTS))
    newest = select(func.max(ROW.c.id).op(">>")(bits).label("number")).where(_within(ROW.c.id))
    span = newest.cte("span", recursive=True)
    before = and_(ROW.c.id < span.c.number.op("<<")(bits), ROW.c.id >= SINCE)
    older = select(func.max(ROW.c.id)).where(before).scalar_subquery().op(">>")(bits)
    return span.union_all(select(older).where(span.c.number.is_not(None)))


HITS: Statement[Hit] = Statement(_hits, Hit)
_named = case((or_(READER_IN_COMMUNITY, PERSON.c.id == READER), PERSON.c.name), else_="")


def _shown(_dialect: str) -> Query:
    abouts = [(ROW.c.source == word(one.key), one.about(ROW)) for one in sources() if one.about is not None]
    return (
        select(
            *(ROW.c[name] for name in ("id", "source", "thing_id", "kind", "at", "title", "text", "path", "audience")),
            ROW.c.author_id,
            func.coalesce(_named, "").label("author"),
            PLACE.c.name.label("place"),
            func.coalesce(ROW.c.author_id == READER, false()).label("mine"),
            case(*abouts, else_=null()).label("about") if abouts else null().label("about"),
        )
        .select_from(ROW)
        .outerjoin(PERSON, PERSON.c.id == ROW.c.author_id)
        .outerjoin(PLACE, PLACE.c.id == ROW.c.partnership_id)
        .where(ROW.c.id.in_(IDS), readable(ROW))
        .order_by(ROW.c.id.desc())
    )


SHOWN: Statement[Found] = Statement(_shown, Found)


@dataclass(frozen=True)
class _KindNumber:
    kind: str
    number: int


def _of_kinds(dialect: str) -> Query:
    """How many of each kind, up to so many: on PostgreSQL among the newest rows of the kind."""
    parts = []
    for one in kinds():
        if dialect == "sqlite":
            rows: Any = select(literal_column("1").label("one")).select_from(TEXT.join(ROW, ROW.c.id == TEXT.c.rowid))
            match = MATCH + f' AND "{tokens.kind(one.key)}"'
            hits = rows.where(literal_column("search_text").op("MATCH")(match), _within(TEXT.c.rowid), readable(ROW))
        else:
            newest = (
                select(ROW.c.source, ROW.c.thing_id, ROW.c.terms)
                .where(ROW.c.kind == word(one.key), _within(ROW.c.id))
                .order_by(ROW.c.id.desc())
                .limit(LOOKED_THROUGH)
                .subquery(f"newest_{one.key}")
            )
            hits = select(literal_column("1").label("one")).where(has_words(newest), readable(newest))
        counted = hits.limit(MOST).subquery(f"of_{one.key}")
        number = select(func.count()).select_from(counted).scalar_subquery()
        parts.append(select(word(one.key).label("kind"), number.label("number")))
    return union_all(*parts)


OF_KINDS: Statement[_KindNumber] = Statement(_of_kinds, _KindNumber)


def match_of(wanted: Wanted, *marks: Sequence[str]) -> str:
    """What is looked for as the database at hand reads it; `marks`: sets of which one each has to be there."""
    sets = [list(some) for some in marks]
    on_postgresql = session().get_bind().dialect.name == "postgresql"
    return for_postgresql(wanted, *sets) if on_postgresql else for_sqlite(wanted, *sets)


def hits(actor: Reader, match: str, *, before: int = LAST, since: int = FIRST, size: int = PAGE + 1) -> list[Hit]:
    """The newest rows that match, before this number: one query."""
    values = {"match": match, "before": before, "since": since, "size": size}
    return sorted(HITS.all(reads(actor), values), key=lambda hit: -hit.id)


def shown(actor: Reader, ids: Sequence[int]) -> list[Found]:
    """What these rows say, for whoever may read it: one query."""
    return SHOWN.all(reads(actor), ids=list(ids)) if ids else []


def numbers_of_kinds(actor: Reader, match: str, since: int, before: int) -> dict[str, int]:
    """How many of each kind match, up to one more than is said: one query."""
    values = {"match": match, "since": since, "before": before, "most": COUNTED + 1}
    return {one.kind: one.number for one in OF_KINDS.all(reads(actor), values)}
