"""The command line as a process of its own, which a test catches in the middle and sends a signal.

To begin one takes seconds, most of them for imports. So one process imports everything, once, and forks off the others.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds
CAUGHT = "caught\n"


class CommandLine:
    """What commands are forked off from."""

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self.process, self.said = process, folder / "said"

    def run(self, *words: str, **settings: str) -> tuple[int, str]:
        """Run these words to their end. Returns the exit status, and what was said."""
        self._begin(words, settings)
        return int(self._answer()), self.said.read_text()

    def stop(self, number: signal.Signals, where: str, after: int, *words: str, **settings: str) -> tuple[int, str]:
        """Run these words, and send this signal when they tell that they are so far at what begins with `where`."""
        child = self._begin(words, settings, where=where, after=after)
        until = time.monotonic() + PATIENCE
        while CAUGHT not in self.said.read_text() and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(child, number)
        return int(self._answer()), self.said.read_text().removeprefix(CAUGHT)

    def _begin(self, words: tuple[str, ...], settings: dict[str, str], **caught: Any) -> int:
        self.said.write_text("")
        job = {"words": words, "said": str(self.said), "settings": settings, "where": None, **caught}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return int(self._answer())

    def _answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


@contextmanager
def command_line(folder: Path) -> Iterator[CommandLine]:
    """Start it; it ends with the block, and with whoever started it, since it reads from there."""
    words = [sys.executable, "-c", "from tests.harness.caught import serve; serve()"]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield CommandLine(process, folder)


def serve() -> None:
    """Fork off each command that is asked for; answer with its number, and when it has ended with its status."""
    from lpcommunity import app, cli  # noqa: F401, PLC0415

    for listed in cli.COMMANDS.values():
        cli.load(listed.place)
    for line in sys.stdin:
        job = json.loads(line)
        child = os.fork()
        if child == 0:
            _be(job)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _be(job: dict[str, Any]) -> None:
    from lpcommunity import cli  # noqa: PLC0415
    from lpcommunity.storage import progress  # noqa: PLC0415

    @contextmanager
    def shown() -> Iterator[progress.Tell]:
        def tell(what: str, done: int, _of: int) -> None:
            if job["where"] and what.startswith(job["where"]) and done >= job["after"]:
                os.write(2, CAUGHT.encode())
                time.sleep(PATIENCE)

        yield tell

    said = os.open(job["said"], os.O_WRONLY | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    os.environ.update(job["settings"])
    progress.shown = shown
    status: Any = 0
    try:
        cli.main(job["words"])
    except SystemExit as ended:
        status = ended.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else 1)
