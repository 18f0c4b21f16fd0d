"""How Alembic runs here, called by lpcommunity.storage.migrations with an open connection.

On SQLite a rebuilt table takes the rows of its cascading children with it, unless foreign keys are off; that
pragma means nothing inside a transaction, so it comes before. What was rebuilt is checked before it is kept, and has
its triggers again: they go with the table that it was.
With each revision, in its transaction, the database notes how old the code may be that goes on working on it.
On PostgreSQL a migration waits 200 ms for a lock and no longer (the caller tries again), so that the queue behind
it never holds up the service.
"""

import re
from typing import Any

from alembic import context
from alembic.migration import MigrationContext
from sqlalchemy import JSON, Connection, TypeDecorator, delete, event, insert

from lpcommunity.storage.schema_compatibility import TABLE as COMPATIBILITY

# The tables that SQLite keeps behind a full text index. They come and go with it.
SHADOWS = ("_data", "_idx", "_content", "_docsize", "_config")
# Any number will do, as long as nothing else in this database takes it.
LOCK = 7_202_611


class BrokenReferences(RuntimeError):
    """A migration left rows that point to nothing."""


def run() -> None:
    """Run what Alembic was asked for on the connection that the caller opened."""
    connection: Connection = context.config.attributes["connection"]
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        _without_transaction(connection, "PRAGMA foreign_keys=OFF")
    else:
        connection.exec_driver_sql("SET lock_timeout = '200ms'")
        connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({LOCK})")
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=context.config.attributes.get("metadata"),
        render_as_batch=True,
        compare_type=True,
        include_name=_no_shadow_of(_virtual_tables(connection)) if sqlite else None,
        include_object=_of_dialect(connection.dialect.name),
        render_item=_plain_types,
        # The caller asks for one revision at a time, so that no lock is held longer than its revision takes. SQLite: in
        # one transaction with the look at what is there already, which BEGIN IMMEDIATE makes exclusive. PostgreSQL: the
        # advisory lock makes it exclusive.
        transactional_ddl=True,
        transaction_per_migration=not sqlite,
        on_version_apply=_Triggers(connection).keep if sqlite else _note_oldest,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if sqlite:
        _without_transaction(connection, "PRAGMA foreign_keys=ON")


def _without_transaction(connection: Connection, pragma: str) -> None:
    """Speak to the driver itself: through SQLAlchemy a transaction would begin first."""
    connection.rollback()
    raw: Any = connection.connection.driver_connection
    raw.execute(pragma)


def _check_references(connection: Connection) -> None:
    """Refuse a revision, inside its transaction, that leaves references to nothing."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = ", ".join(sorted({f"{child} → {parent}" for child, _row, parent, _key in broken}))
        raise BrokenReferences(f"{len(broken)} rows refer to rows that are gone: {tables}")


def _note_oldest(ctx: MigrationContext, step: Any, heads: Any, run_args: Any) -> None:  # noqa: ARG001
    """Say in the database which revision code must know at least, by what the revisions up to here declare."""
    taken = [one for head in heads for one in context.script.walk_revisions("base", head)]
    oldest = max((getattr(one.module, "BREAKS_BEFORE", None) or "" for one in taken), default="")
    if not oldest or ctx.connection is None:  # before 0017, which brought the table
        return
    ctx.connection.execute(delete(COMPATIBILITY))
    ctx.connection.execute(insert(COMPATIBILITY).values(oldest_revision=oldest))


class _Triggers:
    """The triggers of each table as it was before a revision: a table that was built again has lost them."""

    def __init__(self, connection: Connection) -> None:
        self.before = self._known(connection)
        self.dropped: set[str] = set()
        connection.rollback()
        event.listen(connection, "before_cursor_execute", self._listen)

    def _listen(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if match := re.match(r"\s*DROP TRIGGER (?:IF EXISTS )?(\w+)", statement):
            self.dropped.add(match[1])

    def keep(self, ctx: MigrationContext, step: Any, heads: Any, run_args: Any) -> None:
        """Put back, inside the revision's transaction, what went with a table; what was dropped by name stays gone."""
        assert ctx.connection is not None
        present = self._known(ctx.connection)
        for table, (place, triggers) in self.before.items():
            if table in present and present[table][0] != place:
                for name in triggers.keys() - present[table][1].keys() - self.dropped:
                    ctx.connection.exec_driver_sql(triggers[name])
        self.before, self.dropped = self._known(ctx.connection), set()
        _check_references(ctx.connection)
        _note_oldest(ctx, step, heads, run_args)

    def _known(self, connection: Connection) -> dict[str, tuple[int, dict[str, str]]]:
        """By table: where it begins in the file, which tells one that was built again, and its triggers."""
        rows = connection.exec_driver_sql("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master").fetchall()
        found: dict[str, tuple[int, dict[str, str]]] = {
            name: (place, {}) for kind, name, _table, place, _sql in rows if kind == "table"
        }
        for kind, name, table, _place, sql in rows:
            if kind == "trigger" and table in found:
                found[table][1][name] = sql
        return found


def _virtual_tables(connection: Connection) -> set[str]:
    rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
    names = {str(name) for (name,) in rows}
    connection.rollback()
    return names


def _no_shadow_of(virtual: set[str]) -> Any:
    """A filter for Alembic: full text indexes are made by hand and never compared."""
    hidden = virtual | {f"{name}{shadow}" for name in virtual for shadow in SHADOWS}
    return lambda name, kind, _parents: kind != "table" or name not in hidden


def _of_dialect(dialect: str) -> Any:
    """A filter for Alembic: what only one database has (Index.ddl_if) is not missed in the other."""

    def included(item: Any, _name: Any, kind: str, _reflected: bool, _other: Any) -> bool:
        only = getattr(item, "_ddl_if", None) if kind == "index" else None
        return only is None or only.dialect == dialect

    return included


def _plain_types(kind: str, item: Any, autogenerating: Any) -> Any:
    """Write SQLAlchemy's own types into a revision in place of ours, which may change after it."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    if kind == "type" and isinstance(item, JSON):
        autogenerating.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


run()
