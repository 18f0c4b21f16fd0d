"""Rows on their way into the database: many at once, by the quickest way that each database has, and kept all together.

SQLite takes them by Core in large batches, PostgreSQL by COPY. References are not checked meanwhile where the
database lets us say so; a test at a small size checks them all.
"""

import json
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import JSON, Connection, Table, create_engine, event, func, insert, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from lpcommunity.storage import Base, engine_options, interruption, prepare

AT_ONCE = 20_000  # rows, before they are sent
HASTY = ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -400000")

Row = dict[str, Any]
Take = Callable[[Any], str]


class Writer:
    """Takes rows, numbers them, and sends them in the order in which tables refer to one another."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.rows: Counter[str] = Counter()
        self.started = time.monotonic()
        self._last: dict[str, int] = {}
        self._held: defaultdict[Table, list[Row]] = defaultdict(list)
        self._number_held = 0
        self._send = _copy if connection.dialect.name == "postgresql" else _insert

    def number(self, table: Table) -> int:
        """The next free id of this table."""
        name = table.name
        if name not in self._last:
            self._last[name] = self.connection.scalar(select(func.max(table.c.id))) or 0
        self._last[name] += 1
        return self._last[name]

    def add(self, table: Table, row: Row) -> None:
        """Take a row, with every column of its table."""
        self._held[table].append(row)
        self._number_held += 1
        if self._number_held >= AT_ONCE:
            self.send()

    def add_all(self, table: Table, rows: Iterable[Row]) -> None:
        """Take several rows."""
        for row in rows:
            self.add(table, row)

    def send(self) -> None:
        """Send what was taken. It is kept when all is sent (`finish`)."""
        for table in Base.metadata.sorted_tables:
            rows = self._held.get(table)
            if rows:
                self._send(self.connection, table, rows)
                self.rows[table.name] += len(rows)
        self._held.clear()
        self._number_held = 0

    def finish(self) -> None:
        """Send the rest, let the database count on from here, keep it all, and let the database know what it holds."""
        self.send()
        if self.connection.dialect.name == "postgresql":
            for name in self._last:
                self.connection.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), {self._last[name]})")
                )
        with interruption.at_commit():
            self.connection.commit()
        raw: Any = self.connection.connection.driver_connection
        if self.connection.dialect.name == "postgresql":
            raw.autocommit = True
            raw.execute("VACUUM (ANALYZE)")  # as it would by itself within a minute or two
        else:
            raw.execute("ANALYZE")
            raw.execute("PRAGMA busy_timeout = 0")  # for whoever still reads, nobody waits half a minute here
            with suppress(sqlite3.OperationalError):  # else whoever connects next sets it
                raw.execute("PRAGMA journal_mode = WAL")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self.started


@contextmanager
def writing_to(database_url: str) -> Iterator[Writer]:
    """A writer on a connection of its own, in a hurry: after a power cut one begins anew."""
    options = engine_options(database_url).get("connect_args", {})
    engine = create_engine(database_url, poolclass=NullPool, connect_args=options)
    prepare(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _hurry)
    try:
        with engine.connect().execution_options(writes=True) as connection:
            if engine.dialect.name == "postgresql":
                _let_us_hurry(connection)
            yield Writer(connection)
    finally:
        engine.dispose()


def _hurry(raw: Any, _record: Any) -> None:
    for pragma in HASTY:
        raw.execute(f"PRAGMA {pragma}")
    # Where nobody else looks, what is new is written once: a write-ahead log would hold all of it before it is kept.
    with suppress(sqlite3.OperationalError):
        raw.execute("PRAGMA busy_timeout = 0")
        raw.execute("PRAGMA journal_mode = DELETE")
    raw.execute("PRAGMA busy_timeout = 30000")


def _let_us_hurry(connection: Connection) -> None:
    """Only its administrator may switch PostgreSQL's checks off; for everybody else it takes a little longer."""
    connection.execute(text("SET statement_timeout = 0"))
    connection.commit()
    try:
        connection.execute(text("SET session_replication_role = replica"))
        connection.commit()
    except ProgrammingError:
        connection.rollback()


def _insert(connection: Connection, table: Table, rows: list[Row]) -> None:
    connection.execute(insert(table), rows)


def _copy(connection: Connection, table: Table, rows: list[Row]) -> None:
    names = list(rows[0])
    takes: list[Take | None] = [_plain if isinstance(table.c[name].type, JSON) else None for name in names]
    columns = ", ".join(f'"{name}"' for name in names)
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(_as_taken(row.values(), takes))


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _as_taken(values: Iterable[Any], takes: list[Take | None]) -> list[Any]:
    return [take(value) if take else value for value, take in zip(values, takes, strict=True)]
