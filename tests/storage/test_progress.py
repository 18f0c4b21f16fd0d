"""How far it is: one line that renews itself on a terminal, lines now and then elsewhere, nothing of what is short."""

import os
import pty
import sys
import time

import pytest

from lpcommunity.storage import progress


@pytest.fixture
def clock(monkeypatch):
    """A clock that goes on by as many seconds as a test says."""
    at = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: at[0])
    monkeypatch.setattr(progress, "PATIENCE", 2.0)
    return at


def test_what_is_over_soon_says_nothing(clock, capsys):
    with progress.shown() as tell:
        for number in range(19):
            clock[0] += 0.1
            tell("Writing rows", number, 19)
    assert capsys.readouterr() == ("", "")


def test_a_journal_gets_a_line_now_and_then(clock, capsys):
    with progress.shown() as tell:
        for number in range(0, 25_000, 1000):
            clock[0] += 1
            tell("Writing rows", number, 25_000)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [f"Writing rows: {n},000 of 25,000" for n in (1, 11, 21)]


def test_a_terminal_gets_one_line_that_renews_itself(clock, monkeypatch):
    master, slave = pty.openpty()
    with os.fdopen(slave, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with progress.shown() as tell:
            tell("Reading the backup, bytes", 1, 1)  # it was quick
            clock[0] += 3
            for number in range(5):
                clock[0] += 1
                tell("Writing rows", number * 1000, 3000)
            clock[0] += 1
            tell("Writing files", 1, 2)
        said = ""
        while said.count("\n") < 2:
            said += os.read(master, 4096).decode()
    os.close(master)
    first, second, rest = said.split("\n")
    assert rest == ""
    assert "Writing rows" in first
    assert "Reading" not in said
    assert "4000/4000" in first, "more than was foreseen is no more than all of it"
    assert "1/2" in second
    assert first.count("\r") > 3
