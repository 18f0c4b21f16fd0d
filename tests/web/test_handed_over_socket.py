"""The listening socket that systemd holds, and hands to each version in turn."""

import os
import socket
import subprocess
import sys
from contextlib import ExitStack
from functools import partial

import pytest

from lpcommunity.storage import service_manager
from lpcommunity.web import listener
from tests.harness.installation import Installation, wait_for

# The module alone: it needs nothing of the rest, which takes a while to import.
TAKE = f"""
import importlib.util, os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= dict(LISTEN_PID=sys.argv[2] or str(os.getpid()), LISTEN_FDS=sys.argv[3], LISTEN_FDNAMES="web")
spec = importlib.util.spec_from_file_location("listener", {listener.__file__!r})
listener = importlib.util.module_from_spec(spec)
spec.loader.exec_module(listener)
try:
    found = listener.handed_over()
except listener.NoListener as why:
    sys.exit(str(why))
print(found and found.getsockname(), [name for name in os.environ if name.startswith("LISTEN_")])
"""


def take(given, pid="", count="1"):
    """What a process makes of this socket."""
    words = [sys.executable, "-c", TAKE, str(given.fileno()), pid, count]
    done = subprocess.run(words, pass_fds=(given.fileno(),), capture_output=True, text=True, check=False, timeout=60)
    return done.stdout.strip() or done.stderr.strip()


@pytest.fixture
def held():
    with socket.create_server(("127.0.0.1", 0)) as one:
        yield one


def test_one_that_listens_is_taken_and_what_was_told_is_not_passed_on(held):
    assert take(held) == f"{held.getsockname()} []"
    assert held.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY), (
        "as where we listen ourselves: it is the same socket"
    )


def test_what_is_for_another_process_is_left_alone(held):
    assert take(held, pid="1") == "None []"
    assert take(held, count="0") == "None []"


def test_what_cannot_be_served_at_is_refused_in_a_sentence(held, tmp_path):
    assert take(held, count="2").startswith("systemd handed over 2 sockets.")
    assert take(held, count="many").startswith("systemd handed over many sockets.")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wrong:
        wrong.bind(("127.0.0.1", 0))
        assert "no listening TCP socket" in take(wrong)
    with socket.socket() as deaf, (tmp_path / "file").open("w") as file:
        deaf.bind(("127.0.0.1", 0))
        assert "no listening TCP socket" in take(deaf)
        assert "no listening TCP socket" in take(file)


def test_nothing_is_taken_where_nothing_was_handed_over(monkeypatch):
    for name in listener.HANDED_OVER:
        monkeypatch.delenv(name, raising=False)
    assert listener.handed_over() is None


def test_a_restart_is_not_felt_and_systemd_is_told_when_it_serves(tmp_path, held):
    """The port of the settings is not listened at, and no connection is refused or lost while nobody serves."""
    installation = Installation(f"sqlite:///{tmp_path / 'lpcommunity.sqlite3'}", tmp_path)
    unused, installation.port = installation.port, held.getsockname()[1]
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.bind(str(tmp_path / "notify"))
    manager.settimeout(30)
    settings = {"NOTIFY_SOCKET": str(tmp_path / "notify")}
    with manager, ExitStack() as visit:
        answers = visit.enter_context(installation.visited())
        for last in (False, True):
            with installation.served(held, **settings):
                assert manager.recv(100) == b"READY=1"
                wait_for(partial(_more_than, answers, len(answers) + 3))
                with pytest.raises(OSError, match="refused"):
                    socket.create_connection(("127.0.0.1", unused))
                if last:
                    visit.close()
    assert set(answers) == {200}, answers
    assert "serving-at-socket-of-systemd" in (tmp_path / "serve.log").read_text(encoding="utf-8")


def _more_than(answers, number):
    return len(answers) > number


def test_a_manager_that_is_gone_is_no_reason_to_stop(monkeypatch, tmp_path):
    for address in (str(tmp_path / "gone"), "@gone-too"):
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        service_manager.ready()
        assert "NOTIFY_SOCKET" not in os.environ
    service_manager.ready()
