"""Making the rows of what was there before them: in small steps, each whole, while everything goes on.

Each source goes along its numbers, and notes how far it is: whoever stops it goes on from there. Afterwards what can be
found is exactly what is there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, FromClause, delete, func, insert, select

from lpcommunity.search.models import MARKS, Searchable, SearchFilling
from lpcommunity.search.rows import AT_ONCE, Written, write
from lpcommunity.search.sources import Source, sources
from lpcommunity.storage import Statement, now, session, transactional

EVERYTHING = "everything"  # in place of a source: a migration leaves it where things were before their rows
MOST_SOURCES = 100
FILLING: FromClause = SearchFilling.__table__


@dataclass(frozen=True)
class Step:
    """What one step looked at, and what it did."""

    things: int
    written: Written


UNFILLED: Statement[Any] = Statement(
    select(FILLING.c.source).where(FILLING.c.done_at.is_(None)).order_by(FILLING.c.source).limit(MOST_SOURCES)
)


def unfilled() -> list[str]:
    """The sources that are to be filled, EVERYTHING before they are begun, and MARKS: one query."""
    return UNFILLED.values()


def missing() -> list[str]:
    """Those of them of which rows may be missing: where rows only lack marks, everything is found: one query."""
    return [one for one in unfilled() if one != MARKS]


def amount() -> int:
    """How many things there are to be looked at."""
    try:
        return sum(int(session().scalar(select(func.count()).select_from(one.table)) or 0) for one in sources())
    finally:
        session().rollback()


def leave_to_worker(connection: Connection) -> None:
    """Note that things were written past the commands, so that rows of theirs are missing: the worker, or `reindex`,
    makes them. On the connection of whoever wrote them.
    """
    connection.execute(delete(SearchFilling).where(SearchFilling.source != MARKS))
    connection.execute(insert(SearchFilling), {"source": EVERYTHING, "up_to": 0})


def go_on() -> None:
    """Begin where nothing was begun yet. What a source that came later lacks is filled by itself."""
    if {EVERYTHING, MARKS} & set(unfilled()):
        begin()


@transactional
def begin() -> None:
    """Begin from the first thing of each source, unless a filling of all was broken off: then that one goes on. Where a
    migration asks for one source anew, all are: an older version beside it may have left out others. One that a version
    began that does not know the marks of ours (MARKS) is begun anew.
    """
    known = {one.source: one for one in session().scalars(select(SearchFilling))}
    everything, marks = known.get(EVERYTHING), known.pop(MARKS, None)
    ours = marks is None or marks.done_at is not None or marks.up_to > 0
    if ours and len(known) > 1 and everything is not None and everything.done_at is None:
        return
    if marks is not None:
        marks.up_to = 1
    for key in (EVERYTHING, *(source.key for source in sources())):
        row = known.get(key)
        if row is None:
            session().add(SearchFilling(source=key, up_to=0))
        else:
            row.up_to, row.done_at = 0, None


def steps() -> Iterator[Step]:
    """Make and mend rows of what is not done, some things at a time; the caller stops when it likes."""
    for source in sources():
        while (step := _step(source)) is not None:
            yield step
    _end()


@transactional
def _end() -> None:
    """All of it is done."""
    for key in (EVERYTHING, MARKS):
        filling = session().get(SearchFilling, key)
        if filling is not None:
            filling.done_at = now()


@transactional
def _step(source: Source) -> Step | None:
    """Look at the next things of a source; None where it is done."""
    filling = session().get(SearchFilling, source.key)
    if filling is None or filling.done_at is not None:
        return None
    at_once = min(AT_ONCE, source.at_once)
    ids: list[int] = list(
        session().scalars(
            select(source.table.c.id)
            .where(source.table.c.id > filling.up_to)
            .order_by(source.table.c.id)
            .limit(at_once)
        )
    )
    beyond = [Searchable.source == source.key, Searchable.thing_id > filling.up_to, Searchable.thing_id.not_in(ids)]
    if len(ids) == at_once:
        beyond.append(Searchable.thing_id < ids[-1])
    lost = session().execute(delete(Searchable).where(*beyond), execution_options={"synchronize_session": False})
    written = write(session(), source, ids) + Written(gone=int(getattr(lost, "rowcount", 0)))
    filling.up_to = ids[-1] if ids else filling.up_to
    if len(ids) < at_once:
        filling.done_at = now()
    return Step(len(ids), written)
