"""Statements that pages ask for stay prepared from request to request on PostgreSQL, and nothing else stays."""

from typing import Any

import pytest
from psycopg import _queries as placeholders
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from lpcommunity.people.models import Person
from lpcommunity.people.terms import PERSON
from lpcommunity.search import queries as search
from lpcommunity.search import query_language
from lpcommunity.storage import Statement, db, let_go, now, session
from lpcommunity.storage.postgres_connection import RememberingConnection
from tests import factories as make

NAMES: Statement[Any] = Statement(select(PERSON.c.name).order_by(PERSON.c.sort_name))
Statement.known.remove(NAMES)  # of this test alone
OFTEN = 8  # the driver prepares at the sixth time
NEW = {"email": "by-accident@example.org", "name": "A", "sort_name": "a", "job_title": "", "helps_with": ""}


@pytest.fixture(autouse=True)
def _postgres_only(app, database) -> None:
    if database.kind != "postgres":
        pytest.skip("PostgreSQL's own")


def _read(table=PERSON) -> list[str]:
    found = list(session().scalars(select(table.c.name).order_by(table.c.id)))
    let_go()
    return found


def _prepared(ordered_by: str = "") -> int:
    with db.engine.connect() as connection:
        assert isinstance(connection.connection.driver_connection, RememberingConnection)
        return int(
            connection.scalar(
                text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE :it"), {"it": f"%{ordered_by}"}
            )
            or 0
        )


def _read_by_statement() -> list[str]:
    found = NAMES.values()
    let_go()
    return found


@pytest.mark.parametrize(("read", "ordered_by"), [(_read, "person.id"), (_read_by_statement, "person.sort_name")])
def test_what_is_asked_for_often_is_planned_once(read, ordered_by):
    make.person("Ann")
    for _ in range(OFTEN):
        assert read() == ["Ann"]
    assert _prepared(f"ORDER BY {ordered_by}") == 1


def _by_core() -> None:
    session().connection().execute(insert(Person).values(created_at=now(), made_by_demo=False, **NEW))


def _by_row() -> None:
    session().add(Person(created_at=now(), made_by_demo=False, **NEW))
    session().flush()


def _by_words() -> None:
    session().connection().exec_driver_sql("UPDATE person SET name = 'By accident'")


@pytest.mark.parametrize("write", [_by_core, _by_row, _by_words])
@pytest.mark.parametrize("reads_after", [False, True])
def test_what_was_written_outside_of_commands_is_taken_back(write, reads_after):
    make.person("Ann")
    assert _read() == ["Ann"]
    session().scalars(select(PERSON.c.name)).all()
    write()
    if reads_after:
        session().scalars(select(PERSON.c.name)).all()
    let_go()
    assert _read() == ["Ann"]


def test_a_plan_that_no_longer_fits_fails_once():
    asked = select(text("name")).select_from(text("changing"))
    session().rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE changing (name varchar(20))")
    try:
        for _ in range(OFTEN):
            session().execute(asked).all()
            let_go()
        with db.engine.connect(), db.engine.begin() as connection:  # not the one that pages ask
            connection.exec_driver_sql("ALTER TABLE changing ALTER COLUMN name TYPE text")
        with pytest.raises(DBAPIError, match="cached plan must not change"):
            session().execute(asked).all()
        let_go()
        for _ in range(OFTEN):
            session().execute(asked).all()
            let_go()
    finally:
        let_go()
        with db.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE changing")


def test_the_places_of_values_in_a_long_text_are_looked_for_once(app, monkeypatch):
    """The driver looks anew, each time, in what it takes for too long: 0.8 ms for each request."""
    looked: list[int] = []
    look = placeholders._split_query
    monkeypatch.setattr(placeholders, "_split_query", lambda text, *_: looked.append(len(text)) or look(text, *_))
    reader = make.reading(make.person("Ann"))
    match = search.match_of(query_language.read("kites"), reader)
    placeholders._query2pg.cache_clear()
    search.hits(reader, match)
    assert max(looked) > 4096
    looked.clear()
    search.hits(reader, match)
    assert looked == []
    let_go()
