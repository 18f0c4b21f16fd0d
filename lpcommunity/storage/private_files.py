"""Folders and files that nobody but the service's own user may look into: 0700 and 0600, whatever the umask."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path

FOLDER = 0o700
FILE = 0o600


def make_folder(path: Path) -> None:
    """Make this folder, and those above it that are missing. One that is there stays as it is. Raises OSError."""
    if path.is_dir():
        return
    make_folder(path.parent)
    path.mkdir(mode=FOLDER, exist_ok=True)


def make_file(path: Path) -> None:
    """Make this file, empty, unless it is there. Raises OSError."""
    if not path.exists():
        path.touch(mode=FILE)


def close_to_others(paths: Iterable[Path]) -> None:
    """Take from everybody else what rights they have on these files and folders. Somebody else's stay as they are."""
    for path in paths:
        try:
            found = path.lstat()
        except OSError:
            continue
        mode = FOLDER if stat.S_ISDIR(found.st_mode) else FILE
        if not stat.S_ISLNK(found.st_mode) and found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) & 0o077:
            path.chmod(mode)


def open_to_others(path: Path) -> bool:
    """Whether somebody else on this machine may look into this folder."""
    return path.is_dir() and bool(path.stat().st_mode & 0o077)
