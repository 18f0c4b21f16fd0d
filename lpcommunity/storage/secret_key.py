"""The key that an installation makes for itself, where SECRET_KEY gives it none, so that a restart signs nobody out."""

import os
import secrets
import tempfile
from pathlib import Path

from lpcommunity.storage import private_files

NAME = "secret-key"
SHORTEST = 32


class BrokenKey(ValueError):
    """The file is there and holds no key. Says what to do."""


def kept_in(folder: Path) -> str:
    """The key in this folder, made if there is none: web server and worker that start together have the same.

    Raises BrokenKey, and OSError where nothing can be kept.
    """
    kept = folder / NAME
    if not kept.exists():
        private_files.make_folder(folder)
        _write(kept)
    return read(kept)


def read(kept: Path) -> str:
    """The key in this file. Raises BrokenKey, and OSError where it cannot be read."""
    key = kept.read_bytes().decode("utf-8", "replace").strip()
    if len(key) < SHORTEST or not key.isascii() or not key.isprintable() or " " in key:
        raise BrokenKey(
            f"The key in {kept} is {'broken' if key else 'empty'}. Put back its copy, or delete the file: "
            "a new one is made, and everybody signs in again. Nothing else is lost."
        )
    return key


def _write(kept: Path) -> None:
    """Write it beside its place, and give it its name when all of it is on the disk. Whoever is first has made it."""
    handle, half = tempfile.mkstemp(dir=kept.parent, prefix=f".{NAME}-")  # 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        _name(Path(half), kept)
    finally:
        Path(half).unlink(missing_ok=True)
    folder = os.open(kept.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _name(half: Path, kept: Path) -> None:
    try:
        kept.hardlink_to(half)
    except FileExistsError:
        pass
    except OSError:  # a disk that knows no second name for a file
        if not kept.exists():
            half.rename(kept)
