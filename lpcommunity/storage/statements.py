"""Queries that are built once, at import; a request brings values.

Building and hashing a statement costs ten times its execution on small pages. So a query is a constant of its module:

    LINES = Statement(select(thing.c.id, thing.c.name).where(thing.c.place_id == bindparam("place")), Line)
    lines = LINES.all(place=4)

Rows become small values by the names of their columns, never by position. Where databases differ in shape, the query
is a function of the dialect's name, called once for each.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Generic, cast

from sqlalchemy import CompoundSelect, CursorResult, Dialect, Select
from typing_extensions import TypeVar

from lpcommunity.storage.compiled_queries import CompiledQuery
from lpcommunity.storage.database import session

Query = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
Builder = Callable[[str], Query]
Row = TypeVar("Row", default=Any)

DIALECTS = ("sqlite", "postgresql")


class Statement(Generic[Row]):
    """One query and what becomes of its rows. Every one is known to `Statement.known`, for the tests."""

    known: list["Statement[Any]"] = []

    def __init__(self, query: Query | Builder, shape: Callable[..., Row] = dict) -> None:  # type: ignore[assignment]
        """`shape` is called with the columns of a row by name (a dataclass). For single columns see `values`."""
        self.shape = shape
        self.module = str(sys._getframe(1).f_globals.get("__name__"))  # where it stands, for the tests
        self._build: Builder = (lambda _dialect: query) if not callable(query) else query
        self._kept: dict[str, Query] = {}
        self._compiled: dict[str, CompiledQuery] = {}  # our engines of one kind of database are set up alike
        Statement.known.append(self)

    def query(self, dialect: str) -> Query:
        """The statement for this dialect: always the same object."""
        if dialect not in self._kept:
            query = self._build(dialect)
            names = [str(column.key) for column in query.selected_columns]
            assert len(set(names)) == len(names), f"two columns of one name in {names}"
            self._kept[dialect] = query
        return self._kept[dialect]

    def all(self, *known: Mapping[str, Any], **values: Any) -> list[Row]:
        """Every row, as values. `known` are sets of values that several queries share (entries.policy.reads)."""
        found, compiled = self._run(known, values)
        shape = _shaping(self.shape, compiled.names)
        return [shape(row) for row in compiled.rows(found.all())]

    def first(self, *known: Mapping[str, Any], **values: Any) -> Row | None:
        """The first row, or None."""
        found, compiled = self._run(known, values)
        row = found.first()
        return None if row is None else _shaping(self.shape, compiled.names)(compiled.rows([row])[0])

    def values(self, *known: Mapping[str, Any], **values: Any) -> list[Any]:
        """The first column of every row."""
        found, compiled = self._run(known, values)
        return compiled.firsts(found.scalars())

    def value(self, *known: Mapping[str, Any], **values: Any) -> Any:
        """The first column of the first row, or None."""
        found, compiled = self._run(known, values)
        row = found.first()
        return None if row is None else compiled.firsts(row[:1])[0]

    def _run(
        self, known: tuple[Mapping[str, Any], ...], values: dict[str, Any]
    ) -> tuple[CursorResult[Any], CompiledQuery]:
        current = session()
        if current.info.get("writing"):
            current.flush()  # a command sees what it has changed so far
        connection = current.connection()
        for more in known:
            values = {**more, **values}
        compiled = self._compiled.get(connection.dialect.name) or self._compile(connection.dialect)
        return compiled.run(connection, values), compiled

    def _compile(self, dialect: Dialect) -> CompiledQuery:
        made = self._compiled[dialect.name] = CompiledQuery(self.query(dialect.name), dialect)
        return made


@cache
def _shaping(shape: Callable[..., Row], names: tuple[str, ...]) -> Callable[[dict[str, Any]], Row]:
    """What makes a row's columns one value. A frozen dataclass sets its fields one by one, at ten times the cost of
    being given all of them: so that is what it is, where its own way would do nothing else.
    """
    if shape is dict:
        return cast(Callable[[dict[str, Any]], Row], lambda row: row)
    if not _only_holds(shape, names):
        return lambda row: shape(**row)
    kind = cast(type[Row], shape)
    make, give = kind.__new__, object.__setattr__

    def filled(row: dict[str, Any]) -> Row:
        made = make(kind)
        give(made, "__dict__", row)
        return made

    return filled


def _only_holds(shape: Callable[..., Any], names: tuple[str, ...]) -> bool:
    """Whether this is a dataclass of exactly these fields, which does nothing but hold them."""
    if not isinstance(shape, type) or not is_dataclass(shape):
        return False
    plain = not hasattr(shape, "__post_init__") and not hasattr(shape, "__slots__")
    return plain and {one.name for one in fields(shape)} == set(names)
