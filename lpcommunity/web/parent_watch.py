"""A process that somebody else started and looks after ends when that one is gone, however that came about."""

import multiprocessing
import os
import signal
import threading
import time

LOOK_EVERY = 0.5  # seconds
AGAIN = 0.2
LAST_WORDS = 5.0  # seconds to finish what is at hand


def begin() -> None:
    """In a child: from now on, end as if told to stop as soon as the parent is no more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.pid,), name="parent-watch", daemon=True).start()


def _watch(parent: int | None) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    until = time.monotonic() + LAST_WORDS
    while time.monotonic() < until:
        os.kill(os.getpid(), signal.SIGTERM)  # more than once: one that comes too early is lost
        time.sleep(AGAIN)
    os._exit(1)
