"""Files on disk, named by their content. A name never comes from a person, so it can lead nowhere else."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app

from lpcommunity.storage import private_files

_new: ContextVar[list[Path] | None] = ContextVar("new_files", default=None)
NAME = re.compile(r"[0-9a-f]{64}\Z")
NAMES_A_FILE = {"names_a_file": True}  # what a column says of itself whose rows hold keys of files


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "files"


def path_of(key: str) -> Path:
    """Where the content with this key lies. Raises ValueError for anything that is not a key."""
    if not NAME.match(key):
        raise ValueError("not a key")
    return _folder() / key[:2] / key


def store(content: bytes) -> str:
    """Keep this content and return its key. The same content is kept once; a crash leaves no half file."""
    key = hashlib.sha256(content).hexdigest()
    path = path_of(key)
    if _is_there(path):
        return key
    private_files.make_folder(path.parent)
    half = path.parent / f".{secrets.token_hex(8)}"
    try:
        private_files.make_file(half)
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    if (new := _new.get()) is not None:
        new.append(path)
    return key


def _is_there(path: Path) -> bool:
    """Whether the content is kept already. It is touched, so that nobody who clears away takes it from under us."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    except OSError:  # it may be there and not ours to touch, as after a restore by somebody else
        return path.exists()
    return True


def names_a_file(column: Any) -> bool:
    """Whether the rows of this column hold keys of files."""
    return bool(column.info.get("names_a_file"))


def is_whole(key: str, content: bytes) -> bool:
    """Whether this is still what was kept under this key."""
    return hashlib.sha256(content).hexdigest() == key


def folders() -> list[Path]:
    """The folders in which files lie, each with a part of them."""
    top = _folder()
    return sorted(path for path in top.glob("??") if path.is_dir()) if top.is_dir() else []


def touch(path: Path, at: datetime) -> None:
    """Make an empty file that says since when, unless it is there."""
    path.touch(mode=0o600)
    os.utime(path, (at.timestamp(), at.timestamp()))


@contextmanager
def kept_if_done() -> Iterator[None]:
    """Let files that are stored within the block go again if it ends with an error, as the rows that name them do.

    For a database that nobody else is filling: who stored the same content meanwhile would lose it.
    """
    new: list[Path] = []
    around, token = _new.get(), _new.set(new)
    try:
        yield
    except BaseException:
        for path in new:
            path.unlink(missing_ok=True)
        raise
    finally:
        _new.reset(token)
    if around is not None:
        around += new


def read(key: str) -> bytes:
    """The content with this key. Raises FileNotFoundError when it is gone."""
    return path_of(key).read_bytes()
