"""How Alembic runs here, called by lpcommunity.storage.migrations with an open connection.

On SQLite a rebuilt table takes the rows of its cascading children with it, unless foreign keys are off; that
pragma means nothing inside a transaction, so it comes before. What was rebuilt is checked before it is kept.
On PostgreSQL a migration waits 200 ms for a lock and no longer (the caller tries again), so that the queue behind
it never holds up the service.
"""

from typing import Any

from alembic import context
from alembic.migration import MigrationContext
from sqlalchemy import JSON, Connection, TypeDecorator

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
        render_item=_plain_types,
        # SQLite: all or nothing in one transaction, which BEGIN IMMEDIATE makes exclusive. PostgreSQL: each revision
        # in its own, so that no lock is held longer than its revision takes; the advisory lock makes it exclusive.
        transactional_ddl=True,
        transaction_per_migration=not sqlite,
        on_version_apply=_check_references if sqlite else None,
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


def _check_references(ctx: MigrationContext, step: Any, heads: Any, run_args: Any) -> None:  # noqa: ARG001
    """Refuse a revision, inside its transaction, that leaves references to nothing."""
    assert ctx.connection is not None
    broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = ", ".join(sorted({f"{child} → {parent}" for child, _row, parent, _key in broken}))
        raise BrokenReferences(f"{len(broken)} rows refer to rows that are gone: {tables}")


def _virtual_tables(connection: Connection) -> set[str]:
    rows = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
    names = {str(name) for (name,) in rows}
    connection.rollback()
    return names


def _no_shadow_of(virtual: set[str]) -> Any:
    """A filter for Alembic: full text indexes are made by hand and never compared."""
    hidden = virtual | {f"{name}{shadow}" for name in virtual for shadow in SHADOWS}
    return lambda name, kind, _parents: kind != "table" or name not in hidden


def _plain_types(kind: str, item: Any, autogenerating: Any) -> Any:
    """Write SQLAlchemy's own types into a revision in place of ours, which may change after it."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    if kind == "type" and isinstance(item, JSON):
        autogenerating.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


run()
