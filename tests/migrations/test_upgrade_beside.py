"""A newer version brings the database on while an older one serves it: real processes, on both databases."""

import re
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import inspect

from lpcommunity.storage import migrations
from tests.harness.installation import HEAD, Installation, wait_for

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


@pytest.fixture
def installation(bare_database, tmp_path):
    return Installation(bare_database, tmp_path)


def test_what_expands_or_fails_or_is_broken_off_disturbs_nobody(installation):
    installation.revise("9001_expands.py", EXPANDS)
    with installation.served() as old:
        with installation.visited() as answers:
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
