"""Finding rows by their words, and what they say, for whoever may read them."""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import neg
from typing import Any

from sqlalchemy import BigInteger, FromClause, Integer, String, bindparam, case, false, func, null, or_, select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.policy import READER, READER_IN_COMMUNITY, reads, word
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.terms import PERSON
from lpcommunity.search import tokens
from lpcommunity.search.newest import ROW, readable, statement_for
from lpcommunity.search.query_language import Wanted, for_postgresql, for_sqlite, phrases
from lpcommunity.search.rows import DATED_END, FIRST, LAST, SLOTS
from lpcommunity.search.sources import source, sources
from lpcommunity.storage import Statement, session
from lpcommunity.storage.statements import Query

PAGE = 10
SAMPLE = 100  # hits from which the figures of filters are made
COUNTED = 20  # beyond it is “20+”
PLACE: FromClause = Partnership.__table__
IDS = bindparam("ids", type_=BigInteger, expanding=True)

Match = dict[str, str | int | list[str]]  # values for a statement that looks for words


@dataclass(frozen=True)
class Position:
    """Where a page ended: at this thing, of this second. Not its number: what else is of that second, read or not, can
    have moved it.
    """

    second: int
    source: str
    thing_id: int

    def __str__(self) -> str:
        return f"{self.second}-{self.source}-{self.thing_id}"


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
    def position(self) -> Position:
        """Where a page ends that ends with it."""
        return Position(self.id >> SLOTS, self.source, self.thing_id)

    @property
    def address(self) -> str:
        """Where it is, for this reader."""
        own = source(self.source).own_path
        return own(self.thing_id) if own is not None and self.mine else self.path


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


def _number(_dialect: str) -> Query:
    source, thing = bindparam("source", type_=String), bindparam("thing", type_=Integer)
    return select(ROW.c.id).where(ROW.c.source == source, ROW.c.thing_id == thing, readable(ROW))


SHOWN: Statement[Found] = Statement(_shown, Found)
NUMBER: Statement[Any] = Statement(_number)


def match_of(wanted: Wanted, reader: Reader, *marks: Sequence[str]) -> Match:
    """What this reader looks for as the database at hand reads it; `marks`: sets of which one each has to be there."""
    readers, of_names = tokens.of_reader(reader), tokens.of_names(reader)
    if session().get_bind().dialect.name == "sqlite":
        names, all_ = (for_sqlite(wanted, some, *marks) for some in (of_names, readers))
        return {"match": all_, "names_match": names}
    # Of what is not there no index knows: where nothing else is said, it is looked for among what could be read.
    words = for_postgresql(wanted) if wanted.sought else for_postgresql(wanted, readers)
    among, names = (for_postgresql(Wanted(), some) for some in (readers, of_names))
    of_place = [some for some in marks if tokens.is_of_one_place(some)]
    besides = [some for some in marks if some not in of_place]
    # A short span has little of one place.
    first_bits = SLOTS + (tokens.LONG_BITS if of_place else tokens.SHORT_BITS)
    return {
        "match": words,
        "among": among,
        "among_short": tokens.among(reader, tokens.SHORT_SPAN),
        "among_long": tokens.among(reader, tokens.LONG_SPAN),
        "first_bits": first_bits,
        "names_among": names,
        "narrowed": for_postgresql(Wanted(), *marks),
        "of_place": for_postgresql(Wanted(), *map(tokens.in_span, of_place)),
        "besides": for_postgresql(Wanted(), *besides),
        "together": phrases(wanted),
        "apart": phrases(wanted, without=True),
    }


@dataclass(frozen=True)
class Hits:
    """Rows that were found: the numbers of what has a day, the newest first, then of names; and all marks by which they
    can be narrowed.
    """

    dated: list[int]
    names: list[int]
    marks: list[str]

    @property
    def ids(self) -> list[int]:
        """All, in the order in which they are shown."""
        return [*self.dated, *self.names]


def hits(
    actor: Reader,
    match: Match,
    *,
    before: int = LAST,
    since: int = FIRST,
    after: int | None = None,
    size: int = PAGE + 1,
    names: int | None = None,
) -> Hits:
    """The newest rows that match, of the numbers between these, and then names (as many, if it is not said; none
    between days): one query. `after`: those that follow this one (see `number_of`).
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
    statement = statement_for(bool(match.get("of_place")), bool(match.get("besides")))
    parts = statement.all(reads(actor), {**match, **values})
    ids = sorted([int(one) for part in parts for one in (part.ids or "").split()], reverse=True)
    undated = bisect(ids, -DATED_END, key=neg)
    return Hits(ids[undated:], ids[:undated], " ".join([part.marks or "" for part in parts]).split())


def number_of(actor: Reader, position: Position) -> int:
    """The number at which a page ended: one query. What its reader cannot read any more stands at the end of its
    second, so that nothing is left out.
    """
    found = NUMBER.value(reads(actor), source=position.source, thing=position.thing_id)
    number = found if found is not None and found >> SLOTS == position.second else (position.second + 1) << SLOTS
    return int(number)


def shown(actor: Reader, ids: Sequence[int]) -> list[Found]:
    """What these rows say, for whoever may read it, in the order of hits: one query."""
    return sorted(SHOWN.all(reads(actor), ids=list(ids)), key=lambda row: row.id >= DATED_END) if ids else []
