"""The harness keeps its word: a test that cannot fail proves nothing."""

import gc
from datetime import timedelta

from sqlalchemy import insert, select

from lpcommunity.access.models import Attempt
from lpcommunity.app import create_app
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import can_read
from lpcommunity.storage import clock, db, now, session, today, transactional
from tests import factories as make
from tests.factories import reading
from tests.factories.world import World
from tests.harness import connections
from tests.harness.worlds import Worlds


@transactional
def _attempt() -> None:
    session().add(Attempt(key="harness", at=now()))


def test_rows_of_one_test_do_not_reach_another(app):
    assert session().scalars(select(Attempt)).all() == []
    _attempt()
    assert len(session().scalars(select(Attempt)).all()) == 1


def test_nor_the_other_way_round(app):
    assert session().scalars(select(Attempt)).all() == []
    _attempt()


def test_queries_are_counted(app, count_queries):
    with count_queries() as asked:
        session().scalars(select(Attempt)).all()
        session().scalars(select(Attempt)).all()
    assert len(asked) == 2, asked


def test_a_request_has_a_context_of_its_own(app, client):
    session().connection()
    before = session()
    client.get("/healthz")
    assert session() is before


def test_postgres_is_the_real_one(database):
    with database.app.app_context():
        assert session().get_bind().dialect.name == {"sqlite": "sqlite", "postgres": "postgresql"}[database.kind]
        session().execute(insert(Attempt).values(key="x", at=now()))
        session().rollback()


def test_the_command_line_works_on_the_same_database(app, runner):
    result = runner("outbox", "--json")
    assert result.exit_code == 0, result.output


def _world() -> World:
    world = World()
    world.part()
    make.update(world.someone("author"), world.here)
    return world


def _everything() -> dict[str, list[tuple[object, ...]]]:
    return {name: sorted(map(tuple, session().execute(select(t)))) for name, t in db.metadata.tables.items()}


def test_a_world_that_is_put_back_is_the_one_that_was_made(app, database):
    worlds = Worlds(database.data_dir)
    made = worlds.begin(_world)
    rows, name = _everything(), made.someone("author").name
    database.empty()
    session().expire_all()
    session().expunge_all()
    found = worlds.begin(_world)
    assert _everything() == rows
    assert found.someone("author") is not made.someone("author")
    assert found.someone("author").name == name
    assert found.former["former author"].partnership_id == found.here.id
    another = make.update(found.someone("author"), found.here)  # it goes on: no number is given out twice
    assert len(session().scalars(select(Entry)).all()) == 2
    assert can_read(reading(found.someone("member here")), another)


def test_a_world_is_made_once_a_day(app, database):
    worlds, made = Worlds(database.data_dir), []

    def build() -> None:
        made.append(today())

    for days in (0, 0, 1, 1):
        with clock.at(now() + timedelta(days=days)):
            worlds.begin(build)
    assert made == sorted(set(made))
    assert len(made) == 2


def _ask(app):
    with app.app_context():
        session().scalars(select(Attempt)).all()


def test_a_connection_that_is_left_open_is_found_at_once_and_not_by_a_later_test(database):
    _ask(create_app({"SQLALCHEMY_DATABASE_URI": database.url, "DATA_DIR": database.data_dir}))
    gc.collect()
    [left] = connections.close_what_is_left()
    assert left in database.url
    assert connections.close_what_is_left() == []


def test_those_of_another_application_on_the_database_are_closed_even_if_nobody_holds_it(database):
    _ask(database.make_app())
    gc.collect()
    database.let_go_of_others()
    assert connections.close_what_is_left() == []


def test_those_of_a_command_end_with_it_and_no_others(database):
    with database.app.app_context():
        kept = db.engine.raw_connection()
        driver = kept.driver_connection
        kept.close()
    _ask(database.make_app())
    with connections.closed_afterwards():
        _ask(create_app({"SQLALCHEMY_DATABASE_URI": database.url, "DATA_DIR": database.data_dir}))
    assert len(connections.close_what_is_left()) == 1
    driver.cursor().close()  # of a closed one there is none
