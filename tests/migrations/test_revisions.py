"""Our own revisions: they lead to the tables of the models, and back, and lose no row on the way."""

import re

from lpcommunity.app import create_app
from lpcommunity.storage import db, migrations
from tests.migrations import rows

REVISIONS = migrations.revisions()
LATEST = REVISIONS[-6:]


def test_there_is_a_first_revision():
    assert REVISIONS, 'no migration yet: make migration MESSAGE="First tables"'


def test_revisions_are_numbered_and_follow_one_another():
    names = sorted(path.name for path in (migrations.folder() / "versions").glob("*.py"))
    assert [name[:4] for name in names] == [f"{n:04}" for n in range(1, len(names) + 1)]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", name) for name in names), names
    assert len(REVISIONS) == len(names), "two revisions follow the same one: give one of them the next number"


def test_an_empty_database_comes_to_the_tables_of_the_models(bare_database, tmp_path):
    migrations.upgrade(bare_database)
    assert migrations.current(bare_database) == migrations.head() is not None
    create_app({"SQLALCHEMY_DATABASE_URI": bare_database, "DATA_DIR": tmp_path})
    assert migrations.differences(bare_database, db.metadata) == []


def test_upgrading_twice_changes_nothing(bare_database):
    migrations.upgrade(bare_database)
    migrations.upgrade(bare_database)
    assert migrations.current(bare_database) == migrations.head() is not None


def test_each_one_up_and_the_way_back_keep_every_row(bare_database, connect):
    """What a revision brings in besides, it may. The latest go back and come again one by one, with rows of their own;
    those before did so while they were new, and never change: they go back in one go.
    """
    before = "base"
    for revision in REVISIONS:
        with connect(bare_database) as connection:
            rows.fill(connection)
            kept = rows.counts(connection)
        migrations.upgrade(bare_database, revision)
        if revision in LATEST:
            _back_and_again(bare_database, connect, before, revision, kept)
        with connect(bare_database) as connection:
            _holds(connection, kept)
        before = revision
    with connect(bare_database) as connection:
        rows.fill(connection)
        there = rows.counts(connection)
    migrations.downgrade(bare_database, REVISIONS[0])
    with connect(bare_database) as connection:
        left = rows.counts(connection)
        assert left == {name: there[name] for name in left}
        assert len(left) > 10
    migrations.upgrade(bare_database)
    with connect(bare_database) as connection:
        _holds(connection, left)


def _back_and_again(url, connect, before, revision, kept):
    with connect(url) as connection:
        _holds(connection, kept)
        rows.fill(connection)
        there = rows.counts(connection)
    migrations.downgrade(url, before)
    with connect(url) as connection:
        assert rows.counts(connection) == {name: there[name] for name in kept}, revision
    migrations.upgrade(url, revision)


def _holds(connection, kept):
    found = rows.counts(connection)
    assert [name for name, number in kept.items() if found.get(name, 0) < number] == []
