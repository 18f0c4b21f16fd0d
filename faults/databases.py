"""The databases: how they begin, and how they go away."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg

from tests.harness import keeper, postgres

KINDS = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
HOLDS = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
"""


class SqliteFile:
    """A file, which another process may hold."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"sqlite:///{path}"

    @contextlib.contextmanager
    def held(self, seconds: float, held: Path) -> Iterator[None]:
        """Another process has begun to write, and does not end for so long."""
        words = keeper.words(held, sys.executable, "-c", HOLDS, str(self.path), str(seconds))
        with subprocess.Popen(words, stdout=subprocess.PIPE, start_new_session=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            try:
                yield
            finally:
                process.terminate()

    def is_sound(self) -> bool:
        """Whether SQLite itself finds nothing wrong with it."""
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            return str(connection.execute("PRAGMA integrity_check").fetchone()[0]) == "ok"


class OwnPostgres:
    """A server of our own, which can be stopped and begun again."""

    def __init__(self, place: Path, inside: tuple[str, ...] = ()) -> None:
        place.mkdir(exist_ok=True)
        place.chmod(0o711)
        self.place = place
        installed = postgres.Installation.at(place)
        self.installed = replace(installed, inside=inside)
        self.server = postgres.Server(f"postgresql://postgres:@/postgres?host={place}")
        self.process: subprocess.Popen[bytes] | None = None
        self.held = 0

    def fill(self) -> None:
        """Make its folder."""
        self.installed.fill()

    def start(self) -> None:
        """Begin to serve."""
        self.held = self.held or keeper.hold(self.place / "held")
        self.process = self.installed.serve()
        postgres.wait_until_ready(self.server, self.place / "log")

    def stop(self) -> bool:
        """Stop at once, whoever is connected, as `systemctl stop` would. Whether it was there to be stopped."""
        if self.process is None or self.process.poll() is not None:
            return False
        first = self.pid
        if first is not None:
            os.kill(first, signal.SIGINT)
        self.process.wait(20)
        return True

    @property
    def pid(self) -> int | None:
        """Its first process."""
        try:
            return int((self.installed.place / "data/postmaster.pid").read_text().splitlines()[0])
        except (OSError, IndexError, ValueError):
            return None

    @property
    def serves(self) -> bool:
        """Whether it answers."""
        try:
            psycopg.connect(self.server.address, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def close(self) -> None:
        """Let go of it: it ends."""
        if self.held:
            os.close(self.held)
            self.held = 0
        if self.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(15)
        shutil.rmtree(self.place, ignore_errors=True)
