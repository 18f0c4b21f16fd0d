"""What SQLite knows of its rows, so that lists are planned well: a little more as each connection closes."""

import pytest
from sqlalchemy import create_engine, text

from lpcommunity.storage import engine_options, prepare, statistics


def _is_known(engine) -> bool:
    with engine.connect() as connection:
        if not connection.scalar(text("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'")):
            return False
        return bool(connection.scalar(text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'partnership'")))


@pytest.fixture
def sqlite_file(tmp_path):
    """The engine of a database of its own, as the service makes it, with a table that nobody has looked at."""
    url = f"sqlite:///{tmp_path / 'own.sqlite3'}"
    engine = create_engine(url, connect_args=engine_options(url)["connect_args"])
    prepare(engine)
    with engine.connect().execution_options(writes=True) as connection:
        connection.exec_driver_sql("CREATE TABLE partnership (id INTEGER PRIMARY KEY, name TEXT)")
        connection.exec_driver_sql("CREATE INDEX by_name ON partnership (name)")
        connection.commit()
    yield engine
    engine.dispose()


def _fill(engine) -> None:
    with engine.connect().execution_options(writes=True) as connection:
        for number in range(500):
            connection.exec_driver_sql("INSERT INTO partnership (name) VALUES (?)", (f"Place {number}",))
        connection.commit()
        connection.exec_driver_sql("SELECT id FROM partnership WHERE name = 'Hull'").all()


def test_a_connection_of_sqlite_looks_at_what_grew_as_it_closes(sqlite_file):
    _fill(sqlite_file)
    assert not _is_known(sqlite_file)
    sqlite_file.dispose()
    assert _is_known(sqlite_file)


def test_nobody_waits_for_it_while_somebody_writes(sqlite_file):
    _fill(sqlite_file)
    writer = sqlite_file.raw_connection()
    other = sqlite_file.raw_connection()
    other.detach()
    try:
        writer.cursor().execute("BEGIN IMMEDIATE")
        other.close()  # and neither waits nor fails
    finally:
        writer.cursor().execute("ROLLBACK")
        writer.close()


def test_the_look_is_short_however_many_rows_there_are(sqlite_file):
    _fill(sqlite_file)
    statistics.gather_with(sqlite_file)
    with sqlite_file.connect() as connection:
        assert connection.scalar(text("PRAGMA analysis_limit")) == statistics.ROWS_LOOKED_AT


@pytest.mark.parametrize("asked", [True, False], ids=["asked", "as it closes"])
def test_what_keeps_an_index_of_words_is_never_gone_through(sqlite_file, asked):
    """Whatever was known of it: SQLite throws parts of it away with every sixteenth text or so that is written."""
    with sqlite_file.connect().execution_options(writes=True) as connection:
        connection.exec_driver_sql("CREATE VIRTUAL TABLE said USING fts5(words)")
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    sqlite_file.dispose()
    if asked:
        statistics.gather_with(sqlite_file)
    with sqlite_file.connect().execution_options(writes=True) as connection:
        known = connection.exec_driver_sql("SELECT stat FROM sqlite_stat1 WHERE tbl = 'said_data'").scalar()
        assert known == "1000000" or not asked
    sqlite_file.dispose()
    with sqlite_file.connect() as connection:
        throws_away = "EXPLAIN QUERY PLAN DELETE FROM said_data WHERE id >= ? AND id <= ?"
        plan = [row[-1] for row in connection.exec_driver_sql(throws_away, (1, 2))]
    assert plan == ["SEARCH said_data USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"]
