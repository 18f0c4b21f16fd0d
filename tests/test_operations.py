"""From nothing to a served production, as docs/operations.md tells it, with real processes and a real mail server."""

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from email.message import EmailMessage

import pytest
from click.testing import CliRunner

from lpcommunity.cli import main
from tests.notifications.post_office import CERTIFICATE, PostOffice, free_port, open_office


@pytest.fixture
def settings(bare_database, tmp_path):
    """The settings file of the page."""
    port = free_port()
    (tmp_path / "data").mkdir(mode=0o700)
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("LPCOMMUNITY")},
        "LPCOMMUNITY_ENV": "production",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "SECRET_KEY": "x" * 48,
        "DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": bare_database,
        "MAIL_URL": "smtp://127.0.0.1:1",
        "MAIL_FROM": "lpcommunity <community@example.org>",
        "METRICS_PORT": str(free_port()),
    }


def command(settings, *words):
    return [sys.executable, "-m", "lpcommunity", *words]


def run(settings, *words):
    return subprocess.run(
        command(settings, *words), check=False, env=settings, capture_output=True, text=True, timeout=120
    )


@contextlib.contextmanager
def running(settings, *words):
    process = subprocess.Popen(command(settings, *words), env=settings, stderr=subprocess.DEVNULL)
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.wait()


def get(settings, path) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", int(settings["PORT"]), timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def figures(settings) -> dict[str, float]:
    """What Prometheus reads."""
    status, told = get({"PORT": settings["METRICS_PORT"]}, "/metrics")
    assert status == 200
    lines = [line.rpartition(" ") for line in told.splitlines() if not line.startswith("#")]
    return {name: float(figure) for name, _, figure in lines}


def wait_for(what, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if found := what():
                return found
        time.sleep(0.1)
    raise AssertionError("waited in vain")


def test_from_nothing_to_served(settings):
    office = PostOffice()
    with open_office(office, tls=True) as mail_port:
        settings["MAIL_URL"] = f"smtp+starttls://post:p%40ss%3Aword@localhost:{mail_port}?ca={CERTIFICATE}"
        too_early = run(settings, "serve")
        assert (too_early.returncode, "lpcommunity db upgrade" in too_early.stderr) == (1, True)
        upgraded = run(settings, "db", "upgrade")
        assert upgraded.returncode == 0, upgraded.stderr
        assert "password" not in upgraded.stdout
        assert run(settings, "db", "upgrade").returncode == 0
        invited = run(settings, "invite", "first@example.org", "--role", "programme-team")
        assert invited.returncode == 0, invited.stderr
        with running(settings, "serve", "--processes", "2"), running(settings, "worker"):
            wait_for(lambda: get(settings, "/readyz")[0] == 200)
            letter: EmailMessage = wait_for(lambda: office.letters and office.letters[0])
            assert letter["To"] == "first@example.org"
            body = letter.get_body(("plain",))
            assert body is not None
            link = re.search(rf"http://127.0.0.1:{settings['PORT']}(/invitations/\S+)", body.get_content())
            assert link is not None
            status, page = get(settings, link[1])
            assert (status, "first@example.org" in page) == (200, True)
            assert get(settings, "/mailbox")[0] == 303
            told = wait_for(lambda: figures(settings))
            assert told['lpcommunity_requests_total{method="GET",route="/mailbox",status="303"}'] == 1
            invitation = 'method="GET",route="/invitations/<token>",status="200"'
            assert told[f"lpcommunity_requests_total{{{invitation}}}"] == 1
            assert told["lpcommunity_database_up"] == 1
            assert told["lpcommunity_mails_waiting"] == 0
            second = run({**settings, "PORT": str(free_port())}, "serve")
            assert (second.returncode, "METRICS_PORT" in second.stderr) == (1, True)
        with pytest.raises(OSError, match="refused"):  # it ends with the service
            figures(settings)
        shown = run(settings, "outbox")
        assert shown.stdout.startswith("0 due, 0 running, 0 later, 0 nobody, 0 dead"), shown.stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("PUBLIC_URL", "http://community.example.org"),
        ("MAIL_URL", "mail.example.org"),
        ("DEMO_PASSWORD", "open sesame"),
        ("LPCOMMUNITY_ENV", "prodution"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_said_in_a_sentence(tmp_path, name, value):
    good = {
        "LPCOMMUNITY_ENV": "production",
        "PUBLIC_URL": "https://community.example.org",
        "SECRET_KEY": "x" * 48,
        "MAIL_URL": "smtp://127.0.0.1",
        "DATA_DIR": str(tmp_path),
    }
    refused = CliRunner().invoke(main, ["routes"], env={**good, name: value})
    assert refused.exit_code == 2
    assert name in refused.output
    assert CliRunner().invoke(main, ["routes"], env=good).exit_code == 0


def test_the_routes_say_who_may_use_them(tmp_path):
    listed = CliRunner().invoke(main, ["routes", "--json"], env={"LPCOMMUNITY_ENV": "test", "DATA_DIR": str(tmp_path)})
    routes = json.loads(listed.output)
    assert {"method": "POST", "path": "/unsubscribe/<token:token>", "access": "token"} in routes
    assert all(route["access"] for route in routes)
