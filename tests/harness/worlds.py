"""Worlds that many tests begin with: made once by the commands that people's clicks use, then put back row by row."""

import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, inspect, select, text
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.exc import DetachedInstanceError

from lpcommunity.storage import Base, db, session, today

T = TypeVar("T")

COUNT_ON = text(
    "SELECT setval(counter, greatest(number, nextval(counter))) FROM ("
    "SELECT pg_get_serial_sequence(quote_ident(name), 'id')::regclass AS counter, number "
    "FROM unnest(CAST(:names AS text[]), CAST(:numbers AS bigint[])) AS last (name, number)) AS last "
    "WHERE counter IS NOT NULL"
)


@dataclass(frozen=True)
class Kept:
    """What a world left in the database, and the world itself, whose rows are named and not held."""

    day: date
    rows: list[tuple[Table, list[dict[str, Any]]]]
    world: bytes


class Worlds:
    """The worlds of one database. `worlds.begin(build)`: as if `build()` had been called in an empty database.

    The rows are those that it wrote the first time; a new day makes it anew, since people come and go by the day.
    What `build` answers must consist of rows and of what can be pickled.
    """

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.kept: dict[Callable[[], Any], Kept] = {}

    def begin(self, build: Callable[[], T]) -> T:
        """The world that this function builds. Within the application's context, in a database without rows."""
        kept = self.kept.get(build)
        if kept is None or kept.day != today():
            world = build()
            self.kept[build] = self._keep(world)
            return world
        self._put_back(kept)
        found: T = _Unpickler(io.BytesIO(kept.world)).load()
        return found

    def _keep(self, world: object) -> Kept:
        assert not (self.data_dir / "files").exists(), "a world with files cannot be put back"
        packed = io.BytesIO()
        _Pickler(packed).dump(world)
        with db.engine.connect() as connection:
            found = [(table, _rows(connection, table)) for table in db.metadata.tables.values()]
        return Kept(today(), [(table, rows) for table, rows in found if rows], packed.getvalue())

    def _put_back(self, kept: Kept) -> None:
        session().rollback()
        with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
            # Rows may refer to each other in a circle.
            unchecked = "PRAGMA defer_foreign_keys = ON"
            if connection.dialect.name == "postgresql":
                unchecked = "SET LOCAL session_replication_role = replica"
            connection.exec_driver_sql(unchecked)
            for table, rows in kept.rows:
                connection.execute(table.insert(), rows)
            if connection.dialect.name == "postgresql":
                _count_on(connection, kept)


def _count_on(connection: Connection, kept: Kept) -> None:
    """For PostgreSQL, whose counters a test may have set back: let no new row take the number of one put back."""
    last = {table.name: max(row["id"] for row in rows) for table, rows in kept.rows if "id" in table.c}
    connection.execute(COUNT_ON, {"names": list(last), "numbers": list(last.values())})


def _rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    kept = [column for column in table.columns if column.computed is None]  # the database makes the others
    return [dict(row._mapping) for row in connection.execute(select(*kept))]


class _Pickler(pickle.Pickler):
    """Names rows by their type and key."""

    def persistent_id(self, thing: object) -> Any:
        if not isinstance(thing, Base):
            return None
        identity = inspect(thing).identity
        if identity is None:
            raise DetachedInstanceError(f"{thing!r} is in no database")
        return type(thing), identity


class _Unpickler(pickle.Unpickler):
    """Gives each row as it is after a command: in the session, and read as soon as something is asked of it."""

    def __init__(self, packed: io.BytesIO) -> None:
        super().__init__(packed)
        self.rows: dict[Any, Base] = {}

    def persistent_load(self, name: Any) -> Base:
        if name not in self.rows:
            of_type, identity = name
            mapper = inspect(of_type)
            row: Base = mapper.class_manager.new_instance()
            for column, part in zip(mapper.primary_key, identity, strict=True):
                setattr(row, mapper.get_property_by_column(column).key, part)
            make_transient_to_detached(row)
            session().add(row)
            self.rows[name] = row
        return self.rows[name]
