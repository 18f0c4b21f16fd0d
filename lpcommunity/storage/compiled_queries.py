"""A query as a database gets it: its text, and what its values and columns become on their way there and back.

SQLAlchemy looks up a kept query by hashing all of it, writes its lists of values (`IN`) into its text anew, and works
out again how each value is sent, whenever it runs: five times what running a small one costs, thirty times a page. That
is the same the next time, but for how long the lists are. So it is kept, for each length of the lists, and the text is
given to the driver through the same connection: transactions, errors and whoever listens are as they were.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, CursorResult, Dialect
from sqlalchemy.sql.compiler import FROM_LINTING, ExpandedState, SQLCompiler

LENGTHS = 30  # of lists, for which the text of a query is kept
READS = {"reads": True}  # what storage.postgres_connection asks: nothing is changed

Process = Callable[[Any], Any]


class CompiledQuery:
    """One query for one kind of database."""

    def __init__(self, query: Any, dialect: Dialect) -> None:
        """A query that is a constant; compiled here, and warned of where its tables are not joined."""
        self._compiled: SQLCompiler = query.compile(dialect=dialect, linting=FROM_LINTING)
        binds = self._binds = {name: bind for bind, name in self._compiled.bind_names.items()}
        assert not self._compiled.escaped_bind_names, "the name of a value must be a name"
        assert all(one.required or one.unique for one in binds.values()), "a value that may be left out"
        self._lists = tuple(sorted(name for name, one in binds.items() if one.required and one.expanding))
        self._texts: dict[tuple[int, ...], _Text] = {}
        self.names = tuple(str(column.key) for column in query.selected_columns)
        self._types = [column.type.dialect_impl(dialect) for column in query.selected_columns]
        self._made: tuple[tuple[int, Process], ...] | None = (
            None  # of which columns, and how; known with the first rows
        )

    def run(self, connection: Connection, values: Mapping[str, Any]) -> CursorResult[Any]:
        """Ask the database. What comes back are rows as the driver gives them: see `rows` and `firsts`."""
        lengths = tuple([len(values[name]) for name in self._lists])
        text = self._texts.get(lengths)
        if text is None:
            text = self._text(connection.dialect, lengths, values)
        found = connection.exec_driver_sql(text.sql, text.given(values), execution_options=READS)
        if self._made is None:
            self._made = self._processes(connection.dialect, found.cursor.description)
        return found

    def rows(self, found: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
        """Rows by the names of their columns."""
        names = self.names
        rows = [dict(zip(names, row, strict=True)) for row in found]
        for place, process in self._made or ():
            name = names[place]
            for row in rows:
                row[name] = process(row[name])
        return rows

    def firsts(self, found: Iterable[Any]) -> list[Any]:
        """The first column of every row, given alone."""
        for place, process in (self._made or ())[:1]:
            if place == 0:
                return [process(one) for one in found]
        return list(found)

    def _processes(self, dialect: Dialect, description: Sequence[Any]) -> tuple[tuple[int, Process], ...]:
        sent = zip(self._types, description, strict=True)
        made = [one.result_processor(dialect, described[1]) for one, described in sent]
        return tuple((place, process) for place, process in enumerate(made) if process is not None)

    def _text(self, dialect: Dialect, lengths: tuple[int, ...], values: Mapping[str, Any]) -> "_Text":
        if len(self._texts) >= LENGTHS:
            self._texts.clear()
        known = {name: value for name, value in values.items() if name in self._binds}
        state = self._compiled.construct_expanded_state(known, escape_names=False)
        made = self._texts[lengths] = _Text(self._binds, state, dialect)
        return made


class _Text:
    """The text of a query for lists of certain lengths, and how values become what the driver is given with it."""

    def __init__(self, binds: Mapping[str, BindParameter[Any]], state: ExpandedState, dialect: Dialect) -> None:
        self.sql = state.statement
        self._order = tuple(state.positiontup or ()) if dialect.positional else None
        self._fixed: dict[str, Any] = {}  # what is part of the query itself
        self._singles: list[tuple[str, Process | None]] = []
        self._lists: list[tuple[str, Sequence[str], Process | None]] = []
        for name, bind in binds.items():
            process = bind.type.dialect_impl(dialect).bind_processor(dialect)
            places = state.parameter_expansion.get(name, [name])
            if bind.required and bind.expanding:
                self._lists.append((name, places, process))
            elif bind.required:
                self._singles.append((name, process))
            else:
                known = state.parameters
                self._fixed.update({one: process(known[one]) if process else known[one] for one in places})

    def given(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver takes them."""
        given = self._fixed.copy()
        for name, process in self._singles:
            given[name] = process(values[name]) if process else values[name]
        for name, places, process in self._lists:
            given.update(zip(places, map(process, values[name]) if process else values[name], strict=True))
        return given if self._order is None else tuple([given[name] for name in self._order])
