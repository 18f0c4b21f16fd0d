"""Reading one document in a process of its own, which may take ten seconds and 200 MB, and opens nothing else.

The reader (documents.extractor) bounds itself before it looks at anything; this side waits no longer than it may take,
takes no more from it than it may say, and trusts none of it. No name, text or address of anybody reaches it, or a log.
"""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from lpcommunity.documents.commands import Result
from lpcommunity.documents.extractor import exits
from lpcommunity.documents.extractor.tidying import MOST, tidied
from lpcommunity.documents.models import BEGUN, EMPTY, READ, UNREADABLE

LONGEST = 10.0  # seconds: then it is ended, whatever it does
MOST_BYTES = 4 * MOST  # that it may say
LOOK_EVERY = 0.2  # seconds, whether we are told to stop
# PYTHONPATH: where this software itself lies. Nothing of our environment (keys, passwords) goes along.
ENVIRONMENT = {"PYTHONPATH": str(Path(__file__).parents[2]), "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
COMMAND = (sys.executable, "-s", "-P", "-m", "lpcommunity.documents.extractor")


class NotNow(Exception):
    """It could not be tried, through no fault of the document."""


class Stopped(Exception):
    """Whoever waited was told to stop."""


def read(document: BinaryIO, stop: Callable[[], bool] = lambda: False) -> Result:
    """What this file says. Raises Stopped as soon as `stop` says so, NotNow where it could not be tried."""
    try:
        reader = subprocess.Popen(  # noqa: S603  (our own program)
            COMMAND,
            stdin=document,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
    except OSError as error:
        raise NotNow from error
    with reader:
        try:
            said = _heard(reader, time.monotonic() + LONGEST, stop)
            status = reader.wait(timeout=LOOK_EVERY * 5) if said is not None else None
        except subprocess.TimeoutExpired:
            said = status = None
        finally:
            with suppress(ProcessLookupError):
                reader.kill()
    return _result(said, status)


def _heard(reader: "subprocess.Popen[bytes]", until: float, stop: Callable[[], bool]) -> bytes | None:
    """What it says to its end; None where it takes too long, or says more than it may."""
    said, stream = bytearray(), reader.stdout
    assert stream is not None
    with selectors.DefaultSelector() as waiting:
        waiting.register(stream, selectors.EVENT_READ)
        while time.monotonic() < until:
            if stop():
                raise Stopped
            if waiting.select(LOOK_EVERY):
                some = os.read(stream.fileno(), 64 * 1024)
                if not some:
                    return bytes(said)
                said += some
                if len(said) > MOST_BYTES:
                    return None
    return None


def _result(said: bytes | None, status: int | None) -> Result:
    """What its end means. Killed by somebody else, it could not be tried: the machine may be short of memory."""
    if said is not None and status in (exits.UNBOUNDED, -signal.SIGKILL):
        raise NotNow
    if said is None or status not in (exits.TEXT, exits.BEGUN, exits.NONE):
        return Result(UNREADABLE)
    text = tidied(said.decode("utf-8", "replace"))
    if not text:
        return Result(EMPTY)
    return Result(BEGUN if status == exits.BEGUN else READ, text)
