"""What the database knows of its own rows, so that it chooses the right index.

PostgreSQL gathers this by itself after a while; SQLite never does unless it is asked, and plans without it start a list
from the wrong end. So it is gathered after whatever changes many rows at once (migrations, import, demonstration,
restore, reindex), and on SQLite a little more as connections close.
"""

from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

ROWS_LOOKED_AT = 1000  # of each index: enough for a plan, and a moment's work in the largest database

# What SQLite keeps of an index of words stands in a table into which it writes past whoever asks, so it is never
# noticed that it grew. It is empty when it is looked at first; and of "two rows" SQLite goes through all whenever it
# throws some away: with 140,000 texts 137 MB, sixteen times in a row, while somebody posts a comment. So it is told
# that it is large.
_OF_WORDS = """
stat <> '1000000' AND idx IS NULL
AND tbl IN (SELECT name || '_data' FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE% USING fts5(%')
"""
THOUGHT_SMALL = "SELECT 1 FROM sqlite_stat1 WHERE" + _OF_WORDS  # noqa: S608  (words of ours)
LARGE = "UPDATE sqlite_stat1 SET stat = '1000000' WHERE" + _OF_WORDS  # noqa: S608


def gather(connection: Connection) -> None:
    """Look at every table anew, on a connection that may write and stands in no transaction; then commit."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
    else:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    connection.exec_driver_sql("ANALYZE")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(LARGE)
        connection.exec_driver_sql("ANALYZE sqlite_schema")  # reads what is known of them again
    connection.commit()


def gather_with(engine: Engine) -> None:
    """The same on a connection of its own."""
    with engine.connect().execution_options(writes=True) as connection:
        gather(connection)


def keep_up(engine: Engine) -> None:
    """On SQLite: let each connection that closes look again at tables which grew. Nobody waits for it."""

    @event.listens_for(engine, "close")
    def _optimize(raw: Any, _record: Any) -> None:
        try:
            cursor = raw.cursor()
            for pragma in ("busy_timeout=0", f"analysis_limit={ROWS_LOOKED_AT}", "optimize"):
                cursor.execute(f"PRAGMA {pragma}")
            if cursor.execute(THOUGHT_SMALL).fetchone():
                cursor.execute(LARGE)
            cursor.close()
        except raw.Error:  # somebody else is writing, the file is gone or read-only: the next one will
            return
