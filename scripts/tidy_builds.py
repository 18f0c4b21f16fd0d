"""Take away builds of styles and scripts that nobody needs any more.

python scripts/tidy_builds.py FOLDER

Kept are the one that is current, the one before it (pages that were sent before a restart ask for its files), and each
that a running service holds: lpcommunity/web/assets.py locks its manifest.
"""

import fcntl
import shutil
import sys
from pathlib import Path

KEPT = 2


def tidy(static: Path) -> list[str]:
    """Take them away, and say which. A folder that is no build of ours is left alone."""
    current = (static / "current").read_text(encoding="utf-8").strip()
    builds = [path.parent for path in static.glob("*/manifest.json")]
    builds.sort(key=lambda build: (build.name == current, build.stat().st_mtime_ns))
    gone = [build for build in builds[:-KEPT] if _take(build)]
    if len(builds) > 1:  # before 0.2 one build lay here by itself, and a service of that time may have run on it
        for file in static.iterdir():
            if file.is_file() and file.name != "current":
                file.unlink()
    return [build.name for build in gone]


def _take(build: Path) -> bool:
    """Whether nobody held it. The manifest goes first: whoever comes now finds that there is no such build."""
    with (build / "manifest.json").open(encoding="utf-8") as told:
        try:
            fcntl.flock(told, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        (build / "manifest.json").unlink()
    shutil.rmtree(build)
    return True


if __name__ == "__main__":
    tidy(Path(sys.argv[1]))
