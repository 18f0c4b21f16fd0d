"""`make reset`: throw the demonstration in DATA_DIR away, and nothing that is not one. No database is asked."""

import os
import sys
from pathlib import Path

from lpcommunity.demo.folder_mark import NotThrownAway, throw_away


def main() -> None:
    """Do it, or say why not."""
    folder = Path(os.environ.get("DATA_DIR") or "var").resolve()
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        print("There is no demonstration to throw away.")
        return
    try:
        throw_away(folder)
    except NotThrownAway as why:
        sys.exit(f"make reset: {why}")
    except OSError as error:
        sys.exit(f"make reset: {error.filename} cannot be deleted: {error.strerror}.")
    print(f"The demonstration in {folder} is gone. `make run` begins afresh.")


if __name__ == "__main__":
    main()
