"""Files on disk, named by their content. A name never comes from a person, so it can lead nowhere else."""

import hashlib
import os
import re
import secrets
from pathlib import Path

from flask import current_app

NAME = re.compile(r"[0-9a-f]{64}\Z")


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
    if path.exists():
        return key
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.parent / f".{secrets.token_hex(8)}"
    try:
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    return key


def read(key: str) -> bytes:
    """The content with this key. Raises FileNotFoundError when it is gone."""
    return path_of(key).read_bytes()
