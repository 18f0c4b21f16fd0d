"""When the last backup was made, and where to: a small file in the data folder, for `doctor` and whoever watches it.

It is no part of a backup: a service that was restored has none of its own yet.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

NAME = "last-backup.json"


@dataclass(frozen=True)
class LastBackup:
    """A backup that was written whole. `up_to`: the moment (UTC) whose rows it holds; `file`: where it was put;
    `lacking`: how many files that rows name were not there whole.
    """

    up_to: datetime
    file: str
    lacking: int = 0


def remember(data_dir: Path, backup: LastBackup) -> None:
    """Keep it in place of the one before, whole or not at all. Raises OSError."""
    half = data_dir / f".{NAME}-{os.getpid()}"
    try:
        half.write_text(json.dumps({**asdict(backup), "up_to": backup.up_to.isoformat()}), encoding="utf-8")
        half.replace(data_dir / NAME)
    finally:
        half.unlink(missing_ok=True)


def recall(data_dir: Path) -> LastBackup | None:
    """The last one; None where there is none, or where what is kept cannot be read."""
    try:
        kept = json.loads((data_dir / NAME).read_text(encoding="utf-8"))
        return LastBackup(datetime.fromisoformat(kept["up_to"]), str(kept["file"]), int(kept.get("lacking", 0)))
    except (OSError, ValueError, KeyError, TypeError):
        return None
