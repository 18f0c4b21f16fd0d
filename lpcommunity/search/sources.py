"""What can be found. A source is a table whose rows somebody may look for: entries, people, actions; later comments.

A feature registers its source in one module of its own, imported by its views:

    register(Source(
        key="comment", table=Comment.__table__, kinds=(FoundKind("comment", "Comment", "Comments", "talk", 30),),
        texts=texts_of,        # ids → a Text for each that there is: words, moment, address, marks
        may_read=may_read,     # SQL over a row of `searchable`: the resolver of the feature, `one_by_one`
    ))
    follow(Comment, "comment", lambda comment: [comment.id], columns={"body_html", "state"})

From then on its rows are written in the transaction of whatever command changes a comment, found by whoever may read
them, counted, and made anew by `lpcommunity reindex`. The marks of a Text (tokens) must be wider than `may_read`, never
narrower: the property test of search finds out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, literal_column, select


@dataclass(frozen=True)
class FoundKind:
    """How things of one kind are called among what was found: a tab, and a word with each."""

    key: str
    word: str  # Comment
    plural: str  # Comments
    icon: str
    order: int  # among the tabs
    untitled: str = ""  # what stands in place of a title where there is none
    dated: bool = True  # a name is not: it comes after all that is (rows.UNDATED)


@dataclass(frozen=True)
class Text:
    """What one thing says, to whom it could be of use (`readers`, marks of tokens), and what it is narrowed by."""

    thing_id: int
    kind: str
    at: datetime
    title: str
    text: str
    path: str
    readers: frozenset[str]
    partnership_id: int | None = None
    author_id: int | None = None
    audience: str = ""
    themes: tuple[int, ...] = ()
    with_files: bool = False
    words: str | None = None  # the terms of `text`, where they were made before
    also: tuple[str, ...] = ()  # marks of its own


@dataclass(frozen=True)
class Source:
    """A table whose rows can be found."""

    key: str
    table: FromClause
    kinds: tuple[FoundKind, ...]
    texts: Callable[[Sequence[int]], Iterable[Text]]
    may_read: Callable[[FromClause], ColumnElement[bool]]
    own_path: Callable[[int], str] | None = None  # where its author finds it, if that is elsewhere
    # SQL over a row of `searchable`: the title of what it is said about, where the reader may read that.
    about: Callable[[FromClause], ColumnElement[Any]] | None = None
    at_once: int = 200  # rows that are read and written together: fewer of what is long


def one_by_one(row: FromClause, things: FromClause, *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """SQL over a row: there is one among these things for which that holds, looked up row by row. Of EXISTS alone
    PostgreSQL may make a list of all that the reader may read anywhere, before the first: OFFSET keeps it from that.
    """
    found: Select[Any] = select(literal_column("1")).select_from(things).where(*where).offset(literal_column("0"))
    return found.correlate(row).exists()


@dataclass(frozen=True)
class Following:
    """What a change of a row of some table changes of a source."""

    source: str
    ids: Callable[[Any], Iterable[int | None]]
    columns: frozenset[str]  # empty: any
    when_new: bool


_sources: dict[str, Source] = {}
_kinds: dict[str, tuple[FoundKind, Source]] = {}
_followings: dict[type[Any], list[Following]] = {}


def register(source: Source) -> Source:
    """Make a source known. Called once, by the feature whose table it is."""
    _sources[source.key] = source
    for kind in source.kinds:
        _kinds[kind.key] = (kind, source)
    return source


def add_kind(source: str, kind: FoundKind) -> None:
    """One more kind of what a source holds: for kinds of entry, which come to be known later."""
    _kinds[kind.key] = (kind, _sources[source])


def follow(
    model: type[Any],
    source: str,
    ids: Callable[[Any], Iterable[int | None]],
    *,
    columns: Iterable[str] = (),
    when_new: bool = True,
) -> None:
    """Whenever a row of this model is new (unless nothing can hang on it yet), gone, or changes in one of these
    columns, write the rows of these anew.
    """
    _followings.setdefault(model, []).append(Following(source, ids, frozenset(columns), when_new))


def followings(model: type[Any]) -> list[Following]:
    """What follows a row of this class, or of one that it is made of."""
    return [one for base in model.__mro__ for one in _followings.get(base, ())]


def sources() -> list[Source]:
    """All sources, by their keys."""
    return [_sources[key] for key in sorted(_sources)]


def sources_of_names() -> list[Source]:
    """Those of what has no day."""
    return [one for one in sources() if one.kinds and not any(kind.dated for kind in one.kinds)]


def source(key: str) -> Source:
    """The source of this key."""
    return _sources[key]


def kinds() -> list[FoundKind]:
    """All kinds, in the order of their tabs."""
    return sorted((kind for kind, _ in _kinds.values()), key=lambda kind: (kind.order, kind.plural))


def kind_of(key: str) -> FoundKind | None:
    """The kind of this key, or None."""
    return _kinds[key][0] if key in _kinds else None
