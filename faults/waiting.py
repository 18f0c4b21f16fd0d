"""Waiting for something to become true."""

import time
from collections.abc import Callable
from pathlib import Path


def until(holds: Callable[[], object], seconds: float) -> bool:
    """Whether it became true in this time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def lives(pid: int) -> bool:
    """Whether this process runs."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
