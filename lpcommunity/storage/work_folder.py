"""A folder for what is being made, beside where it will be. It goes when its maker ends; if that was killed, with the
next one.
"""

import fcntl
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOCK = "in-use"
FORGOTTEN = 24 * 60 * 60  # seconds: without a lock, from an earlier version, or killed as it began


@contextmanager
def work_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder in `parent` whose name begins like this; those that killed ones left are cleared away first.

    Raises OSError.
    """
    for left in parent.glob(f"{prefix}*"):
        if left.is_dir() and not left.is_symlink() and _is_nobodys(left):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=parent, prefix=prefix) as name:
        folder = Path(name)
        with (folder / LOCK).open("w") as lock:
            with suppress(OSError):  # not every network share knows locks; then nobody clears this away either
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield folder


def _is_nobodys(folder: Path) -> bool:
    """Whether whoever made it has ended."""
    try:
        with (folder / LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    except FileNotFoundError:
        with suppress(OSError):
            return time.time() - folder.stat().st_mtime > FORGOTTEN
        return False
    except OSError:
        return False
