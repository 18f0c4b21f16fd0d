"""Finding rows by their words, newest first, for whoever may read them.

Every statement holds the resolver of each source. On SQLite the index itself gives the newest first, so whatever is
found costs the same. PostgreSQL's gives all of it at once: so it is asked for one span of time after the other, the
newest first (a mark of each row says of which it is), and no more once there are enough, or all where that is little.
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
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    column,
    false,
    func,
    literal_column,
    not_,
    null,
    or_,
    select,
    table,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from lpcommunity.access.reader import Reader
from lpcommunity.entries.policy import READER, READER_IN_COMMUNITY, reads, word
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.terms import PERSON
from lpcommunity.search import tokens
from lpcommunity.search.models import Searchable
from lpcommunity.search.query_language import Wanted, for_postgresql, for_sqlite, phrases
from lpcommunity.search.rows import DATED_END, FIRST, LAST, SLOTS, UNDATED
from lpcommunity.search.sources import source, sources
from lpcommunity.storage import Statement, session
from lpcommunity.storage.statements import Query

PAGE = 20
SAMPLE = 120  # hits from which the figures of filters are made
COUNTED = 20  # beyond it is “20+”
SPANS_FIRST = 4  # of time, on PostgreSQL, before the whole index is asked
MOST_FEW = 2_000  # hits that are sorted

ROW: FromClause = Searchable.__table__
TEXT: FromClause = table("search_text", column("rowid", Integer), column("terms"))  # SQLite's index over it
PLACE: FromClause = Partnership.__table__
# On SQLite all that is looked for; on PostgreSQL the words, marks of the reader, and others.
MATCH = bindparam("match", type_=String)
AMONG, NARROWED = bindparam("among", type_=String), bindparam("narrowed", type_=String)
BEFORE, SINCE = bindparam("before", type_=BigInteger), bindparam("since", type_=BigInteger)
SIZE = bindparam("size", type_=Integer)
# Names have no day: they come after all that has, the newest first.
NAMES_BEFORE, NAMES = bindparam("names_before", type_=BigInteger), bindparam("names", type_=Integer)
BITS: ColumnElement[Any] = literal_column(str(tokens.SPAN_BITS + SLOTS))
IDS = bindparam("ids", type_=BigInteger, expanding=True)


Match = dict[str, str | list[str]]  # values for a statement that looks for words


@dataclass(frozen=True)
class Hit:
    """That a row was found, and what it is narrowed by."""

    id: int
    marks: str

    @property
    def is_name(self) -> bool:
        """It has no day."""
        return self.id >= DATED_END


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
    """SQL over searchable, on PostgreSQL: it has these words and marks. As a value that is not known when the plan is
    made: of a frequent word it would be expected that reading the whole table comes upon enough of them sooner.
    """
    return row.c.terms.op("@@", is_comparison=True)(select(cast(match, TSQUERY)).scalar_subquery())


def _within(number: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(number < BEFORE, number >= SINCE)


def _is_name(number: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(number < NAMES_BEFORE, number >= literal_column(str(DATED_END)))


def _hits(dialect: str) -> Query:
    """The newest hits of what has a day, and those among names."""
    dated, names = (_on_sqlite if dialect == "sqlite" else _on_postgresql)()
    return union_all(select(dated.limit(SIZE).subquery("dated")), select(names.limit(NAMES).subquery("names")))


def _on_sqlite() -> tuple[Select[Any], Select[Any]]:
    """The index gives the newest first by itself."""
    rows = select(ROW.c.id, ROW.c.marks).select_from(TEXT.join(ROW, ROW.c.id == TEXT.c.rowid))
    found = rows.where(literal_column("search_text").op("MATCH")(MATCH), readable(ROW)).order_by(TEXT.c.rowid.desc())
    return found.where(_within(TEXT.c.rowid)), found.where(_is_name(TEXT.c.rowid))


def _on_postgresql() -> tuple[Select[Any], Select[Any]]:
    """The newest spans of time are looked at one by one, each by way of the index, until there are enough; what is not
    found in them by what the whole index has, where that is little; and where it is much, by all spans. What is older
    than enough costs nothing. Names are a span of their own.
    """
    columns = (ROW.c.id, ROW.c.source, ROW.c.thing_id, ROW.c.marks)
    # Conditions, not one of all: so the index leaps from the one to the other.
    wanted = (has_words(ROW), has_words(ROW, AMONG), has_words(ROW, NARROWED), *_phrases())
    few = select(*columns).where(*wanted, _within(ROW.c.id)).limit(literal_column(str(MOST_FEW + 1))).cte("few")
    number = select(func.count()).select_from(few).scalar_subquery()
    are_few: ColumnElement[bool] = number <= literal_column(str(MOST_FEW))
    span = _spans(are_few)
    of_span = select(*columns).where(_is_in("span.number"), *wanted, _within(ROW.c.id))
    in_span = _sorted(of_span).lateral("in_span")
    passed = select(func.min(span.c.number)).scalar_subquery().op("<<")(BITS)
    all_passed = select(func.bool_or(span.c.number.is_(None))).select_from(span).scalar_subquery()
    left = case((all_passed.is_(True), false()), else_=are_few)
    older = select(few).where(left, few.c.id < passed).order_by(few.c.id.desc()).subquery("older")
    dated = union_all(select(in_span).select_from(span.join(in_span, true())), select(older))
    names = select(*columns).where(_is_in(str(tokens.span_number(UNDATED))), *wanted, _is_name(ROW.c.id))
    # Asked who may read after all that: of as many as it takes.
    found = (some.offset(literal_column("0")).subquery(name) for name, some in (("x", dated), ("y", _sorted(names))))
    one, other = (select(some.c.id, some.c.marks).where(readable(some)) for some in found)
    return one, other


def _is_in(span: str) -> ColumnElement[bool]:
    """SQL over searchable, on PostgreSQL: it is of this span of time."""
    return ROW.c.terms.op("@@", is_comparison=True)(literal_column(f"('{tokens.SPAN}' || {span})::tsquery"))


def _sorted(rows: Select[Any]) -> Select[Any]:
    """The newest first, by sorting: by way of the index of numbers all that is newer than the first would be read."""
    return rows.order_by((ROW.c.id + literal_column("0")).desc()).offset(literal_column("0"))


def _phrases() -> tuple[ColumnElement[bool], ...]:
    """SQL over searchable, on PostgreSQL: it has these words together, and those not. Looked at where words are."""
    terms: ColumnElement[str] = literal_column("' ' || searchable.words || ' '", String)
    some = (("together", "LIKE"), ("apart", "NOT LIKE"))
    patterns = [(bindparam(name, type_=ARRAY(String)), like) for name, like in some]
    return tuple(
        or_(func.cardinality(any_) == literal_column("0"), terms.op(like, is_comparison=True)(func.all(any_)))
        for any_, like in patterns
    )


def _spans(are_few: ColumnElement[bool]) -> CTE:
    """The spans of time that have rows, the newest first, each when it is asked for; a last one without a number. After
    the first few no more, unless there are many hits.
    """
    newest = select(func.max(ROW.c.id).op(">>")(BITS).label("number"), literal_column("1").label("step"))
    span = newest.where(_within(ROW.c.id)).cte("span", recursive=True)
    before = and_(ROW.c.id < span.c.number.op("<<")(BITS), ROW.c.id >= SINCE)
    older = select(func.max(ROW.c.id)).where(before).scalar_subquery().op(">>")(BITS)
    goes_on = case((span.c.step < literal_column(str(SPANS_FIRST)), true()), else_=not_(are_few))
    following = select(older, span.c.step + literal_column("1")).where(span.c.number.is_not(None), goes_on)
    return span.union_all(following)


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


def match_of(wanted: Wanted, readers: Sequence[str], *marks: Sequence[str]) -> Match:
    """What is looked for as the database at hand reads it, where one of these marks says for whom it could be; `marks`:
    further sets of which one each has to be there.
    """
    if session().get_bind().dialect.name == "sqlite":
        return {"match": for_sqlite(wanted, readers, *marks)}
    # Of what is not there no index knows: where nothing else is said, it is looked for among what could be read.
    words = for_postgresql(wanted) if wanted.sought else for_postgresql(wanted, readers)
    among, narrowed = for_postgresql(Wanted(), readers), for_postgresql(Wanted(), *marks)
    together, apart = phrases(wanted), phrases(wanted, without=True)
    return {"match": words, "among": among, "narrowed": narrowed or words, "together": together, "apart": apart}


def hits(
    actor: Reader,
    match: Match,
    *,
    before: int = LAST,
    since: int = FIRST,
    after: int | None = None,
    size: int = PAGE + 1,
    names: int | None = None,
) -> list[Hit]:
    """The newest rows that match, of the numbers between these, and then names (as many, if it is not said; none
    between days): one query. `after`: those that follow this one.
    """
    is_after_name = after is not None and after >= DATED_END
    if (before, since) != (LAST, FIRST):
        names = 0
    values = {
        "before": min(before, DATED_END if after is None else after, DATED_END),
        "since": since,
        "size": 0 if is_after_name else size,
        "names_before": after if is_after_name else LAST,
        "names": size if names is None else names,
    }
    return sorted(HITS.all(reads(actor), {**match, **values}), key=lambda hit: (hit.is_name, -hit.id))


def shown(actor: Reader, ids: Sequence[int]) -> list[Found]:
    """What these rows say, for whoever may read it, in the order of hits: one query."""
    return sorted(SHOWN.all(reads(actor), ids=list(ids)), key=lambda row: row.id >= DATED_END) if ids else []
