"""Entries can be found: their titles, and what they say to each of their prompts."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, select

from lpcommunity.entries.kinds import Kind, for_each_kind, kind_of, kinds
from lpcommunity.entries.markdown import plain
from lpcommunity.entries.models import PUBLISHED, Entry, entry_theme
from lpcommunity.entries.policy import ENTRY, VISIBLE
from lpcommunity.search import tokens
from lpcommunity.search.sources import FoundKind, Source, Text, add_kind, follow, one_by_one, register
from lpcommunity.storage import session

SOURCE = "entry"
_PROMPT = re.compile(r"<h2>.*?</h2>", re.DOTALL)
COLUMNS = {"title", "fields", "body_html", "audience", "state", "published_at", "partnership_id", "version"}
CARRIED: FromClause = entry_theme
_with_files: list[Any] = []  # SQL of the ids of entries that have files, which features above know


def texts_of(ids: Sequence[int]) -> Iterable[Text]:
    """What these entries say, within a command: two queries, and one more for files."""
    themes: dict[int, list[int]] = {}
    carried = select(CARRIED.c.entry_id, CARRIED.c.theme_id).where(CARRIED.c.entry_id.in_(ids))
    for entry_id, theme_id in session().execute(carried.order_by(CARRIED.c.theme_id)):
        themes.setdefault(entry_id, []).append(theme_id)
    with_files = {one for query in _with_files for one in session().scalars(query(ids))}
    beside = _beside(ids)
    columns = (ENTRY.c.id, ENTRY.c.kind, ENTRY.c.audience, ENTRY.c.state, ENTRY.c.partnership_id, ENTRY.c.author_id)
    rows = select(*columns, ENTRY.c.title, ENTRY.c.body_html, ENTRY.c.published_at, ENTRY.c.created_at)
    for row in session().execute(rows.where(ENTRY.c.id.in_(ids))):
        yield text_of(row, beside.get(row.id, []), themes.get(row.id, []), row.id in with_files)


def _beside(ids: Sequence[int]) -> dict[int, list[str]]:
    """What entries say in fields that their kinds keep in tables of their own: one query for each such kind."""
    found: dict[int, list[str]] = {}
    for kind in kinds():
        if names := columns_of(kind):
            own: FromClause = kind.model.__table__
            query = select(own.c.id, *(own.c[name] for name in names)).where(own.c.id.in_(ids))
            found |= {row[0]: [said for said in row[1:] if said] for row in session().execute(query)}
    return found


def columns_of(kind: Kind) -> list[str]:
    """The columns of a kind's own in which somebody's words stand."""
    return [one.column for one in kind.fields if one.written and one.column]


def text_of(row: Any, beside: Sequence[str], themes: Sequence[int], with_files: bool) -> Text:
    """What one entry says; a row of its columns, or whatever has them. The words of prompts are nobody's: left out."""
    readers = {tokens.for_person(row.author_id)}
    if row.state == PUBLISHED:
        readers |= tokens.for_audience(row.audience, row.partnership_id)
    return Text(
        thing_id=row.id,
        kind=row.kind,
        at=row.published_at or row.created_at,
        title=row.title,
        path=kind_of(row.kind).path(row.id),
        text=" ".join((plain(_PROMPT.sub(" ", row.body_html)), *beside)),
        readers=frozenset(readers),
        partnership_id=row.partnership_id,
        author_id=row.author_id,
        audience=row.audience if row.state == PUBLISHED else "me",
        themes=tuple(themes),
        with_files=with_files,
    )


def files_from(query: Any) -> Any:
    """Register the SQL that says which of some entries have files: ids → select of entry ids."""
    _with_files.append(query)
    return query


def may_read(row: FromClause) -> ColumnElement[bool]:
    """SQL over searchable: the reader may read this entry."""
    return one_by_one(row, ENTRY, ENTRY.c.id == row.c.thing_id, VISIBLE)


register(Source(SOURCE, ENTRY, (), texts_of, may_read))
follow(Entry, SOURCE, lambda entry: [entry.id], columns=COLUMNS)


@for_each_kind
def _kind(kind: Kind) -> None:
    if names := columns_of(kind):
        follow(kind.model, SOURCE, lambda entry: [entry.id], columns=names)
    add_kind(SOURCE, FoundKind(kind.key, kind.word, kind.plural.capitalize(), kind.sign, kind.order))
