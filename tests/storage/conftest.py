"""A database in use, for backups."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from lpcommunity.storage import db, last_backup, migrations
from tests.harness.databases import Database


@pytest.fixture
def source(app: Flask, database: Database) -> Iterator[Database]:
    """A database in use, at head as Alembic sees it."""
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": migrations.head()})
    yield database
    (database.data_dir / last_backup.NAME).unlink(missing_ok=True)
    db.session.remove()
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
