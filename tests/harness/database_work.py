"""What requests make a database do, in figures that are the same whoever else uses the machine."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, event

from lpcommunity.storage import db
from lpcommunity.storage.compiled_queries import CompiledQuery

AT_ONCE = 10
LOOKED_AT = "SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0) FROM pg_stat_xact_user_tables"


class Work:
    """`rows` that statements made into values; `steps` of SQLite, in tens, or rows that PostgreSQL looked at."""

    def __init__(self) -> None:
        self.rows = self.steps = 0
        self.watched: set[sqlite3.Connection] = set()

    def __repr__(self) -> str:
        return f"{self.rows} rows, {self.steps} steps"

    def step(self) -> None:
        """SQLite did ten steps more."""
        self.steps += 1

    def asked(self, _connection: Connection, cursor: Any, *_: Any) -> None:
        """A query begins."""
        if isinstance(cursor, sqlite3.Cursor):
            cursor.connection.set_progress_handler(self.step, AT_ONCE)
            self.watched.add(cursor.connection)

    def begins(self, connection: Connection) -> None:
        """A transaction begins; what was done in earlier ones may not be told of yet."""
        self.steps -= _looked_at(connection)

    def ends(self, connection: Connection) -> None:
        """A transaction ends."""
        self.steps += _looked_at(connection)

    def counting(self, made: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
        """The same function, its rows counted."""

        def counted(compiled: CompiledQuery, found: Any) -> list[Any]:
            rows = made(compiled, found)
            self.rows += len(rows)
            return rows

        return counted


@contextmanager
def worked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    """How much a database works, and how much comes back, within the block."""
    work = Work()
    with app.app_context():
        engine = db.engine
    listeners: dict[str, Any] = {
        "before_cursor_execute": work.asked, "begin": work.begins, "commit": work.ends, "rollback": work.ends,
    }  # fmt: skip
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    try:
        with monkeypatch.context() as patched:
            for name in ("rows", "firsts"):
                patched.setattr(CompiledQuery, name, work.counting(getattr(CompiledQuery, name)))
            yield work
    finally:
        for name, listener in listeners.items():
            event.remove(engine, name, listener)
        for one in work.watched:
            one.set_progress_handler(None, AT_ONCE)


def _looked_at(connection: Connection) -> int:
    if connection.dialect.name != "postgresql":
        return 0
    cursor = connection.connection.cursor()
    cursor.execute(LOOKED_AT)
    found = cursor.fetchone()
    return int(found[0]) if found else 0
