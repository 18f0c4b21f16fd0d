"""The rows of a database as plain lines, alike on every database: what backups are made of.

Each table is a line of column names, then a line for each row in the order of its primary key. The same rows make
the same lines on SQLite and on PostgreSQL, so that hashes can be compared and a backup moved from one to the other.
"""

import base64
import json
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    create_engine,
    exc,
    func,
    select,
)
from sqlalchemy.pool import NullPool

from lpcommunity.storage import blobs, interruption
from lpcommunity.storage.database import Base, engine_options, prepare

# The tables that SQLite keeps behind a full text index; they are made anew from the rows.
SHADOWS = ("_data", "_idx", "_content", "_docsize", "_config")
# What the migrations say of the tables themselves: made anew by those that a restore runs.
OF_MIGRATIONS = {"alembic_version", "schema_compatibility"}
AT_ONCE = 1000

Line = list[Any]


@contextmanager
def snapshot(database_url: str) -> Iterator[Connection]:
    """A connection that sees the database as it is at one moment, however long one looks, and disturbs no writer."""
    with _connection(database_url) as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            _take_time(connection)
            yield connection


@contextmanager
def one_transaction(database_url: str, when_kept: Callable[[], None]) -> Iterator[Connection]:
    """A connection on which everything is kept, or nothing. `when_kept` is called as soon as it is."""
    with _connection(database_url) as connection:
        connection.execution_options(writes=True)
        with connection.begin() as transaction:
            _take_time(connection)
            yield connection
            with interruption.at_commit():
                transaction.commit()
                when_kept()


def _take_time(connection: Connection) -> None:
    """Nobody waits for an answer here: the patience that pages have with the database is none of this."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")


@contextmanager
def _connection(database_url: str) -> Iterator[Connection]:
    connect_args = engine_options(database_url).get("connect_args", {})
    engine = create_engine(database_url, poolclass=NullPool, connect_args=connect_args)
    prepare(engine)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def tables_of(connection: Connection) -> list[Table]:
    """The tables that hold rows of ours, as the database itself describes them; those referred to come first."""
    virtual: set[str] = set()
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
        virtual = {str(name) for (name,) in found}
    hidden = virtual | {f"{name}{shadow}" for name in virtual for shadow in SHADOWS} | OF_MIGRATIONS
    metadata = MetaData()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", exc.SAWarning)  # indexes on expressions, which a backup has no use for
        metadata.reflect(connection, only=lambda name, _: name not in hidden)
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True  # nothing is nothing, not JSON's null
    return list(metadata.sorted_tables)


def columns_of(table: Table) -> list[str]:
    """The columns that are kept: those that the database computes are not."""
    return [column.name for column in table.columns if column.computed is None]


def rows_in(connection: Connection, tables: Iterable[Table]) -> int:
    """How many rows these tables have, all together."""
    return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def files_named(connection: Connection, tables: Iterable[Table]) -> set[str]:
    """What the files are called that rows of these tables name (`blobs.NAMES_A_FILE`)."""
    naming = {
        str(column) for table in Base.metadata.tables.values() for column in table.c if blobs.names_a_file(column)
    }
    return {
        key
        for table in tables
        for column in table.c
        if str(column) in naming
        for key in connection.scalars(select(column).where(column.is_not(None)).distinct())
    }


def lines(connection: Connection, table: Table, names: list[str]) -> Generator[bytes, None, None]:
    """This table as lines of JSON, its columns in this order. Whoever does not read all of them closes it."""
    yield _line(names)
    query = select(*(table.c[name] for name in names)).order_by(*table.primary_key.columns)
    with connection.execute(query.execution_options(yield_per=AT_ONCE)) as result:
        for row in result:
            yield _line([_plain(value) for value in row])


def read_line(line: bytes) -> Line:
    """What a line says. Raises ValueError for what is none."""
    try:
        said = json.loads(line)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(said, list):
        raise ValueError("not a row")
    return said


def as_column(table: Table, name: str, value: Any) -> Any:
    """A value from a line as this column of this database takes it."""
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, DateTime):
        moment = datetime.fromisoformat(value)
        return moment if kind.timezone else moment.astimezone(UTC).replace(tzinfo=None)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    return value


def _line(values: Line) -> bytes:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value
