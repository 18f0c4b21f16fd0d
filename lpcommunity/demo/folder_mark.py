"""The mark of a data folder that holds the demonstration: nothing without it is ever deleted.

Standard library only: `make reset` asks here, and needs nothing else of us.
"""

import re
from collections.abc import Iterator
from pathlib import Path

NAME = "demonstration"
FIRST_LINE = "This folder holds a demonstration of lpcommunity. `make reset` throws it away."
ROWS_HERE = "Its rows are in lpcommunity.sqlite3."
ROWS_ELSEWHERE = "Its rows are in another database."
DATABASE = "lpcommunity.sqlite3"
_TO_DELETE = (
    DATABASE,
    f"{DATABASE}-wal",
    f"{DATABASE}-shm",
    "secret-key",
    "last-backup.json",
    "worker-seen",
    NAME,
)  # the mark last: one may begin again
_FILE = re.compile(r"[0-9a-f]{64}")
_SHELF = re.compile(r"[0-9a-f]{2}")


class NotThrownAway(Exception):
    """Why nothing was deleted, and what to do."""


def write(folder: Path, rows_here: bool) -> None:
    """Mark this folder: the demonstration's files are in it, and its rows, too, or not."""
    (folder / NAME).write_text(f"{FIRST_LINE}\n{ROWS_HERE if rows_here else ROWS_ELSEWHERE}\n", encoding="utf-8")


def is_marked(folder: Path) -> bool:
    """Whether the demonstration has marked this folder as its own."""
    return _lines(folder)[:1] == [FIRST_LINE]


def throw_away(folder: Path) -> None:
    """Delete the demonstration in this folder, and the folder if nothing else is in it. Raises NotThrownAway."""
    if not is_marked(folder):
        raise NotThrownAway(
            f"{folder} is not a folder that the demonstration has marked as its own, so nothing was deleted. "
            "If it is one of an earlier version, start it once more (make run) and stop it: then it is marked."
        )
    if ROWS_HERE not in _lines(folder):
        raise NotThrownAway(
            f"The demonstration in {folder} keeps its rows in another database, so nothing was deleted. "
            "With DATABASE_URL naming that one: lpcommunity demo --reset"
        )
    throw_files_away(folder)
    for name in _TO_DELETE:
        (folder / name).unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()


def throw_files_away(folder: Path) -> None:
    """Delete the files that people added in this demonstration. What is not named as ours are stays."""
    for path in list(_files(folder / "files")):
        path.unlink()
    for shelf in [*(folder / "files").glob("??"), folder / "files"]:
        if shelf.is_dir() and not shelf.is_symlink() and not any(shelf.iterdir()):
            shelf.rmdir()


def _files(files: Path) -> Iterator[Path]:
    if files.is_symlink():
        return
    for path in files.glob("??/*"):
        if _SHELF.fullmatch(path.parent.name) and _FILE.fullmatch(path.name) and not path.parent.is_symlink():
            yield path


def _lines(folder: Path) -> list[str]:
    try:
        return (folder / NAME).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
