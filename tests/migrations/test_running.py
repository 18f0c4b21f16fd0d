"""How any revision is run: nothing cascades, nothing broken is kept, a lock is waited for."""

import shutil
import threading
import time

import pytest
from sqlalchemy import event, func, select, text

from lpcommunity.storage import migrations, prepare
from tests.migrations import rows

FIRST = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None


def upgrade():
    op.create_table("shelf", sa.Column("id", sa.Integer, primary_key=True), sa.Column("label", sa.String(20)))
    op.create_table(
        "book",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("shelf_id", sa.Integer, sa.ForeignKey("shelf.id", ondelete="CASCADE"), nullable=False),
    )
"""
REBUILD = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade():
    with op.batch_alter_table("shelf") as shelf:
        shelf.alter_column("label", type_=sa.String(40))
"""
ORPHAN = """
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade():
    op.execute("UPDATE book SET shelf_id = 999 WHERE id = 1")
"""


@pytest.fixture
def library(tmp_path, monkeypatch, bare_database, connect):
    """A database at a first revision with rows in it; call it with a second revision to run that."""
    place = tmp_path / "migrations"
    (place / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        shutil.copy(migrations.folder() / name, place)
    monkeypatch.setattr(migrations, "folder", lambda: place)
    (place / "versions/0001_first.py").write_text(FIRST)
    migrations.upgrade(bare_database)
    with connect(bare_database) as connection:
        rows.fill(connection)

    def run(revision: str) -> str:
        (place / "versions/0002_second.py").write_text(revision)
        migrations.upgrade(bare_database)
        return bare_database

    return run


def test_a_rebuilt_table_keeps_the_rows_of_its_children(library, connect):
    with connect(library(REBUILD)) as connection:
        assert connection.scalar(select(func.count()).select_from(rows.table(connection, "book"))) == rows.EACH


def test_what_was_changed_is_looked_at_so_that_it_is_planned_well(library, connect):
    with connect(library(REBUILD)) as connection:
        known = {
            "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'shelf'",
            "postgresql": "SELECT count(*) FROM pg_stats WHERE tablename = 'shelf'",
        }
        assert connection.scalar(text(known[connection.dialect.name]))


def test_a_revision_that_leaves_references_to_nothing_is_not_kept(library, bare_database, connect):
    with pytest.raises(Exception, match=r"refer to rows that are gone|foreign key"):
        library(ORPHAN)
    assert migrations.current(bare_database) == "0001"
    with connect(bare_database) as connection:
        assert connection.scalar(text("SELECT max(shelf_id) FROM book")) == rows.EACH


def test_a_lock_held_elsewhere_is_waited_for(library, bare_database, connect):
    if not bare_database.startswith("postgresql"):
        statement = "BEGIN IMMEDIATE"
    else:
        statement = "LOCK TABLE shelf IN ACCESS EXCLUSIVE MODE"
    held, seconds = threading.Event(), 0.8

    def hold() -> None:
        with connect(bare_database) as connection:
            raw = connection.connection.driver_connection
            raw.execute(statement)
            held.set()
            time.sleep(seconds)
            raw.rollback()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(5)
    began = time.monotonic()
    library(REBUILD)
    holder.join()
    assert migrations.current(bare_database) == "0002"
    assert time.monotonic() - began > seconds / 2


def test_a_lock_that_is_not_to_be_had_is_said_and_nothing_is_kept(library, bare_database, connect, monkeypatch):
    monkeypatch.setattr(migrations, "TRIES", 2)
    monkeypatch.setattr(migrations, "PAUSE", 0.01)
    sqlite = bare_database.startswith("sqlite")
    if sqlite:  # which waits by itself, for thirty seconds
        options = {"connect_args": {"isolation_level": None, "timeout": 0.1}}
        monkeypatch.setattr(migrations, "engine_options", lambda _url: options)
        monkeypatch.setattr(migrations, "prepare", _in_a_hurry)
    with connect(bare_database) as connection:
        raw = connection.connection.driver_connection
        raw.execute(
            "BEGIN IMMEDIATE" if sqlite else "LOCK TABLE shelf IN ACCESS SHARE MODE"
        )  # a long writer, or reader
        with pytest.raises(migrations.MigrationFailed, match="held what it needs for too long") as failed:
            library(REBUILD)
        raw.rollback()
    assert failed.value.at == "0001"
    library(REBUILD)
    assert migrations.current(bare_database) == "0002"


def _in_a_hurry(engine):
    prepare(engine)
    event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA busy_timeout=100"))


WATCHED = """
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade():
    op.execute("CREATE TRIGGER shelf_kept BEFORE DELETE ON shelf BEGIN SELECT RAISE(ABORT, 'kept'); END")
    op.execute("CREATE TRIGGER shelf_gone BEFORE DELETE ON shelf BEGIN SELECT RAISE(ABORT, 'gone'); END")
"""
REBUILT_AGAIN = """
from alembic import op

revision, down_revision = "0003", "0002"


def upgrade():
    op.execute("DROP TRIGGER shelf_gone")
    with op.batch_alter_table("shelf") as shelf:
        shelf.drop_column("label")
"""


def test_a_rebuilt_table_keeps_its_triggers_but_for_those_that_were_dropped(library, bare_database, connect):
    if bare_database.startswith("postgresql"):
        pytest.skip("PostgreSQL changes tables where they are")
    library(WATCHED)
    (migrations.folder() / "versions/0003_third.py").write_text(REBUILT_AGAIN)
    migrations.upgrade(bare_database)
    with connect(bare_database) as connection:
        found = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        assert list(found) == ["shelf_kept"]
