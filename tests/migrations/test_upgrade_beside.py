"""A newer version brings the database on while an older one serves it: real processes, on both databases."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from sqlalchemy import inspect

from lpcommunity.app import create_app
from lpcommunity.cli import main
from lpcommunity.storage import db, migrations
from tests import factories as make
from tests.harness.client import Client
from tests.harness.visitor import TOKEN, Visitor
from tests.notifications.post_office import free_port

HEAD = migrations.head()
EXPANDS = """
"Add a shelf to books"
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9001", "{head}"
BREAKS_BEFORE: str | None = None


def upgrade():
    op.add_column("follow", sa.Column("shelf", sa.String(20), nullable=True))
"""
FAILS = """
"Give every follow a shelf"
from alembic import op

revision, down_revision = "9002", "9001"
BREAKS_BEFORE: str | None = None


def upgrade():
    op.execute("UPDATE follow SET shelf = 'here'")
    op.execute("UPDATE follow SET no_such_column = 1")
"""
LASTS = """
"Work through every follow"
from pathlib import Path
from alembic import op

revision, down_revision = "9002", "9001"
BREAKS_BEFORE: str | None = None
LONG = {{
    "postgresql": "SELECT pg_sleep(100)",
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
}}


def upgrade():
    op.execute("CREATE TABLE half (n INTEGER)")
    Path("{mark}").touch()
    op.execute(LONG[op.get_bind().dialect.name])
"""
CONTRACTS = """
"Take the shelf away"
from alembic import op

revision, down_revision = "9002", "9001"
BREAKS_BEFORE: str | None = "9001"


def upgrade():
    op.drop_column("follow", "since") if op.get_bind().dialect.name == "postgresql" else op.execute(
        "ALTER TABLE follow DROP COLUMN since"
    )
"""
# `db upgrade` of a newer version, as a process that can be told to stop.
UPGRADE = """
import sys
from pathlib import Path
from lpcommunity.storage import interruption, migrations, upgrades
migrations.folder = lambda: Path(sys.argv[1])
try:
    upgrades.perform(sys.argv[2], upgrades.plan_for(sys.argv[2]), stopped=False)
except (upgrades.NotUpgraded, interruption.Stopped) as why:
    sys.exit(str(why))
