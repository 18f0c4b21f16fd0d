"""The tests leave nothing behind, however they end: no process, no folder, no user."""

import os
import pwd
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from lpcommunity.storage import migrations
from tests.harness import forked, keeper
from tests.notifications.post_office import free_port

ROOT = Path(__file__).parents[1]
HOLDER = """
import subprocess, sys, time
from pathlib import Path
from lpcommunity.storage import migrations
from tests.harness import forked, keeper
from tests.notifications.post_office import free_port
folder = Path(sys.argv[1])
held = keeper.hold(folder / "held")
told = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
words = keeper.words(folder / "held", sys.executable, "-c", told, remove=folder)
kept = subprocess.Popen(words, start_new_session=True)
time.sleep(60)
"""

FORKER = """
import os, sys, time
from pathlib import Path
from tests.harness import forked
environment = {name: value for name, value in os.environ.items() if name != "LPCOMMUNITY_TEST_RUN"}
begun = forked.begin(("serve",), environment, Path(sys.argv[1]))
print(begun.pid, flush=True)
time.sleep(60)
"""


def wait_for(what, seconds=20):
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_what_the_tests_started_ends_with_them_however_they_end(tmp_path, number):
    folder = tmp_path / "made for the run"
    folder.mkdir()
    words = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as tests:
        kept = int(tests.stdout.readline())
        assert lives(kept)
        assert folder.is_dir()
        tests.send_signal(number)
        tests.wait(10)
    wait_for(lambda: not lives(kept))
    wait_for(lambda: not folder.exists())


def test_what_was_forked_off_ends_with_the_tests_though_they_are_killed(tmp_path, bare_database):
    migrations.upgrade(bare_database)
    own = {"DATABASE_URL": bare_database, "DATA_DIR": str(tmp_path), "PORT": str(free_port())}
    words = [sys.executable, "-c", FORKER, str(tmp_path / "said")]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, **own}) as tests:
        begun = int(tests.stdout.readline())
        wait_for(lambda: answers(int(own["PORT"])))
        assert lives(begun)
        tests.kill()
        tests.wait(10)
    wait_for(lambda: not lives(begun))


def test_what_was_forked_off_says_how_it_ended_and_what_it_said(tmp_path):
    said = tmp_path / "said"
    begun = forked.begin(("no-such-command",), {"LPCOMMUNITY_ENV": "test"}, said)
    assert begun.wait(20) == 2
    assert "No such command" in said.read_text()


def test_it_ends_as_its_command_does(tmp_path):
    held = keeper.hold(tmp_path / "held")
    words = keeper.words(tmp_path / "held", sys.executable, "-c", "import sys; sys.exit(3)")
    assert subprocess.run(words, check=False, timeout=20).returncode == 3
    os.close(held)


def test_all_that_a_run_leaves_lies_in_its_own_folder(tmp_path):
    run = Path(os.environ[keeper.RUN]).parent
    assert Path(tempfile.gettempdir()) == run
    assert tmp_path.is_relative_to(run)
    assert run.name.startswith("lpc-")


def test_the_database_runs_as_nobody_new(postgres_server):
    (place,) = Path(tempfile.gettempdir()).glob("pg-*-*[!k]")
    me = pwd.getpwuid(os.geteuid()).pw_name
    assert pwd.getpwuid((place / "data").stat().st_uid).pw_name == ("nobody" if me == "root" else me)
