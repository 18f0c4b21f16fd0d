"""Rows of no meaning for any table, so that migrations meet data."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, insert, inspect, text
from sqlalchemy import types as kinds

EACH = 2
SAMPLES: tuple[tuple[type[kinds.TypeEngine[Any]], Any], ...] = (
    (kinds.Boolean, False),
    (kinds.JSON, {}),
    (kinds.DateTime, datetime(2018, 2, 19, 9, 10, tzinfo=UTC)),
    (kinds.Date, date(2018, 2, 19)),
    (kinds.Integer, 1),
    (kinds.Numeric, 1),
    (kinds.LargeBinary, b"x"),
)

# What a table insists on beyond its columns.
MUST: dict[str, dict[str, Any]] = {
    "follow": {"partnership_id": 1},
    "question": {"state": "open"},
    "comment": {"quoted_words": ""},
}


def fill(connection: Connection) -> None:
    """Put rows into every table of this database that has none, parents first."""
    empty = [name for name, number in counts(connection).items() if not number]
    for table in _reflected(connection, empty).sorted_tables:
        if table.name not in empty:
            continue
        for n in range(1, EACH + 1):
            row = {c.name: sample(c, n) for c in table.columns if _wanted(c)}
            connection.execute(insert(table).values({**row, **MUST.get(table.name, {})}))
        if connection.dialect.name == "postgresql" and "id" in table.columns:  # so that the next is not one of these
            sequence = f"pg_get_serial_sequence('\"{table.name}\"', 'id')"
            connection.execute(text(f'SELECT setval({sequence}, max(id)) FROM "{table.name}"'))
    connection.commit()


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    return {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in names}


def _reflected(connection: Connection, names: list[str]) -> MetaData:
    """These tables, and those to which they point."""
    metadata = MetaData()
    metadata.reflect(connection, only=names)
    return metadata


def _wanted(column: Column[Any]) -> bool:
    """A key of its own is the database's to choose, unless it points elsewhere; what may be empty stays so."""
    return column.computed is None and (not column.nullable or bool(column.foreign_keys and _apart(column)))


def _apart(column: Column[Any]) -> bool:
    """Whether the column points to another table: a row cannot point to itself before it is there."""
    return all(key.column.table is not column.table for key in column.foreign_keys) and not column.nullable


def sample(column: Column[Any], n: int) -> Any:
    """A value of no meaning for this column, another for each number."""
    if column.foreign_keys or (column.primary_key and isinstance(column.type, kinds.Integer)):
        return n
    for kind, sample in SAMPLES:
        if isinstance(column.type, kind):
            return n if sample == 1 else sample
    return f"{column.name[:8]}-{n}"[: getattr(column.type, "length", None) or 20]


def table(connection: Connection, name: str) -> Table:
    """One table as the database has it."""
    return Table(name, MetaData(), autoload_with=connection)
