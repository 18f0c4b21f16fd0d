"""Runs a command for as long as somebody holds a file, then ends it and takes its folder away.

python tests/harness/keeper.py [--remove FOLDER] [--user NAME] HELD [COMMAND…]

Whoever started it may be killed in any way: the system lets go of the file for them, and nothing stays behind. It holds
`RUN` itself meanwhile, so that a run's folder goes last. Without a command it only waits.
"""

import argparse
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

RUN = "LPCOMMUNITY_TEST_RUN"  # the file that everybody holds who belongs to a run of the tests
LOOK_EVERY = 0.1
LAST_WORDS = 10


def hold(path: Path) -> int:
    """Hold this file until the number that comes back is closed, or this process ends."""
    while True:
        held = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(held, fcntl.LOCK_SH)
        if path.exists() and path.stat().st_ino == os.fstat(held).st_ino:
            return held
        os.close(held)  # it was being taken away


def keep(held: Path, command: list[str], remove: Path | None = None, user: str | None = None) -> int:
    """Run the command until it ends, we are told to stop, or nobody holds the file. Returns its exit status."""
    told: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    run = os.environ.get(RUN)
    _ours = hold(Path(run)) if run and command else None
    as_somebody: dict[str, Any] = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    child = subprocess.Popen(command, **as_somebody) if command else None
    try:
        with held.open() as watched:
            while not told and (child is None or child.poll() is None) and not _nobody_holds(watched.fileno()):
                time.sleep(LOOK_EVERY)
            status = _end(child)
            if remove is not None:
                shutil.rmtree(remove, ignore_errors=True)  # while we hold it alone: whoever comes now begins anew
            return status
    finally:
        if child is not None and child.poll() is None:
            child.kill()


def _nobody_holds(watched: int) -> bool:
    try:
        fcntl.flock(watched, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _end(child: "subprocess.Popen[bytes] | None") -> int:
    if child is None:
        return 0
    if child.poll() is None:
        child.terminate()
    try:
        return child.wait(LAST_WORDS)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def main() -> int:
    """From the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--remove", type=Path)
    parser.add_argument("--user")
    parser.add_argument("held", type=Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    return keep(given.held, given.command, given.remove, given.user)


def words(held: Path, *command: str, remove: Path | None = None, user: str | None = None) -> list[str]:
    """What to start for that."""
    options = [*(["--remove", str(remove)] if remove else []), *(["--user", user] if user else [])]
    return [sys.executable, str(Path(__file__)), *options, str(held), *command]


if __name__ == "__main__":
    sys.exit(main())
