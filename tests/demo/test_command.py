"""`lpcommunity demo`: one command for a look, and a refusal wherever it could do harm."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from lpcommunity.app import create_app
from lpcommunity.cli import main
from lpcommunity.demo import folder_mark, supervisor
from lpcommunity.demo.production_check import refuse_demonstration
from lpcommunity.people.models import Person
from lpcommunity.storage import db, migrations, now, session
from tests.demo.conftest import PASSWORD
from tests.harness import connections

REAL = {
    "LPCOMMUNITY_ENV": "production",
    "PUBLIC_URL": "https://community.example.org",
    "MAIL_URL": "smtp://127.0.0.1:1",
    "SECRET_KEY": "x" * 40,
}


def test_production_does_not_serve_a_demonstrations_database(house):
    for word in ("serve", "worker"):
        result = house.command(word, **REAL)
        assert result.exit_code == 1
        assert "This database holds the demonstration" in result.output


def test_production_does_not_start_in_demo_mode(house):
    assert "DEMO_PASSWORD is set" in house.command("serve", **REAL, DEMO_PASSWORD=PASSWORD).output
    app = house.app(ENV_NAME="production", DEMO=True)
    assert "Demo mode is on" in (refuse_demonstration(app) or "")


def test_production_serves_an_empty_database(database):
    assert refuse_demonstration(database.make_app(ENV_NAME="production")) is None


def test_it_runs_as_a_demonstration_only(house):
    result = house.command("demo", "--only-load", LPCOMMUNITY_ENV="development")
    assert result.exit_code == 1
    assert "it must be demo" in result.output


def test_a_second_time_it_keeps_what_is_there(house):
    before = house.app().test_client().get("/partnerships/hull").status_code
    result = house.command("demo", "--only-load")
    assert (result.exit_code, result.output) == (0, "")
    assert house.app().test_client().get("/partnerships/hull").status_code == before


def test_its_lists_are_planned_knowing_its_rows(house):
    with house.app().app_context():
        assert session().scalar(text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'entry'"))


def test_a_port_that_is_taken_is_said_plainly(house):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not supervisor.port_is_free("127.0.0.1", port)
        result = house.command("demo", PORT=str(port))
    assert result.exit_code == 1
    assert f"Port {port} is taken" in result.output
    assert supervisor.port_is_free("127.0.0.1", port)


def _children_of(pid):
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
def test_it_serves_until_it_is_told_to_stop_and_takes_its_children_along(house):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PUBLIC_URL"},
        "LPCOMMUNITY_ENV": "demo",
        "DATA_DIR": str(house.data_dir),
        "DATABASE_URL": house.url,
        "PORT": str(port),
        "DEMO_PASSWORD": PASSWORD,
    }
    demo = subprocess.Popen(
        [sys.executable, "-u", "-m", "lpcommunity", "demo"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        said = ""
        while "Ctrl-C stops it" not in said:
            line = demo.stdout.readline()
            assert line, said
            said += line
        assert f"lpcommunity is at http://127.0.0.1:{port}" in said
        assert "hull-lead@demo.example" in said
        assert PASSWORD in said
        children = _children_of(demo.pid)
        assert len(children) == 2
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/mailbox.json", timeout=10) as answer:
            assert isinstance(json.load(answer), list)
        demo.send_signal(signal.SIGTERM)
        rest, _ = demo.communicate(timeout=30)
        assert demo.returncode == 0, rest
        assert "Stopped." in rest
        for child in children:
            with pytest.raises(ProcessLookupError):
                os.kill(child, 0)
    finally:
        if demo.poll() is None:
            demo.kill()
            demo.wait()


def test_if_one_part_ends_the_other_is_stopped_and_it_says_so(monkeypatch):
    monkeypatch.setattr(supervisor, "PARTS", {"worker": ("no-such-command",)})
    begun = time.monotonic()
    with pytest.raises(supervisor.Stopped, match="The worker has ended by itself"):
        supervisor.run("127.0.0.1", 9, partial(main, prog_name="lpcommunity"), lambda: None)
    assert time.monotonic() - begun < 20


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
def test_killed_without_a_word_it_takes_its_children_along(house):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"LPCOMMUNITY_ENV": "demo", "DATA_DIR": str(house.data_dir), "DATABASE_URL": house.url}
    demo = subprocess.Popen(
        [sys.executable, "-u", "-m", "lpcommunity", "demo"],
        env={**os.environ, **settings, "PORT": str(port)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        while line := demo.stdout.readline():
            if "Ctrl-C stops it" in line:
                break
        children = _children_of(demo.pid)
        family = children + [grandchild for child in children for grandchild in _children_of(child)]
        assert len(family) == 3
    finally:
        demo.kill()
        demo.wait()
    until = time.monotonic() + 30
    while any(_lives(one) for one in family) and time.monotonic() < until:
        time.sleep(0.1)
    demo.stdout.close()
    assert [one for one in family if _lives(one)] == []


def _lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_shell_with_a_real_services_settings_harms_nobody(tmp_path):
    real = {"DATA_DIR": str(tmp_path), "SECRET_KEY": "x" * 40}
    cli = CliRunner()
    assert cli.invoke(main, ["db", "upgrade"], env={**real, "LPCOMMUNITY_ENV": "development"}).exit_code == 0
    with create_app({"DATA_DIR": tmp_path, "SQLALCHEMY_DATABASE_URI": _database_in(tmp_path)}).app_context():
        session().add(Person(email="amina@example.org", name="Amina", sort_name="amina", created_at=now()))
        session().commit()
        db.engine.dispose()
    migrations.downgrade(_database_in(tmp_path), "-1")  # as an older version left it
    before = migrations.current(_database_in(tmp_path))
    for words in (["demo", "--only-load"], ["demo", "--only-load", "--reset"]):
        with connections.closed_afterwards():
            refused = cli.invoke(main, words, env={**real, "LPCOMMUNITY_ENV": "demo"})
        assert refused.exit_code == 1
        assert "This database holds a real programme, and was left as it is." in refused.output
    assert migrations.current(_database_in(tmp_path)) == before
    assert not folder_mark.is_marked(tmp_path)


def _database_in(folder):
    return f"sqlite:///{folder / 'lpcommunity.sqlite3'}"


def test_begun_afresh_it_is_as_on_the_first_day(house, tmp_path):
    left_over = house.data_dir / "files" / "ab" / ("ab" * 32)
    left_over.parent.mkdir(exist_ok=True)
    left_over.write_text("x", encoding="utf-8")
    result = house.command("demo", "--only-load", "--reset", DEMO_PASSWORD=PASSWORD)
    assert result.exit_code == 0, result.output
    assert not left_over.exists()
    assert house.app().test_client().get("/sign-in").status_code == 200
