"""Making the rows of what was there before them: in small steps, each whole, while everything goes on.

Each source goes along its numbers, and notes how far it is: whoever stops it goes on from there. Afterwards what can be
found is exactly what is there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import FromClause, delete, exists, func, literal_column, or_, select, union_all

from lpcommunity.search.models import Searchable, SearchFilling
from lpcommunity.search.rows import AT_ONCE, ROW, Written, write
from lpcommunity.search.sources import Source, sources
from lpcommunity.storage import Statement, now, session, transactional
from lpcommunity.storage.statements import Query

FILLING: FromClause = SearchFilling.__table__


@dataclass(frozen=True)
class Step:
    """What one step looked at, and what it did."""

    things: int
    written: Written


def _unfilled(_dialect: str) -> Query:
    """Sources of which rows may be missing: begun and not done, or never begun though the first thing has no row."""
    parts = []
    for source in sources():
        key, things = literal_column(f"'{source.key}'"), source.table
        begun = select(FILLING.c.done_at).where(FILLING.c.source == key)
        first = select(things.c.id).order_by(things.c.id).limit(1).scalar_subquery()
        known = exists().where(ROW.c.source == key, ROW.c.thing_id == first)
        never = (~exists(begun)) & first.is_not(None) & ~known
        parts.append(select(key.label("source")).where(or_(exists(begun.where(FILLING.c.done_at.is_(None))), never)))
    return union_all(*parts)


UNFILLED: Statement[Any] = Statement(_unfilled)


def unfilled() -> list[str]:
    """The sources of which rows may be missing: one query."""
    return UNFILLED.values()


def amount() -> int:
    """How many things there are to be looked at."""
    try:
        return sum(int(session().scalar(select(func.count()).select_from(one.table)) or 0) for one in sources())
    finally:
        session().rollback()


@transactional
def begin() -> None:
    """Begin from the first thing of each source, unless a filling was broken off: that one goes on."""
    known = {one.source: one for one in session().scalars(select(SearchFilling))}
    if any(one.done_at is None for one in known.values()):
        return
    for source in sources():
        row = known.get(source.key)
        if row is None:
            session().add(SearchFilling(source=source.key, up_to=0))
        else:
            row.up_to, row.done_at = 0, None


def steps(keys: list[str] | None = None) -> Iterator[Step]:
    """Make and mend rows, some things at a time; the caller stops when it likes."""
    for source in sources():
        while keys is None or source.key in keys:
            step = _step(source)
            if step is None:
                break
            yield step


@transactional
def _step(source: Source) -> Step | None:
    """Look at the next things of a source; None where it is done."""
    filling = session().get(SearchFilling, source.key)
    if filling is None:
        filling = SearchFilling(source=source.key, up_to=0)
        session().add(filling)
    if filling.done_at is not None:
        return None
    ids: list[int] = list(
        session().scalars(
            select(source.table.c.id)
            .where(source.table.c.id > filling.up_to)
            .order_by(source.table.c.id)
            .limit(AT_ONCE)
        )
    )
    beyond = [Searchable.source == source.key, Searchable.thing_id > filling.up_to, Searchable.thing_id.not_in(ids)]
    if len(ids) == AT_ONCE:
        beyond.append(Searchable.thing_id < ids[-1])
    lost = session().execute(delete(Searchable).where(*beyond), execution_options={"synchronize_session": False})
    written = write(session(), source, ids) + Written(gone=int(getattr(lost, "rowcount", 0)))
    filling.up_to = ids[-1] if ids else filling.up_to
    if len(ids) < AT_ONCE:
        filling.done_at = now()
    return Step(len(ids), written)
