"""People by their names, despite a typing error, and by what they can help with: numbers, for lists of people.

Whom a reader is shown of them is decided by whoever shows them, by the resolver of people.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal_column, select

from lpcommunity.search import analysis, tokens
from lpcommunity.search.newest import MATCH, ROW, SIZE, TEXT, has_words
from lpcommunity.search.query_language import Wanted, for_postgresql, for_sqlite
from lpcommunity.search.suggestions import names
from lpcommunity.storage import Statement, session
from lpcommunity.storage.statements import Query

MOST_WORDS = 12
MOST_NAMED = 500
MOST_WITH_WORD = 5_000


def _with_words(dialect: str) -> Query:
    if dialect == "sqlite":
        rows = select(ROW.c.thing_id).select_from(TEXT.join(ROW, ROW.c.id == TEXT.c.rowid))
        return rows.where(literal_column("search_text").op("MATCH")(MATCH)).limit(SIZE)
    return select(ROW.c.thing_id).where(has_words(ROW)).limit(SIZE)


WITH_WORDS: Statement[Any] = Statement(_with_words)


@dataclass(frozen=True)
class Named:
    """Who bears such a name; `nearly`: nobody does, but these nearly do."""

    ids: list[int]
    nearly: bool = False


def people_named(typed: str) -> Named:
    """Whoever has a name that begins so, else whoever has nearly such a one: two queries at most."""
    vocabulary = names()
    begins = [one.id for one in vocabulary.beginning(typed, MOST_NAMED * 2) if one.sort == "person"]
    if begins:
        return Named(begins[:MOST_NAMED])
    near = [one.id for one in vocabulary.like(typed, MOST_NAMED) if one.sort == "person"]
    return Named(near, nearly=bool(near))


def people_who_can_help_with(typed: str) -> list[int]:
    """Whoever says that they can help with all of these words, in whatever form of them: one query."""
    terms = list(dict.fromkeys(one.term for one in analysis.words(typed)))[:MOST_WORDS]
    marks = [[tokens.helps(term)] for term in terms]
    written = for_sqlite if session().get_bind().dialect.name == "sqlite" else for_postgresql
    return WITH_WORDS.values(match=written(Wanted(), *marks), size=MOST_WITH_WORD) if marks else []
