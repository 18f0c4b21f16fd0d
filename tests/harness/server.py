"""The software as a visitor meets it: real processes on a port, with a database and a folder of their own."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from tests.harness import forked
from tests.harness.forked import Forked
from tests.harness.postgres import Server

ROOT = Path(__file__).parents[2]
PATIENCE = 240  # seconds, loading the demonstration on a busy machine included
PATIENCE_OF_A_COMMAND = 60
COMMAND = [sys.executable, "-c", "from lpcommunity.cli import main; main()"]


@dataclass(frozen=True)
class Site:
    """A running service."""

    url: str
    data_dir: Path
    environment: dict[str, str]
    process: Forked

    def run(self, *words: str) -> str:
        """A command line beside the running service, on the same data: `site.run("worker", "--until-empty")`."""
        said = self.data_dir / f"said-{uuid4().hex}"
        command = forked.begin(words, self.environment, said)
        status = command.wait(PATIENCE_OF_A_COMMAND)
        if status is None:
            command.stop()
        told = said.read_text(encoding="utf-8")
        said.unlink()
        assert status == 0, told
        return told

    @property
    def log(self) -> str:
        """What the processes have said so far."""
        return (self.data_dir / "server.log").read_text(encoding="utf-8", errors="replace")


def load_demo(data_dir: Path, **settings: str) -> Path:
    """Fill a folder with the demonstration, without serving it."""
    environment = {**os.environ, "LPCOMMUNITY_ENV": "demo", "DATA_DIR": str(data_dir), **settings}
    words = [*COMMAND, "demo", "--only-load"]
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    if done.returncode:
        raise RuntimeError(f"The demonstration cannot be loaded:\n{done.stdout}{done.stderr}")
    return data_dir


def demo_on_sqlite(shared: Path) -> Path:
    """A data folder with the demonstration in it, which the first process of a run to ask fills for all."""
    world = shared / "demo-world"
    with alone(shared, "demo-world"):
        if not world.exists():
            load_demo(_emptied(shared / "demo-world-in-making")).rename(world)
    return world


def demo_on_postgres(shared: Path, server: Server, name: str) -> tuple[Path, str]:
    """The folder of the demonstration on PostgreSQL, and the address of a database of this name with it in."""
    world = shared / "demo-world-postgres"
    with alone(shared, "demo-world-postgres"):
        if not server.has("demo_world"):  # the server ends with the last process that uses it, and then begins anew
            url = server.create("demo_world_in_making")
            load_demo(_emptied(world), DATABASE_URL=url)
            server.rename("demo_world_in_making", "demo_world")
    return world, server.create(name, like="demo_world")


@contextmanager
def alone(shared: Path, name: str) -> Iterator[None]:
    """While the block runs, every other process that enters it by this name waits."""
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


@contextmanager
def serving(data_dir: Path, *command: str, **settings: str) -> Iterator[Site]:
    """Run `lpcommunity demo` (or another command) until the block ends. Ready when it is entered."""
    port = _free_port()
    environment = {
        **os.environ,
        "LPCOMMUNITY_ENV": "demo",
        "DATA_DIR": str(data_dir),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        **settings,
    }
    process = forked.begin(command or ("demo",), environment, data_dir / "server.log")
    site = Site(environment["PUBLIC_URL"], data_dir, environment, process)
    try:
        _wait_until_ready(site)
        yield site
    finally:
        process.stop()


@contextmanager
def serving_copy(world: Path, data_dir: Path, **settings: str) -> Iterator[Site]:
    """Serve a copy of a folder that was filled before: quicker than loading it again."""
    shutil.copytree(world, data_dir, dirs_exist_ok=True, ignore=shutil.ignore_patterns("server.log"))
    with serving(data_dir, **settings) as site:
        yield site


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_ready(site: Site) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if site.process.poll() is not None:
            raise RuntimeError(f"The service stopped at once:\n{site.log}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{site.environment['PORT']}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.1)
    raise RuntimeError(f"The service was not ready after {PATIENCE} seconds:\n{site.log}")
