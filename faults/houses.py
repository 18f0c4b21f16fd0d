"""A house: one database with a place in it, and the service's own processes on it, at ports of their own.

Whatever is started here runs under `tests.harness.keeper`: it ends with us, however we end.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.servers import OURS, ROOT, tree
from tests.harness import keeper

PATIENCE = 60
PROCESSES = 2


@dataclass
class Running:
    """A process of ours, under its keeper."""

    keeper: "subprocess.Popen[bytes]"
    port: int = 0

    @property
    def pid(self) -> int:
        """Its own number: the first below its keeper."""
        return self.below[0]

    @property
    def below(self) -> list[int]:
        """It, and whatever it started."""
        return [pid for pid in tree(self.keeper.pid)[1:] if "keeper.py" not in _words_of(pid)]

    @property
    def web_processes(self) -> list[int]:
        """Those that answer."""
        first = self.pid
        return [pid for pid in self.below if pid != first and "forkserver" not in _words_of(pid)]

    @property
    def lives(self) -> bool:
        """Whether it runs."""
        return self.keeper.poll() is None


def _words_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def kill(pid: int) -> None:
    """Let a process that we started die at once. Nothing that it could do about it."""
    os.kill(pid, signal.SIGKILL)


@dataclass
class House:
    """A database, a data folder, and who lives there."""

    kind: str
    url: str
    folder: Path
    held: Path
    quick: bool
    database: Any = None  # faults.databases: how it is stopped and begun again
    inside: tuple[str, ...] = ()  # words before every command: where the folder lies in a mount of its own
    town: dict[str, Any] = field(default_factory=dict)
    _shared: Running | None = None
    _open: ExitStack = field(default_factory=ExitStack)

    def found(self, members: int = 9) -> None:
        """Make the tables and the place."""
        done = self.command_of([sys.executable, "-m", "faults.town", str(members)])
        self.town = json.loads(done.splitlines()[-1])

    @property
    def members(self) -> list[str]:
        """The addresses of those who are members and nothing else."""
        return [email for email in self.town["memberships"] if email.startswith("member.")]

    @property
    def facilitator(self) -> str:
        """Who reads whatever is written here for others."""
        return "fay.asker@faults.example"

    @property
    def lead(self) -> str:
        """Who says who belongs here."""
        return "lena.lead@faults.example"

    @property
    def new_update(self) -> str:
        """Where an update is written."""
        return f"/partnerships/{self.town['slug']}/updates/new"

    @property
    def new_reflection(self) -> str:
        """Where a reflection is written."""
        return f"/partnerships/{self.town['slug']}/reflections/new"

    def few_or(self, many: int, few: int) -> int:
        """A figure, and the smaller one of a quick run."""
        return few if self.quick else many

    def command(self, *words: str, **settings: str) -> str:
        """A command line of the software, on this house. Raises RuntimeError where it fails."""
        return self.command_of([*OURS, *words], **settings)

    def command_of(self, words: list[str], **settings: str) -> str:
        """Any command beside it."""
        done = subprocess.run(
            [*self.inside, *words], cwd=ROOT, env=self.environment(**settings), capture_output=True, text=True,
            check=False, timeout=PATIENCE,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stdout[-1000:] + done.stderr[-2000:])
        return done.stdout

    def environment(self, **settings: str) -> dict[str, str]:
        """What its processes are told: production's settings, on loopback."""
        return {
            **{name: value for name, value in os.environ.items() if name not in {"DEMO_PASSWORD", "TRUSTED_PROXIES"}},
            "LPCOMMUNITY_ENV": "production",
            "SECRET_KEY": "for-faults-alone-" + "0" * 32,
            "MAIL_URL": "smtp://127.0.0.1:1",
            "MAIL_FROM": "lpcommunity <community@faults.example>",
            "RATE_LIMITS": "off",
            "DATABASE_URL": self.url,
            "DATA_DIR": str(self.folder),
            "HOST": "127.0.0.1",
            "PUBLIC_URL": "http://127.0.0.1:8000",
            **settings,
        }

    def shared(self) -> Running:
        """The web server that rows share; begun again if one of them ended it."""
        if self._shared is None or not self._shared.lives:
            self._shared = self._open.enter_context(self.serving())
        return self._shared

    def close(self) -> None:
        """End what is shared."""
        self._open.close()
        self._shared = None

    @contextmanager
    def serving(self) -> Iterator[Running]:
        """A web server of one's own, ready when the block is entered."""
        port = free_port()
        settings = {"PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}"}
        with self.keeping([*OURS, "serve", "--processes", str(PROCESSES)], port, **settings) as running:
            until = time.monotonic() + PATIENCE
            while not answers(port):
                if time.monotonic() > until or not running.lives:
                    raise RuntimeError(f"The web server does not answer:\n{self.log[-2000:]}")
                time.sleep(0.05)
            yield running

    @contextmanager
    def working(self, mail_port: int) -> Iterator[Running]:
        """A worker that hands its mail over at this port."""
        words = [sys.executable, "-m", "faults.hasty_worker"]
        with self.keeping(words, 0, MAIL_URL=f"smtp://127.0.0.1:{mail_port}") as running:
            yield running

    @contextmanager
    def keeping(self, words: list[str], port: int = 0, **settings: str) -> Iterator[Running]:
        """Run this until the block ends, or we do."""
        with (self.held.parent / f"{self.kind}.log").open("ab") as log:
            process = subprocess.Popen(
                [*self.inside, *keeper.words(self.held, *words)], cwd=ROOT, env=self.environment(**settings),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        running = Running(process, port)
        try:
            yield running
        finally:
            _end(running)

    @property
    def log(self) -> str:
        """What its processes have said."""
        return (self.held.parent / f"{self.kind}.log").read_text(encoding="utf-8", errors="replace")


def _end(running: Running) -> None:
    started = running.below
    running.keeper.terminate()
    try:
        running.keeper.wait(keeper.LAST_WORDS + 5)
    except subprocess.TimeoutExpired:
        for pid in (*started, running.keeper.pid):
            kill(pid)
        running.keeper.wait()


def answers(port: int) -> bool:
    """Whether a web server is ready at this port."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
