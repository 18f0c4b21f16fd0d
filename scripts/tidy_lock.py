"""Take the addresses out of npm's lock files: they name places where sponsors pay, which nothing here needs.

python scripts/tidy_lock.py frontend/package-lock.json …
"""

import json
import sys
from pathlib import Path

UNWANTED = ("funding", "resolved")


def tidy(path: Path) -> None:
    """Rewrite one lock file without the unwanted keys."""
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        for key in UNWANTED:
            package.pop(key, None)
    path.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        tidy(Path(name))
