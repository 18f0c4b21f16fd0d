"""When the worker was last seen: the time of an empty file in the data folder, for the doctor."""

from datetime import UTC, datetime
from pathlib import Path

NAME = "worker-seen"


def beat(data_dir: Path) -> None:
    """The worker is there just now. Raises OSError."""
    (data_dir / NAME).touch(mode=0o600)


def last(data_dir: Path) -> datetime | None:
    """When it was last there, in UTC; None where it never was, or nobody can tell."""
    try:
        return datetime.fromtimestamp((data_dir / NAME).stat().st_mtime, UTC)
    except OSError:
        return None
