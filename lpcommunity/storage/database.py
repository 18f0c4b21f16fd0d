"""The database: one session a request, two databases alike.

SQLite recipe from PROMISES section 4: autocommit off in the driver, WAL, a patient lock, and
BEGIN IMMEDIATE for whatever writes, since a deferred transaction that reads first and writes later
fails at once when another wrote in between.
"""

from contextlib import suppress
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, MetaData, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session

from lpcommunity.storage import postgres_connection, statistics

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table of ours inherits."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


def session() -> Session:
    """The session of this request, job or command line."""
    return db.session()


def let_go(_error: BaseException | None = None) -> None:
    """End what a request left open, before the extension does. A database that went away since the last answer of its
    own cannot be asked to end anything, and needs not be: the page is made, and must reach whoever waits for it.
    """
    if db.session.registry.has():
        with suppress(SQLAlchemyError):
            db.session.rollback()


def engine_options(url: str) -> dict[str, Any]:
    """How the engine is to be made for this database address.

    The connection used last is used first: it remembers pages and plans, and the others need not.
    """
    if url.startswith("sqlite"):
        arguments = {"isolation_level": None, "timeout": 30, "check_same_thread": False}
        return {"pool_use_lifo": True, "connect_args": arguments}
    return {
        "pool_use_lifo": True,
        "pool_pre_ping": True,
        "pool_size": 4,
        "max_overflow": 4,
        "connect_args": {
            "connect_timeout": 10,
            "options": "-c lock_timeout=10s -c statement_timeout=30s -c timezone=UTC -c jit=off",
        },
    }


def prepare(engine: Engine) -> None:
    """Give an engine its way of beginning and ending transactions, and SQLite its pragmas."""
    if engine.dialect.name != "sqlite":
        postgres_connection.prepare(engine)
        return

    @event.listens_for(engine, "connect")
    def _pragmas(raw: Any, _record: Any) -> None:
        cursor = raw.cursor()
        # A page of a large community reads more than the 2 MB that SQLite would keep.
        for pragma in (
            "journal_mode=WAL", "busy_timeout=30000", "synchronous=FULL", "foreign_keys=ON", "cache_size=-8000",
        ):  # fmt: skip
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    statistics.keep_up(engine)
