"""Somebody is told what failed, through the mail server of the settings."""

import os
import shutil
import subprocess

import pytest

from tests.deploy.files import DEPLOY
from tests.notifications.post_office import CERTIFICATE, PostOffice, open_office

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl: there is none here")


SAID = ["Error: METRICS_PORT is “many”.", *(f"line {number}" for number in range(40)), "x" * 3000]


@pytest.fixture
def alarm(tmp_path):
    """Call it, on a machine whose journal holds what is hard to send."""
    (tmp_path / "said").write_text("\n".join(SAID), encoding="utf-8")
    journal = tmp_path / "journalctl"
    journal.write_text(f'#!/bin/sh\n[ "$2" = lpcommunity-doctor ] && cat {tmp_path}/said\n')
    journal.chmod(0o755)
    return lambda **settings: _alarm(f"{tmp_path}:{os.environ['PATH']}", **settings)


def _alarm(path: str, unit: str = "lpcommunity-doctor", **settings: str) -> "subprocess.CompletedProcess[str]":
    given = {
        "PATH": path,
        "MAIL_FROM": "lpcommunity <community@example.org>",
        "PUBLIC_URL": "https://community.example.org",
        **settings,
    }
    words = ["sh", str(DEPLOY / "lpcommunity-alarm"), unit]
    return subprocess.run(words, env=given, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("tls", [True, False])
def test_a_letter_says_which_unit_failed_and_what_it_said(alarm, tls):
    office = PostOffice()
    with open_office(office, tls=tls) as port:
        address = (
            f"smtp+starttls://post:p%40ss%3Aword@localhost:{port}?ca={CERTIFICATE}"
            if tls
            else f"smtp://127.0.0.1:{port}"
        )
        done = alarm(MAIL_URL=address, ALARM_TO="operator@example.org")
    assert done.returncode == 0, done.stderr
    (letter,) = office.letters
    assert letter["To"] == "operator@example.org"
    assert letter["Subject"].endswith("lpcommunity-doctor failed")
    assert "systemctl status lpcommunity-doctor" in letter.get_content()
    assert "METRICS_PORT is “many”" in letter.get_content()
    assert letter.get_content().count("x") >= 3000
    assert office.envelopes == [("community@example.org", ["operator@example.org"], tls)]
    assert "p%40ss" not in letter.as_string()


def test_what_is_no_name_of_a_unit_puts_nothing_into_a_letter():
    office = PostOffice()
    with open_office(office) as port:
        settings = {"MAIL_URL": f"smtp://127.0.0.1:{port}", "ALARM_TO": "operator@example.org"}
        refused = _alarm(os.environ["PATH"], "a\\nBcc: someone@example.org", **settings)
    assert (refused.returncode, refused.stderr.strip()) == (2, "That is no name of a unit.")
    assert office.letters == []


def test_a_letter_that_does_not_go_is_a_failure_in_a_sentence(alarm):
    nobody = alarm(MAIL_URL="smtp://127.0.0.1:1")
    assert (nobody.returncode, nobody.stderr) == (
        1,
        "Nobody is told that lpcommunity-doctor failed: ALARM_TO is not set.\n",
    )
    away = alarm(MAIL_URL="smtp://127.0.0.1:1", ALARM_TO="operator@example.org")
    assert away.returncode != 0
    assert "onnect" in away.stderr
