"""The harness keeps its word: a test that cannot fail proves nothing."""

from datetime import timedelta

from sqlalchemy import insert, select

from lpcommunity.access.models import Attempt
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import can_read
from lpcommunity.storage import clock, db, now, session, today, transactional
from tests import factories as make
from tests.factories import reading
from tests.factories.world import World
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
