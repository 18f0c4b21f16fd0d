"""A small disk: a tmpfs in a mount namespace of its own, which nobody else sees, and which goes with its last process.

Root may have one, and so may whoever may make user namespaces. Where neither is so, `NotHere` says it.
"""

import contextlib
import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from faults.findings import NotHere
from tests.harness import keeper

MOUNT = 'mount -t tmpfs -o "size=$2,$3" tmpfs "$1" && echo ready && exec sleep 3600'
PIECE = 1 << 14


@dataclass(frozen=True)
class SmallDisk:
    """A folder of which only those inside see the small disk that lies over it."""

    folder: Path
    pid: int

    @property
    def inside(self) -> tuple[str, ...]:
        """Words before a command that shall see it."""
        user = () if os.geteuid() == 0 else ("-U", "--preserve-credentials")
        return ("nsenter", "-t", str(self.pid), "-m", *user, "--")

    def path(self, inside: Path) -> Path:
        """The same file, from outside."""
        return Path(f"/proc/{self.pid}/root{inside}")

    def copied(self, database: Path, to: Path) -> Path:
        """A copy of an SQLite file that nobody writes to, with what is not yet in its main part. SQLite itself would
        not find its way in: it follows links by their names.
        """
        for path in self.path(database.parent).glob(f"{database.name}*"):
            if not path.name.endswith("-shm"):
                shutil.copyfile(path, to / path.name)
        return to / database.name

    @contextlib.contextmanager
    def full(self, folder: Path) -> Iterator[int]:
        """Nothing more fits in, until the block ends. Yields how many bytes that took."""
        ballast, size = self.path(folder / "ballast"), 0
        try:
            with ballast.open("wb", buffering=0) as file:
                while True:
                    try:
                        size += file.write(b"\0" * PIECE) or 0
                    except OSError as error:
                        if error.errno != errno.ENOSPC:
                            raise
                        break
            yield size
        finally:
            ballast.unlink(missing_ok=True)


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int, held: Path, *, mode: str = "mode=0700") -> Iterator[SmallDisk]:
    """One over this folder, until the block ends or nobody holds `held`."""
    ours = ["-m"] if os.geteuid() == 0 else ["-r", "-m"]
    words = ["unshare", *ours, "sh", "-c", MOUNT, "sh", str(folder), f"{megabytes}m", mode]
    with subprocess.Popen(
        keeper.words(held, *words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            if process.stdout.readline() != b"ready\n":
                raise NotHere(f"no small disk here: {process.stderr.read().decode().strip()[:120]}")
            yield SmallDisk(folder, _first_below(process.pid))
        finally:
            process.terminate()


def _first_below(pid: int) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0])
