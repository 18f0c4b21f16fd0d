"""The two roles of PostgreSQL: deploy/postgresql.sql run for real, the owner migrates, the other one serves."""

import subprocess

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from lpcommunity import worker as work
from lpcommunity.access import append_only
from lpcommunity.app import create_app
from lpcommunity.entries.content import Content
from lpcommunity.retention import commands as retention
from lpcommunity.storage import db, migrations, session
from lpcommunity.storage.backup import back_up
from lpcommunity.storage.migrations import head
from lpcommunity.updates.commands import post_update
from lpcommunity.updates.models import Update
from tests import factories as make
from tests.deploy.files import DEPLOY
from tests.harness import postgres
from tests.harness.databases import chosen

pytestmark = pytest.mark.skipif(
    "postgres" not in {kind.id for kind in chosen()}, reason="PostgreSQL: LPCOMMUNITY_TEST_DATABASES leaves it out"
)
REFUSED = (
    "UPDATE audit_record SET act = act",
    "DELETE FROM audit_record",
    "TRUNCATE audit_record",
    "ALTER TABLE audit_record DISABLE TRIGGER ALL",
    "DROP TABLE audit_record",
    "CREATE TABLE of_its_own (id int)",
    "UPDATE alembic_version SET version_num = '0001'",
    "DELETE FROM alembic_version",
    "UPDATE schema_compatibility SET oldest_revision = '9999'",
)


class Deployed:
    """A database as postgresql.sql leaves it, under a name of this test's."""

    def __init__(self, server: postgres.Server, name: str) -> None:
        self.server, self.name = server, name
        self.owner, self.service = f"{name}_owner", name

    def run(self) -> None:
        script = (DEPLOY / "postgresql.sql").read_text(encoding="utf-8").replace("lpcommunity", self.name)
        words = [str(postgres.program("psql")), "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1", self.server.address]
        done = subprocess.run(words, input=script, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr

    def url(self, role: str) -> str:
        return make_url(self.server.url(self.name)).set(username=role).render_as_string(hide_password=False)

    def order(self, role: str, *statements: str) -> list[tuple[object, ...]]:
        """Run these in one transaction; what the last one finds."""
        engine = create_engine(self.url(role), poolclass=NullPool)
        with engine.begin() as connection:
            for statement in statements:
                found = connection.execute(text(statement))
            return [tuple(row) for row in found] if found.returns_rows else []

    def refuses(self, statement: str) -> bool:
        """Whether the service's role may not do this, whatever the table's own triggers say."""
        try:
            self.order(self.service, statement)
        except ProgrammingError as error:
            return "permission denied" in str(error) or "must be owner" in str(error)
        return False

    def close(self) -> None:
        self.server.drop(self.name)
        self.order_of_server(f"DROP ROLE {self.owner}", f"DROP ROLE {self.service}")

    def order_of_server(self, *statements: str) -> None:
        engine = create_engine(self.server.url("postgres"), poolclass=NullPool)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))


@pytest.fixture(scope="module")
def deployed(postgres_server, worker):
    made = Deployed(postgres_server, f"deployed_{worker}")
    made.run()
    migrations.upgrade(made.url(made.owner))
    yield made
    made.close()


def test_the_service_writes_with_its_own_role_and_only_adds_to_the_record(deployed, tmp_path):
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    app = create_app({"SQLALCHEMY_DATABASE_URI": deployed.url(deployed.service), "DATA_DIR": data_dir})
    with app.app_context():
        hull, amina = make.place("Hull"), make.person("Amina")
        make.belongs(amina, hull, "member")
        said = Content.written("", {"body": "What happened."})
        post_update(make.reading(amina), hull, "t-1", said, audience="community", standing="on-track")
        assert session().query(Update).count() == 1
        work.run(app, until_empty=True)
        assert sum(step.gone for step in retention.steps(app.config)) == 0
        db.session.remove()
        db.engine.dispose()
    assert back_up(deployed.url(deployed.service), data_dir, tmp_path / "a.tar.gz").rows > 0
    rows = deployed.order(deployed.service, "SELECT count(*) FROM audit_record")
    assert rows[0][0] > 0
    assert [statement for statement in REFUSED if not deployed.refuses(statement)] == []
    assert deployed.order(deployed.service, "SELECT count(*) FROM audit_record") == rows
    opened = f"SET LOCAL {append_only.OPENED} = '3000-01-01'"
    deployed.order(deployed.owner, opened, "DELETE FROM audit_record")
    assert deployed.order(deployed.service, "SELECT count(*) FROM audit_record") == [(0,)]


def test_a_table_of_a_later_migration_is_granted_and_the_record_made_again_is_not(deployed):
    deployed.order(
        deployed.owner,
        "CREATE TABLE shelf (id int GENERATED BY DEFAULT AS IDENTITY, name text)",
        "ALTER TABLE audit_record RENAME TO old_record",
        "CREATE TABLE audit_record (LIKE old_record INCLUDING ALL)",
    )
    deployed.order(
        deployed.service,
        "INSERT INTO shelf (name) VALUES ('a'), ('b')",
        "UPDATE shelf SET name = 'c' WHERE id = 1",
        "DELETE FROM shelf WHERE id = 2",
        "INSERT INTO audit_record (at, act, subject_kind, details) VALUES (now(), 'tried', 'test', '{}')",
    )
    assert deployed.order(deployed.service, "SELECT name FROM shelf") == [("c",)]
    assert [statement for statement in REFUSED if not deployed.refuses(statement)] == []
    deployed.order(deployed.owner, f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {deployed.service}")
    assert [statement for statement in REFUSED[:3] if not deployed.refuses(statement)] == []
    deployed.order(
        deployed.owner,
        "DROP TABLE shelf, audit_record",
        "ALTER TABLE old_record RENAME TO audit_record",
    )


def test_the_script_is_safe_to_repeat_and_mends_what_was_granted(deployed):
    deployed.order("postgres", f"ALTER EVENT TRIGGER {deployed.name}_audit_record_is_added_to DISABLE")
    deployed.order(deployed.owner, f"GRANT ALL ON audit_record TO {deployed.service}")
    deployed.run()
    assert [statement for statement in REFUSED[:3] if not deployed.refuses(statement)] == []
    deployed.order(deployed.owner, f"GRANT UPDATE (details) ON audit_record TO {deployed.service}")
    assert deployed.refuses("UPDATE audit_record SET details = details")
    assert migrations.current(deployed.url(deployed.service)) == head()


def test_nobody_else_comes_in(deployed):
    deployed.order_of_server("DROP ROLE IF EXISTS passer_by", "CREATE ROLE passer_by LOGIN")
    with pytest.raises(Exception, match="permission denied for database"):
        deployed.order("passer_by", "SELECT 1")
    deployed.order_of_server("DROP ROLE passer_by")
