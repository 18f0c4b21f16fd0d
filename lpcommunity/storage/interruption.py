"""Being told to end in the middle of a change to the tables: the statement at work is broken off, and taken back."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from sqlalchemy import Connection

STOP = (signal.SIGTERM, signal.SIGINT)
LOOK_EVERY = 100_000  # steps of SQLite's machine: some milliseconds
_told = threading.Event()


def told() -> bool:
    """Whether somebody said so, within the block of `interruptible`."""
    return _told.is_set()


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGTERM be as Ctrl-C within the block: KeyboardInterrupt, which a statement at work heeds too."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        _told.set()
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in STOP}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _told.clear()


def heed(connection: Connection) -> None:
    """Let a statement on this connection be broken off. PostgreSQL's driver does by itself, and tells the server;
    should this process be killed, the server looks for itself whether anybody is still there.
    """
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        raw.set_progress_handler(_told.is_set, LOOK_EVERY)
        return
    with raw.transaction():
        raw.execute(
            "DO $$ BEGIN SET client_connection_check_interval = '1s';"
            " EXCEPTION WHEN OTHERS THEN NULL; END $$"  # not every system can tell
        )
