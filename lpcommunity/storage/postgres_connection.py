"""Connections to PostgreSQL that remember how statements are planned.

Planning took more than half of each page: some thirty statements, the longest of them 3 ms, anew for every request. The
driver prepares what it is asked for often, but forgets all of it with each ROLLBACK, and that is how a transaction that
only read is ended. Where a session asked for nothing but SELECTs there is nothing to take back: COMMIT ends it as well,
and leaves what was prepared.

The driver also reads each text for the places of its values, and keeps what it found of short ones only: of the longest
of ours it took 0.8 ms for each request. Ours are constants, so long ones are kept as well.

Whatever else was asked, and what failed, is rolled back as ever. So a plan that no longer fits, since a migration gave
a column another type meanwhile, fails once and is made anew.
"""

from typing import Any

import psycopg
from psycopg import _queries as placeholders
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

# All pages together ask for some 280 statements, which take 65 MB of the server's memory for a connection that asked
# for all of them. With room for half of them a home page costs PostgreSQL twice as much among others.
MOST_PREPARED = 300
# Of what is longer, or has more values, the driver reads the text anew whenever it is asked for. It keeps 128 texts, so
# some 10 MB (tests/storage/test_postgres_connection.py).
placeholders.MAX_CACHED_STATEMENT_LENGTH = 100_000
placeholders.MAX_CACHED_STATEMENT_PARAMS = 200


class RememberingConnection(psycopg.Connection[Any]):
    """A connection that ends by COMMIT what only read."""

    only_read = False  # what was asked for in this transaction, as far as it is known

    def rollback(self) -> None:
        """End a transaction, and leave nothing of it."""
        only_read, self.only_read = self.only_read, False
        if only_read and self.info.transaction_status == TransactionStatus.INTRANS:
            self.commit()
        else:
            super().rollback()

    def commit(self) -> None:
        """End a transaction."""
        self.only_read = False
        super().commit()


def prepare(engine: Engine) -> None:
    """Give an engine such connections."""

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: Any, _record: Any, arguments: Any, options: Any) -> RememberingConnection:
        made = RememberingConnection.connect(*arguments, **options)
        made.prepared_max = MOST_PREPARED
        return made

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        _note(connection, False)

    @event.listens_for(engine, "before_cursor_execute")
    def _asked(connection: Connection, _cursor: Any, _sql: str, _given: Any, context: Any, _many: bool) -> None:
        reads = context.execution_options.get("reads", False)  # storage.compiled_queries
        if not reads and not getattr(context.invoked_statement, "is_select", False):
            _note(connection, False)


@event.listens_for(Session, "after_begin")
def _began(_session: Session, _transaction: object, connection: Connection) -> None:
    """A session begins; commands say that they write (storage.transactions)."""
    _note(connection, not connection.get_execution_options().get("writes", False))


def _note(connection: Connection, only_read: bool) -> None:
    raw = connection.connection.driver_connection
    if isinstance(raw, RememberingConnection):
        raw.only_read = only_read
