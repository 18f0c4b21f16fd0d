"""`lpcommunity doctor`: a line for each part, the worst as its exit status, and never a traceback."""

import json
import shutil
from functools import partial

import pytest

from lpcommunity.doctor import cli
from lpcommunity.doctor.findings import Check, State, examine, look, well, worst, wrong
from lpcommunity.storage import migrations
from tests.notifications.post_office import free_port

WELL, LOOK, WRONG = well("disk", "Room."), look("backup", "Late.", "Make one."), wrong("e-mail", "Shut.", "Open it.")


def test_the_whole_is_as_its_worst_part():
    assert worst([]) is State.WELL
    assert worst([WELL, LOOK]) is State.LOOK
    assert worst([WRONG, LOOK, WELL]) is State.WRONG


def test_one_that_fails_ends_no_other(app):
    def falls_ill(_app):
        raise RuntimeError("amina@example.org")

    found = list(examine(app, [Check("disk", falls_ill), Check("e-mail", lambda _app: iter([WRONG]))]))
    assert found[0].says.startswith("This could not be looked at: RuntimeError at ")
    assert "amina" not in found[0].says
    assert found[1] == WRONG


def test_without_the_database_what_asks_it_is_left_out(app):
    checks = [
        Check("database", lambda _app: iter([wrong("database", "Away.", "Start it.")])),
        Check("queue", lambda _app: iter([WRONG]), asks_database=True),
        Check("disk", lambda _app: iter([WELL])),
    ]
    assert [one.part for one in examine(app, checks)] == ["database", "disk"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("revision", ["0022", None])
def test_tables_of_an_older_version_are_said_once_and_every_other_line_is_right(runner, bare_database, revision):
    if revision:
        migrations.upgrade(bare_database, revision)
    done = runner("doctor", "--json", DATABASE_URL=bare_database)
    told = json.loads(done.output)["findings"]
    assert not [one for one in told if "could not be looked at" in one["says"]], told
    first, last = [one for one in told if one["part"] == "tables"]
    assert (first["state"], last["state"]) == ("wrong", "look")
    assert last["says"].startswith("Not looked at, since it needs other tables: ")
    left_out = set(last["says"].partition(": ")[2].rstrip(".").split(", "))
    there = {one["part"]: one["state"] for one in told}
    assert not left_out & set(there)
    if revision:
        assert left_out == {"queue", "due", "search", "documents"}
        assert there["files"] == there["proxies"] == "well"


def _just(found, _app):
    return iter([found])


@pytest.fixture
def sick(monkeypatch):
    """What the doctor finds in this test."""

    def finding(*found):
        monkeypatch.setattr(cli, "CHECKS", tuple(Check(one.part, partial(_just, one)) for one in found))

    return finding


@pytest.mark.parametrize(
    ("found", "status", "summary"),
    [
        ([WELL], 0, "all is well."),
        ([WELL, LOOK], 1, "1 thing to look at."),
        ([WELL, LOOK, WRONG, WRONG], 2, "2 things are wrong, 1 thing to look at."),
    ],
)
def test_it_says_how_it_is_in_a_line_and_by_its_exit_status(sick, runner, found, status, summary):
    sick(*found)
    done = runner("doctor")
    assert done.exit_code == status
    assert done.output.splitlines()[0].endswith(summary)
    assert "\nwell   settings  They can be meant." in done.output
    assert status < 2 or "\nWRONG  e-mail    Shut.\n                 To do: Open it.\n" in done.output


def test_programs_read_the_same(sick, runner):
    sick(WELL, LOOK)
    done = runner("doctor", "--json")
    told = json.loads(done.output)
    assert (done.exit_code, told["state"]) == (1, "look")
    assert told["findings"][-1] == {"part": "backup", "state": "look", "says": "Late.", "do": "Make one."}


def test_settings_that_cannot_be_meant_are_a_finding(runner):
    done = runner("doctor", PORT="abc", MAIL_FROM="nobody")
    assert done.exit_code == 2
    assert "1 thing is wrong." in done.output
    assert "WRONG  settings  2 settings must be mended first:\n" in done.output
    assert "PORT is “abc”" in done.output


def test_every_part_is_looked_at_and_a_well_service_is_well(runner, demo_world, tmp_path):
    """On a copy of the demonstration that nobody serves: that, and nothing else, is wrong."""
    folder = shutil.copytree(demo_world, tmp_path / "demo")
    folder.chmod(0o700)
    rows = f"sqlite:///{folder / 'lpcommunity.sqlite3'}"
    settings = {"DATABASE_URL": rows, "DATA_DIR": str(folder), "PORT": str(free_port())}
    assert runner("worker", "--until-empty", **settings).exit_code == 0  # it may have been loaded minutes ago
    done = runner("doctor", "--json", **settings)
    told = {one["part"]: one["state"] for one in json.loads(done.output)["findings"]}
    assert told.pop("web server") == "wrong"
    assert set(told) == {
        "settings", "database", "tables", "clock", "search", "worker", "queue", "due", "e-mail",
        "data folder", "files", "documents", "disk", "backup", "proxies",
    }  # fmt: skip
    assert set(told.values()) <= {"well", "look"}  # the machine of the tests may have little room
    assert told["tables"] == told["files"] == told["queue"] == "well"
