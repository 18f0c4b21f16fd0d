"""Server processes on loopback ports: started, watched, and ended, only those that were started here."""

import os
import signal
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

ROOT = Path(__file__).parents[1]
PATIENCE = 120  # seconds until a service must be ready
LAST_WORDS = 25  # seconds that it may take to end
OURS = [sys.executable, "-c", "from lpcommunity.cli import main; main()"]
FLOOR = [sys.executable, "-m", "bench.floor"]


@dataclass(frozen=True)
class Server:
    """A running service with all its processes, and how long it took to be ready."""

    port: int
    pid: int
    ready_after: float


@contextmanager
def serving(command: list[str], folder: Path, database_url: str, **settings: str) -> Iterator[Server]:
    """Serve as in production, but on a loopback port, until the block ends."""
    port = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name not in {"DEMO_PASSWORD", "TRUSTED_PROXIES"}},
        "LPCOMMUNITY_ENV": "production",
        "SECRET_KEY": "for-one-measurement-only-" + "0" * 32,
        "MAIL_URL": "smtp://127.0.0.1:1",
        "RATE_LIMITS": "off",  # one person does in a minute what nobody does in an hour
        "DATABASE_URL": database_url,
        "DATA_DIR": str(folder),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        **settings,
    }
    begun = time.monotonic()
    with (folder / f"server-{port}.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    try:
        _wait_until_ready(process, port, folder)
        yield Server(port, process.pid, time.monotonic() - begun)
    finally:
        _stop(process)


def tree(root: int) -> list[int]:
    """This process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue  # it has ended meanwhile
        children.setdefault(parent, []).append(int(stat.parent.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def cpu(root: int | None) -> float:
    """Seconds of CPU that this process and all that descend from it have used; none of no process.

    Living ones by their own clocks, which are finer than the ticks of /proc/PID/stat; those that have ended (PostgreSQL
    starts some for a single query) by what their parents were told.
    """
    spent = 0.0
    for pid in tree(root) if root else ():
        own, ended = _ticks(pid)
        try:
            spent += ended + time.clock_gettime((~pid << 3) | 2)  # clock_getcpuclockid(3), which Python does not have
        except OSError:
            spent += ended + own
    return spent


def _ticks(pid: int) -> tuple[float, float]:
    """What /proc says: of the process itself, and of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0, 0.0
    own, own_kernel, ended, ended_kernel = (int(field) / os.sysconf("SC_CLK_TCK") for field in fields[11:15])
    return own + own_kernel, ended + ended_kernel


def memory(pids: list[int]) -> list[tuple[float, float]]:
    """For each process: resident MB, and its share of them where pages are shared among processes."""
    found: list[tuple[float, float]] = []
    for pid in pids:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
        sizes = {line.partition(":")[0]: int(line.split()[1]) for line in lines}
        found.append((sizes["Rss"] / 1024, sizes["Pss"] / 1024))
    return found


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            log = (folder / f"server-{port}.log").read_text(encoding="utf-8", errors="replace")
            raise RuntimeError(f"It stopped at once:\n{log[-2000:]}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise RuntimeError(f"Not ready after {PATIENCE} seconds.")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(LAST_WORDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
