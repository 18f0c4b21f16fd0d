"""The newest rows that have some words, for whoever may read them: one statement.

It holds the resolver of each source. On SQLite the index itself gives the newest first, so whatever is found costs the
same. PostgreSQL's gives all of it at once: so it is asked for one span of time after the other, the newest first (marks
of each row say of which it is), and no more once there are enough, or all where that is little.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
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
    exists,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    table,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from lpcommunity.entries.policy import word
from lpcommunity.search import tokens
from lpcommunity.search.models import MARKS, Searchable, SearchFilling
from lpcommunity.search.rows import DATED_END, SLOTS
from lpcommunity.search.sources import Source, sources, sources_of_names
from lpcommunity.storage import Statement
from lpcommunity.storage.statements import Query

STEPS_FIRST = 7  # through time, on PostgreSQL, before the whole index is asked: a short span, then long ones
DOUBLED = 3  # how often, until then, a step has twice as many long spans as the one before
MOST_FEW = 2_000  # hits that are sorted

ROW: FromClause = Searchable.__table__
TEXT: FromClause = table("search_text", column("rowid", Integer), column("terms"))  # SQLite's index over it
# On SQLite all that is looked for; on PostgreSQL the words, marks of the reader (and in spans of time), and others.
MATCH = bindparam("match", type_=String)
AMONG, NARROWED = bindparam("among", type_=String), bindparam("narrowed", type_=String)
AMONG_SHORT, AMONG_LONG = bindparam("among_short", type_=String), bindparam("among_long", type_=String)
OF_PLACE, BESIDES = bindparam("of_place", type_=String), bindparam("besides", type_=String)
NAMES_MATCH, NAMES_AMONG = bindparam("names_match", type_=String), bindparam("names_among", type_=String)
BEFORE, SINCE = bindparam("before", type_=BigInteger), bindparam("since", type_=BigInteger)
SIZE = bindparam("size", type_=Integer)
# Names have no day: they come after all that has, the newest first.
NAMES_BEFORE, NAMES = bindparam("names_before", type_=BigInteger), bindparam("names", type_=Integer)
FIRST_BITS = bindparam("first_bits", type_=Integer)  # of the newest span of time
ALL_TIME = literal_column("62", Integer)
SHORT, LONG = (literal_column(str(bits + SLOTS), Integer) for bits in (tokens.SHORT_BITS, tokens.LONG_BITS))
# No index knows it. By that of numbers PostgreSQL would read all of a table of some ten thousand rows, for each span of
# time: it takes numbers between two values that it does not know for few.
_unsorted: ColumnElement[int] = ROW.c.id + literal_column("0")


@dataclass(frozen=True)
class Hits:
    """Rows that were found, of what has a day or of names: their numbers, and the marks of all of them together by
    which they can be narrowed; None of none.
    """

    ids: str | None
    marks: str | None


def readable(row: FromClause, some: Sequence[Source] = ()) -> ColumnElement[bool]:
    """SQL over searchable: its reader may read what it says, as the resolver of its source decides, and it is of one of
    these sources, if it is said of which.
    """
    return or_(false(), *(and_(row.c.source == word(one.key), one.may_read(row)) for one in some or sources()))


def has_words(row: FromClause, match: ColumnElement[Any] = MATCH) -> ColumnElement[bool]:
    """SQL over searchable, on PostgreSQL: it has these words and marks. As a value that is not known when the plan is
    made: of a frequent word it would be expected that reading the whole table comes upon enough of them sooner.
    """
    return row.c.terms.op("@@", is_comparison=True)(select(cast(match, TSQUERY)).scalar_subquery())


def _within(number: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(number < BEFORE, number >= SINCE)


def _is_name(number: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(number < NAMES_BEFORE, number >= literal_column(str(DATED_END)))


def _have_marks() -> ColumnElement[bool]:
    """SQL: every row has marks for spans of time. Right after an upgrade those of before have none."""
    filling: FromClause = SearchFilling.__table__
    lacks = and_(filling.c.source == word(MARKS), filling.c.done_at.is_(None))
    return not_(exists().where(lacks))


def _hits(dialect: str, *, of_place: bool, besides: bool) -> Query:
    """The newest hits of what has a day, and those among names. Their numbers and marks as one text each: a row for
    each of them costs as much as finding them.
    """
    dated, names = _on_sqlite() if dialect == "sqlite" else _on_postgresql(of_place, besides)
    some = (dated.limit(SIZE).subquery("dated"), names.limit(NAMES).subquery("names"))
    return union_all(
        *(select(_joined("ids", one.c.id), _joined("marks", _narrowing(one.c.marks, dialect))) for one in some)
    )


def _joined(name: str, values: ColumnElement[Any]) -> ColumnElement[Any]:
    blank: Any = literal_column("' '")
    return func.aggregate_strings(cast(values, String), blank).label(name)


def _narrowing(marks: ColumnElement[str], dialect: str) -> ColumnElement[str]:
    """Those of these marks by which it can be narrowed: they stand before the others (rows)."""
    others: ColumnElement[str] = literal_column(f"' {tokens.OTHERS}'")
    if dialect == "sqlite":
        some = func.substr(marks, literal_column("1"), func.instr(marks, others))
    else:
        some = func.split_part(marks, others, literal_column("1"))
    return case((_have_marks(), some), else_=marks)


def _on_sqlite() -> tuple[Select[Any], Select[Any]]:
    """The index gives the newest first by itself."""
    rows = select(ROW.c.id, ROW.c.marks).select_from(TEXT.join(ROW, ROW.c.id == TEXT.c.rowid))
    match, found = literal_column("search_text").op("MATCH"), rows.order_by(TEXT.c.rowid.desc())
    return (
        found.where(match(MATCH), _within(TEXT.c.rowid), readable(ROW)),
        found.where(match(NAMES_MATCH), _is_name(TEXT.c.rowid), readable(ROW, sources_of_names())),
    )


def _on_postgresql(of_place: bool, besides: bool) -> tuple[Select[Any], Select[Any]]:
    """The newest spans of time are looked at step by step, each by way of the index, until there are enough; what is
    not found in them by what the whole index has, where that is little; and where it is much, by longer steps to the
    end. What is older than enough costs nothing. Names have an index of their own.
    """
    columns = tuple(ROW.c[name] for name in ("id", "source", "thing_id", "marks"))
    # Conditions, not one of all: so the index leaps from the one to the other. None that says the same again.
    words, together = has_words(ROW), _phrases()
    narrowed = [has_words(ROW, NARROWED)] if of_place or besides else []
    all_of_it = select(*columns).where(has_words(ROW, AMONG), words, *narrowed, *together, _within(_unsorted))
    few = all_of_it.limit(literal_column(str(MOST_FEW + 1))).cte("few")
    number = select(func.count()).select_from(few).scalar_subquery()
    are_few: ColumnElement[bool] = number <= literal_column(str(MOST_FEW))
    span = _spans(are_few)
    among = case((not_(_have_marks()), AMONG), (span.c.bits == SHORT, AMONG_SHORT), else_=AMONG_LONG)
    of_span = [has_words(ROW, _in_span(span, among)), words]
    if of_place:
        of_span.append(has_words(ROW, case((_have_marks(), _in_span(span, OF_PLACE)), else_=NARROWED)))
    if besides:
        of_span.append(has_words(ROW, BESIDES))
    dated = (*together, _unsorted < span.c.before, _unsorted >= SINCE)
    in_span = _sorted(select(*columns).where(*of_span, *dated)).lateral("in_span")
    passed = select(func.min(_begins(span))).scalar_subquery()
    all_passed = select(func.bool_or(span.c.number.is_(None))).select_from(span).scalar_subquery()
    left = case((all_passed.is_(True), false()), else_=are_few)
    older = select(few).where(left, few.c.id < passed).order_by(few.c.id.desc()).subquery("older")
    found = union_all(select(in_span).select_from(span.join(in_span, true())), select(older))
    names = select(*columns).where(words, has_words(ROW, NAMES_AMONG), *narrowed, *together, _is_name(_unsorted))
    # Asked who may read after all that: of as many as it takes.
    one, other = (
        some.offset(literal_column("0")).subquery(name)
        for name, some in (("dated_one", found), ("name", _sorted(names)))
    )
    return (
        select(one.c.id, one.c.marks).where(readable(one)),
        select(other.c.id, other.c.marks).where(readable(other, sources_of_names())),
    )


def _in_span(span: FromClause, marks: ColumnElement[str]) -> ColumnElement[Any]:
    """SQL over spans, on PostgreSQL: these marks for one of the spans of this step."""
    letter = f"CASE span.bits WHEN {SHORT} THEN '{tokens.SHORT_SPAN}' ELSE '{tokens.LONG_SPAN}' END"
    last = span.c.width - literal_column("1")
    back = func.generate_series(literal_column("0"), last).table_valued(column("by", Integer), name="back")
    back = back.render_derived()
    name = literal_column(letter, String).op("||")(span.c.number - back.c.by)
    of_one = func.replace(marks, literal_column(f"'{tokens.SPAN}'"), name)
    return select(func.string_agg(of_one, literal_column("' | '"))).select_from(back).correlate(span).scalar_subquery()


def _sorted(rows: Select[Any]) -> Select[Any]:
    """The newest first, by sorting: by way of the index of numbers all that is newer than the first would be read."""
    return rows.order_by(_unsorted.desc()).offset(literal_column("0"))


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
    """Steps through the spans of time that have rows, the newest first, each when it is asked for; a last one without a
    number. The first is a short span, unless it is looked for in one place: a frequent word has enough in it, and of
    any other it costs little. Then long ones, soon in each step twice as many: what is not found by then is rare. After
    the first few steps no more, unless there are many hits. As long as rows lack marks there is one span of all.
    """
    bits, one = case((_have_marks(), FIRST_BITS), else_=ALL_TIME), literal_column("1", Integer)
    number = func.max(ROW.c.id).op(">>")(bits).label("number")
    newest = select(number, bits.label("bits"), BEFORE.label("before"), one.label("step"), one.label("width"))
    span = newest.where(_within(ROW.c.id)).cte("span", recursive=True)
    older = select(func.max(ROW.c.id)).where(ROW.c.id < _begins(span), ROW.c.id >= SINCE).scalar_subquery()
    doubled = span.c.step + case((FIRST_BITS == SHORT, literal_column("-2")), else_=literal_column("0"))
    width = one.op("<<")(func.least(func.greatest(doubled, literal_column("0")), literal_column(str(DOUBLED))))
    following = select(older.op(">>")(LONG), LONG, _begins(span), span.c.step + one, width)
    goes_on = case((span.c.step < literal_column(str(STEPS_FIRST)), true()), else_=not_(are_few))
    return span.union_all(following.where(span.c.number.is_not(None), goes_on))


def _begins(span: FromClause) -> ColumnElement[int]:
    """SQL over spans: the first number that is in one of this step."""
    return (span.c.number - span.c.width + literal_column("1")).op("<<")(span.c.bits)


def _statement(*, of_place: bool = False, besides: bool = False) -> Statement[Hits]:
    return Statement(partial(_hits, of_place=of_place, besides=besides), Hits)


# Narrowed or not, of one place or of all: a condition that says nothing costs PostgreSQL as much as one that does.
HITS, NARROWED_HITS = _statement(), _statement(besides=True)
HITS_OF_PLACE, NARROWED_HITS_OF_PLACE = _statement(of_place=True), _statement(of_place=True, besides=True)


def statement_for(of_place: bool, besides: bool) -> Statement[Hits]:
    """That for what is narrowed to one place, and by anything else."""
    if of_place:
        return NARROWED_HITS_OF_PLACE if besides else HITS_OF_PLACE
    return NARROWED_HITS if besides else HITS
