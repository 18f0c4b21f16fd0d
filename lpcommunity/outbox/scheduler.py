"""What is to happen on a day to come: written down when it is decided, moved or called off when that changes.

On its day it becomes an ordinary event (outbox.due_rows); whoever hears of it looks whether it is still so.
"""

from dataclasses import asdict
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import FromClause, String, and_, bindparam, delete, or_
from sqlalchemy.dialects import postgresql, sqlite

from lpcommunity.outbox.models import DueRow
from lpcommunity.outbox.recorder import RecordedOutsideCommand
from lpcommunity.storage import now, session, writing

DUE_ROW: FromClause = DueRow.__table__
LONG_AGO = timedelta(days=90)  # rows that fell due are kept for as long at least (KEEP_DUE_ROWS_DAYS)
LAST = "\U0010ffff"  # nothing comes after it

KEY, AFTER, BEFORE = (bindparam(name, type_=String) for name in ("which", "after", "before"))
CALLED_OFF = delete(DUE_ROW).where(  # type: ignore[arg-type]
    DUE_ROW.c.fell_at.is_(None),
    or_(DUE_ROW.c.key == KEY, and_(DUE_ROW.c.key > AFTER, DUE_ROW.c.key < BEFORE)),
)


def schedule(event: Any, *, key: str, at: datetime, again: bool = False) -> None:
    """Let this event (a frozen dataclass of ids) happen at a moment to come (UTC; storage.clock.in_london). One that
    has passed is now.

    The key says what it is about, and names the day where another day is another event
    (`action-late:31:2026-12-01`). It is one row for ever: scheduled again it moves, and the event is the new one; once
    it has fallen due it is left alone, whoever asks again, so nobody is told twice. What should have been longer ago
    than rows are kept is passed over for the same reason. Must be called within a command: what is rolled back leaves
    none. `again`: a row of this key that has fallen due falls once more. For a day that is to come and has a row of its
    own: it fell while a clock was ahead.
    """
    if not writing():
        raise RecordedOutsideCommand(type(event).__name__)
    moment = now()
    if at < moment - LONG_AGO:
        return
    session().flush()
    connection = session().connection()
    values = {"key": key, "event": type(event).__name__, "payload": asdict(event), "due_at": max(moment, at)}
    connection.execute(_placing(connection.dialect.name, again), values)


def unschedule(key: str) -> None:
    """Call off what waits under this key; under all keys that begin so where it ends with a colon (`action-late:31:`).
    What has fallen due is an event by now, and stays one. Within a command.
    """
    if not writing():
        raise RecordedOutsideCommand(key)
    begins = key if key.endswith(":") else key + LAST
    session().connection().execute(CALLED_OFF, {"which": key, "after": begins, "before": key + LAST})


@cache
def _placing(dialect: str, again: bool) -> Any:
    """Write it down, or move it, in one statement: of two at once the later one counts."""
    made: Any = sqlite.insert(DUE_ROW) if dialect == "sqlite" else postgresql.insert(DUE_ROW)  # type: ignore[arg-type]
    new = made.excluded
    return made.on_conflict_do_update(
        index_elements=[DUE_ROW.c.key],
        set_={"event": new.event, "payload": new.payload, "due_at": new.due_at, "fell_at": None},
        where=None if again else DUE_ROW.c.fell_at.is_(None),
    )
