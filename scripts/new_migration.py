"""Write the next migration: what takes a database at head to the tables of the models.

    make migration MESSAGE="Add a shelf"

Alembic's guess is a start. Read it, mend it, say in its first line why it is there, and give its test some rows.
"""

import sys
import tempfile
from pathlib import Path

from lpcommunity.app import create_app
from lpcommunity.storage import db, migrations


def main(message: str) -> None:
    """Build a throwaway database at head, compare, write."""
    if not message.strip():
        raise SystemExit('Say what it does: make migration MESSAGE="Add a shelf"')
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'head.sqlite3'}"
        create_app({"SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": Path(folder)})  # so that every model is known
        migrations.upgrade(url)
        if not migrations.differences(url, db.metadata):
            raise SystemExit("Nothing to do: the models equal the newest migration.")
        print(migrations.write_revision(url, db.metadata, message))


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
