"""The command line in a process of its own that is there at once.

To begin one takes a second or two of a processor, all of it for imports, and the browser's tests begin well over a
hundred. So one process imports everything, once, and forks off the others. It ends, and they with it, when whoever
started it lets go of it or is killed in any way: it reads from there.

What has to begin as an operator begins it is begun so elsewhere: tests/test_operations.py, tests/demo, tests/web.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.harness import keeper

ROOT = Path(__file__).parents[2]
LAST_WORDS = 10  # seconds
LOOK_EVERY = 0.02
_first: "list[subprocess.Popen[str]]" = []  # of this process of the tests, begun when the first command is asked for


@dataclass(frozen=True)
class Forked:
    """A command that runs, in a session of its own."""

    pid: int

    def poll(self) -> int | None:
        """Its exit status, if it has ended."""
        return self.wait(0)

    def wait(self, seconds: float) -> int | None:
        """Its exit status, as soon as it has ended; None if it has not by then."""
        return _ask({"wait": self.pid, "seconds": seconds})

    def stop(self) -> None:
        """Ask first; whoever does not answer, and whatever it started, is ended."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)
        if self.wait(LAST_WORDS) is None:
            os.killpg(self.pid, signal.SIGKILL)
            self.wait(LAST_WORDS)


def begin(words: tuple[str, ...], environment: Mapping[str, str], said: Path) -> Forked:
    """Run these words of the command line with this environment and no other. What it says is added to `said`."""
    pid = _ask({"words": words, "environment": dict(environment), "said": str(said)})
    assert isinstance(pid, int)
    return Forked(pid)


def end() -> None:
    """End what this process of the tests began."""
    while _first:
        process = _first.pop()
        process.communicate()


def _ask(job: dict[str, Any]) -> int | None:
    if not _first:
        words = [sys.executable, "-c", "from tests.harness.forked import serve; serve()"]
        pipe = subprocess.PIPE  # in a session of its own: Ctrl-C is for the tests, which then leave
        _first.append(subprocess.Popen(words, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, start_new_session=True))
    process = _first[0]
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(job) + "\n")
    process.stdin.flush()
    answer: int | None = json.loads(process.stdout.readline())
    return answer


# From here on: in the process that everything is forked off. It alone imports what it forks: the tests do not want it.


def serve() -> None:
    """Fork off each command that is asked for, and say its number; wait for one, and say its status."""
    from lpcommunity import app, cli  # noqa: F401, PLC0415  (so that none that is forked imports it)

    held = keeper.hold(Path(os.environ[keeper.RUN])) if keeper.RUN in os.environ else None  # those forked off, too
    for listed in cli.COMMANDS.values():
        cli.load(listed.place)
    gc.collect()
    gc.freeze()
    begun: dict[int, int | None] = {}
    try:
        for line in sys.stdin:
            job = json.loads(line)
            if "wait" in job:
                answer = _waited(begun, job["wait"], job["seconds"])
            else:
                answer = _forked(job)
                begun[answer] = None
            print(json.dumps(answer), flush=True)
    finally:
        _end_all(begun)
        if held is not None:
            os.close(held)


def _waited(begun: dict[int, int | None], pid: int, seconds: float) -> int | None:
    until = time.monotonic() + seconds
    while begun[pid] is None:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            begun[pid] = os.waitstatus_to_exitcode(status)
        elif time.monotonic() >= until:
            break
        else:
            time.sleep(LOOK_EVERY)
    return begun[pid]


def _end_all(begun: dict[int, int | None]) -> None:
    running = [pid for pid in begun if _waited(begun, pid, 0) is None]
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in running:
            with suppress(ProcessLookupError):
                os.killpg(pid, number)
        until = time.monotonic() + LAST_WORDS
        running = [pid for pid in running if _waited(begun, pid, until - time.monotonic()) is None]


def _forked(job: dict[str, Any]) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = _be(job)
        except BaseException:  # noqa: BLE001  as a process that ends by an exception says so
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    return child


def _be(job: dict[str, Any]) -> int:
    from lpcommunity import cli  # noqa: PLC0415  (imported before it was forked)

    os.setsid()
    nothing, said = os.open(os.devnull, os.O_RDONLY), os.open(job["said"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for ours, theirs in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(ours, theirs)
    os.environ.clear()
    os.environ.update(job["environment"])
    sys.argv = ["lpcommunity", *job["words"]]
    try:
        cli.main(job["words"], prog_name="lpcommunity")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0
