"""The harness keeps its word: a test that cannot fail proves nothing."""

from sqlalchemy import insert, select

from lpcommunity.access.models import Attempt
from lpcommunity.storage import now, session, transactional


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