"""


class Installation:
    """An older version with somebody signed in, and the revisions of a newer one beside it."""

    def __init__(self, url, folder):
        self.folder = folder
        self.newer = folder / "newer"
        shutil.copytree(migrations.folder(), self.newer)
        self.port = free_port()
        self.environment = {
            **os.environ, "LPCOMMUNITY_ENV": "development", "DATABASE_URL": url, "DATA_DIR": str(folder / "data"),
            "PORT": str(self.port), "SECRET_KEY": "x" * 48, "RATE_LIMITS": "off",
        }  # fmt: skip
        migrations.upgrade(url)
        self.app = create_app({"SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": folder / "data", "SECRET_KEY": "x" * 48})
        self.app.test_client_class = Client
        with self.app.app_context():
            self.place = f"/partnerships/{make.place('Here').slug}"
            someone = make.person("Amina")
            make.belongs(someone, make.place("There"))
            visitor = Visitor(self.app, someone)
            visitor.get("/following")  # and a form token
            cookie = visitor.client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
            self.cookie = f"{cookie.key}={cookie.value}"
            db.session.remove()
            db.engine.dispose()
        self.url = url

    def revise(self, name, text, **values):
        (self.newer / "versions" / name).write_text(text.format(head=HEAD, **values).strip() + "\n")

    def run(self, *command, newer=True):
        """A command of the newer version, or of the one that serves."""
        with pytest.MonkeyPatch.context() as patch:
            if newer:
                patch.setattr(migrations, "folder", lambda: self.newer)
            return CliRunner().invoke(main, command, env=self.environment)

    @contextmanager
    def served(self):
        process = subprocess.Popen(
            [sys.executable, "-m", "lpcommunity", "serve", "--processes", "1"],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            wait_for(lambda: self.ask("/readyz")[0] == 200)
            yield process
        finally:
            process.terminate()
            process.wait(30)

    def ask(self, path, posted=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": self.cookie}
        try:
            if posted is None:
                connection.request("GET", path, headers=headers)
            else:
                headers |= {"Content-Type": "application/x-www-form-urlencoded"}
                connection.request("POST", path, body=posted, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError as error:
            return 0, str(error)
        finally:
            connection.close()

    def works(self):
        """A page is read, and something is posted and taken back."""
        status, page = self.ask(self.place)
        token = TOKEN.search(page)
        if status != 200 or token is None:
            return status
        for act in ("follow", "follow-withdrawal"):
            done, _ = self.ask(f"{self.place}/{act}", f"csrf_token={token[1]}")
            if done != 303:
                return done
        return 200


def wait_for(what, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


@pytest.fixture
def installation(bare_database, tmp_path):
    return Installation(bare_database, tmp_path)


@contextmanager
def visiting(installation, answers):
    """Somebody who reads and posts all the time, and what they get."""
    over = threading.Event()

    def visit():
        while not over.is_set():
            answers.append(installation.works())
            time.sleep(0.05)

    visitor = threading.Thread(target=visit)
    visitor.start()
    try:
        yield
    finally:
        over.set()
        visitor.join()


def test_what_expands_or_fails_or_is_broken_off_disturbs_nobody(installation):
    answers: list[int] = []
    installation.revise("9001_expands.py", EXPANDS)
    with installation.served() as old:
        with visiting(installation, answers):
            told = installation.run("db", "upgrade", "--check")
            assert (told.exit_code, "may go on serving" in told.output) == (0, True), told
            assert migrations.current(installation.url) == HEAD
            done = installation.run("db", "upgrade")
            assert done.exit_code == 0, done.output
            installation.revise("9002_fails.py", FAILS)
            failed = installation.run("db", "upgrade")
            assert failed.exit_code == 1
            assert re.search(
                r"^Error: Step 9002 \(Give every follow a shelf\) could not be done: .*no_such_column", failed.output
            )
            assert "at 9001, and the version that served it until now goes on" in failed.output
            (installation.newer / "versions/9002_fails.py").unlink()
            for signalled in (signal.SIGTERM, signal.SIGKILL):
                broken_off(installation, signalled)
        assert set(answers) == {200}, answers
        assert len(answers) > 3
        assert installation.ask("/readyz")[0] == 200
        assert old.poll() is None
    with installation.served():
        assert installation.works() == 200
    assert has_column(installation, "shelf")
    again = installation.run("db", "upgrade", newer=False)
    assert (again.exit_code, "this one still fits" in again.output) == (0, True), again


def broken_off(installation, signalled):
    """In the middle of a step that has written already."""
    mark = installation.folder / f"began-{signalled}"
    installation.revise("9002_lasts.py", LASTS, mark=mark)
    process = subprocess.Popen(
        [sys.executable, "-c", UPGRADE, str(installation.newer), installation.url], stderr=subprocess.PIPE, text=True
    )
    wait_for(mark.exists)
    time.sleep(0.3)
    process.send_signal(signalled)
    _, said = process.communicate(timeout=30)
    if signalled != signal.SIGKILL:
        assert process.returncode == 1, said
        assert "broken off before it was done" in said
        assert "at 9001, and the version that served it until now goes on" in said
    wait_for(lambda: not has_table(installation, "half"))
    assert migrations.current(installation.url) == "9001"
    (installation.newer / "versions/9002_lasts.py").unlink()


def has_table(installation, name):
    with migrations.connected(installation.url) as connection:
        return inspect(connection).has_table(name)


def has_column(installation, name):
    with migrations.connected(installation.url) as connection:
        return name in connection.exec_driver_sql("SELECT * FROM follow").keys()  # noqa: SIM118


def test_what_contracts_waits_for_the_old_version_to_be_stopped_and_then_refuses_it(installation):
    installation.revise("9001_expands.py", EXPANDS)
    installation.revise("9002_contracts.py", CONTRACTS)
    with installation.served():
        told = installation.run("db", "upgrade", "--check")
        assert (told.exit_code, "Stop web server and worker first" in told.output) == (3, True), told
        unasked = installation.run("db", "upgrade")
        assert (unasked.exit_code, "--stopped" in unasked.output) == (1, True), unasked
        assert migrations.current(installation.url) == HEAD
        assert installation.works() == 200
        # Somebody says that it is stopped, and it is not.
        assert installation.run("db", "upgrade", "--stopped").exit_code == 0
        wait_for(lambda: installation.ask(installation.place)[0] == 503)
        assert installation.ask("/readyz") == (503, "the database belongs to a newer version\n")
        assert installation.ask("/healthz")[0] == 200
    for command in (["serve"], ["worker", "--until-empty"], ["db", "upgrade"]):
        refused = installation.run(*command, newer=False)
        assert refused.exit_code == 1, refused
        assert refused.output.startswith("Error: The database belongs to a newer version"), refused
