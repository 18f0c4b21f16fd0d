"""Counting the queries of a page, so that a budget can be pinned in a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from lpcommunity.storage import db

NOT_QUERIES = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE", "SET ")


class Queries(list[str]):
    """The statements sent so far; `assert len(queries) <= 8, queries` shows them when there are too many."""

    def __repr__(self) -> str:
        return "\n\n".join(f"{n}. {statement}" for n, statement in enumerate(self, 1))


@contextmanager
def counted(app: Flask) -> Iterator[Queries]:
    """Whatever is asked of the database within the block, but for the beginning and ending of transactions."""
    queries = Queries()
    with app.app_context():
        engine = db.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.lstrip().upper().startswith(NOT_QUERIES):
            queries.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield queries
    finally:
        event.remove(engine, "before_cursor_execute", note)
