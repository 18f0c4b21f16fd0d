"""Every connection to a database that an engine of this process opens, until it is closed: no test leaves one open.

They are held here. So none is thrown away open with an application that nobody needs any more, whenever Python happens
to find that out, which would be said of some later test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.pool import ConnectionPoolEntry, Pool

ASKED = "how it was asked for"


@dataclass(frozen=True)
class Opened:
    """A connection, its place in the pool, the engine's dialect, which no other engine has, and the database's name."""

    raw: Any
    entry: ConnectionPoolEntry
    dialect: Dialect
    database: str


_open: dict[int, Opened] = {}
_kept: list[Dialect] = []


def watch() -> None:
    """From now on."""

    @event.listens_for(Engine, "do_connect")
    def _asked(dialect: Dialect, entry: ConnectionPoolEntry, arguments: Any, named: Any) -> None:
        entry.record_info[ASKED] = dialect, str(named.get("dbname") or arguments[0])

    @event.listens_for(Pool, "connect")
    def _opened(raw: Any, entry: ConnectionPoolEntry) -> None:
        _open[id(raw)] = Opened(raw, entry, *entry.record_info[ASKED])

    @event.listens_for(Pool, "close")
    def _closed(raw: Any, _entry: ConnectionPoolEntry) -> None:
        _open.pop(id(raw), None)

    @event.listens_for(Pool, "close_detached")
    def _let_go(raw: Any) -> None:
        _open.pop(id(raw), None)


def keep(engine: Engine) -> None:
    """Those of this engine outlive a test: whoever has it closes it."""
    _kept.append(engine.dialect)


def keep_no_longer(engine: Engine) -> None:
    """What it still has open now is left open."""
    _kept.remove(engine.dialect)


@contextmanager
def closed_afterwards() -> Iterator[None]:
    """Of a command that runs within the test: as at the end of its process, whatever it opened is closed."""
    before = set(_open)
    try:
        yield
    finally:
        for number, one in _left_open().items():
            if number not in before:
                one.entry.close()


def close_what_is_left() -> list[str]:
    """The databases of what is open and is not kept. It is open no longer."""
    left = list(_left_open().values())
    for one in left:
        one.entry.close()
    return [one.database for one in left]


def _left_open() -> dict[int, Opened]:
    return {number: one for number, one in list(_open.items()) if one.dialect not in _kept}
