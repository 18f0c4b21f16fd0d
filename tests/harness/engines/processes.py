"""Programs that a browser of another house needs, ended with the test that started them."""

import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, Queue
from typing import Any

ENDS_WITHIN = 10  # seconds


@contextmanager
def started(
    words: list[str], environment: dict[str, str], *, stderr: Any = subprocess.DEVNULL
) -> Iterator["subprocess.Popen[str]"]:
    """A program that runs for as long as it is needed."""
    program = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=stderr, text=True)
    try:
        yield program
    finally:
        program.terminate()
        try:
            program.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
        if program.stderr:
            program.stderr.close()


def said(program: "subprocess.Popen[str]", pattern: re.Pattern[str], patience: float) -> str:
    """The first group of the first line on its standard error that matches. What it says later is read and let go."""
    found: Queue[str] = Queue()

    def listen() -> None:
        with suppress(ValueError):  # closed, since the program has ended
            for line in program.stderr or ():
                if match := pattern.search(line.strip()):
                    found.put(match[1])

    threading.Thread(target=listen, daemon=True).start()
    try:
        return found.get(timeout=patience)
    except Empty:
        raise RuntimeError(f"{program.args!r} did not say {pattern.pattern}") from None
