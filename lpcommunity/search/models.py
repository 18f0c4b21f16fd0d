"""What can be found: one row for each text that somebody may look for, whatever it is; and what people looked for."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    Computed,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.elements import ColumnElement

from lpcommunity.storage import Base, Moment

# What both databases compute of a row, and what they find it by: FTS5 over it on SQLite (table `search_text`, kept by
# triggers), GIN on PostgreSQL. Both come by migration 0038.
ON_SQLITE = "words || ' ' || marks"
ON_POSTGRESQL = "to_tsvector('simple'::regconfig, words) || array_to_tsvector(string_to_array(marks, ' '))"


# In place of a source (SearchFilling): rows are there that lack marks for spans of time. Migration 0048 says so.
MARKS = "marks"
NAMES = "id + 0 >= 29729252966400"  # rows.DATED_END; put so that no index of numbers is taken instead


def _gin(name: str, **options: Any) -> Index:
    """An index over terms, on PostgreSQL, into which nothing waits to be put."""
    made = Index(name, "terms", postgresql_using="gin", postgresql_with={"fastupdate": "off"}, **options)
    return made.ddl_if(dialect="postgresql")


class _Terms(ColumnElement[str]):
    """Words and marks together, as the database at hand finds them."""

    inherit_cache = True


@compiles(_Terms, "sqlite")
def _on_sqlite(_element: Any, _compiler: Any, **_: Any) -> str:
    return ON_SQLITE


@compiles(_Terms, "postgresql")
def _on_postgresql(_element: Any, _compiler: Any, **_: Any) -> str:
    return ON_POSTGRESQL


class Searchable(Base):
    """A text that can be found. It says what another row says (`source`, `thing_id`; see sources), is written in its
    transaction, and can be made of it again at any time (`lpcommunity reindex`).

    `id` goes by time: seconds, then a number among those of one second. So the newest come first without sorting.
    `words` are terms (analysis), `marks` say for whom it could be and what it is narrowed by (tokens).
    """

    __tablename__ = "searchable"
    __table_args__ = (
        UniqueConstraint("source", "thing_id"),
        # Nothing waits to be put into it: each span of time that is looked through would read all that waits.
        _gin("ix_searchable_terms"),
        _gin("ix_searchable_names", postgresql_where=text(NAMES)),  # few, asked for beside each search
        {"info": {"guarded_by": "entry"}},
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False
    )
    source: Mapped[str] = mapped_column(String(20))
    thing_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Moment)
    partnership_id: Mapped[int | None]
    author_id: Mapped[int | None]
    audience: Mapped[str] = mapped_column(String(20))
    path: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    marks: Mapped[str] = mapped_column(Text)
    terms: Mapped[str] = mapped_column(
        Text().with_variant(TSVECTOR(), "postgresql"), Computed(_Terms(), persisted=True), deferred=True
    )


# SQLite's index holds no words of its own: these keep it equal to the table, whoever writes that (a backup, too).
FTS = (
    (
        "CREATE VIRTUAL TABLE search_text USING fts5(terms, content='searchable', content_rowid='id', "
        "tokenize=\"ascii tokenchars '#'\", prefix='2 3 4')"
    ),
    "INSERT INTO search_text(search_text, rank) VALUES ('usermerge', 2)",  # two parts can be merged (search/merging.py)
    (
        "CREATE TRIGGER searchable_added AFTER INSERT ON searchable BEGIN "
        "INSERT INTO search_text(rowid, terms) VALUES (new.id, new.words || ' ' || new.marks); END"
    ),
    (
        "CREATE TRIGGER searchable_gone AFTER DELETE ON searchable BEGIN "
        "INSERT INTO search_text(search_text, rowid, terms) "
        "VALUES ('delete', old.id, old.words || ' ' || old.marks); END"
    ),
    (
        "CREATE TRIGGER searchable_changed AFTER UPDATE OF id, words, marks ON searchable BEGIN "
        "INSERT INTO search_text(search_text, rowid, terms) VALUES ('delete', old.id, old.words || ' ' || old.marks); "
        "INSERT INTO search_text(rowid, terms) VALUES (new.id, new.words || ' ' || new.marks); END"
    ),
)
for _statement in FTS:
    event.listen(Searchable.__table__, "after_create", DDL(_statement).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]
event.listen(Searchable.__table__, "before_drop", DDL("DROP TABLE IF EXISTS search_text").execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]


class SearchFilling(Base):
    """How far rows were made of what was there before them: up to this number of each source, and since when all are.

    A row without `done_at` says that some may be missing still: the worker goes on with it, and so does `reindex`. One
    named `everything` comes by the migration. A source that comes later brings one of its own where its table has rows.
    The one of MARKS no version touches that does not know it: `up_to` says that one began that does.
    """

    __tablename__ = "search_filling"

    source: Mapped[str] = mapped_column(String(20), primary_key=True)
    up_to: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(Moment)


class RecentSearch(Base):
    """What somebody looked for lately, for themselves alone: the newest few."""

    __tablename__ = "recent_search"
    __table_args__ = (UniqueConstraint("person_id", "words"), Index("ix_recent_search_person", "person_id", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment, index=True)
