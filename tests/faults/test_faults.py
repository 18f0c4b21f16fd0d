"""`make faults` tells the truth: a row holds when its fault happened and nothing is lost, and fails otherwise."""

import tempfile
import time
from pathlib import Path

import pytest

import faults.__main__ as suite
from faults import houses, tables
from faults.findings import ROWS, Finding, NotHere, Row
from faults.houses import House
from faults.rows import forms

NAMED = {one.name: one for one in ROWS}
MINUTES = 0.1


def test_rows_hold_and_fail_when_their_fault_is_prevented(monkeypatch):
    monkeypatch.setattr(houses, "kill", lambda pid: None)
    cut = Row("nothing-cut", "", "", _without_a_cut(monkeypatch), ("sqlite",), 60)
    results = suite.tried([NAMED["no-network"], NAMED["web-killed"], cut], ["sqlite"], quick=True)
    assert [one.why for one in results] == [(), ("the fault did not happen",), ("the fault did not happen",)], results
    assert not list(Path(tempfile.gettempdir()).glob("lpf-*"))
    assert "**FAILS**: the fault did not happen" in tables.written(results, MINUTES)


def _without_a_cut(monkeypatch):
    def do(house: House) -> Finding:
        monkeypatch.setattr(forms, "_cut_off", lambda *_words, **_whole: False)
        return NAMED["no-network"].do(house)

    return do


@pytest.mark.parametrize(
    ("finding", "why"),
    [
        (Finding("", happened=True, acknowledged=1, found=1), []),
        (Finding("", happened=False, acknowledged=1), ["the fault did not happen"]),
        (Finding("", happened=True), ["nothing was acknowledged"]),
        (Finding("", happened=True, acknowledged=1, lost=1, doubled=2, half=3), ["1 lost", "2 doubled", "3 half"]),
        (Finding("", happened=True, acknowledged=1, complaints=["slow"]), ["slow"]),
    ],
)
def test_a_finding_says_why_it_fails(finding, why):
    assert finding.failures == why


def test_a_row_that_takes_too_long_breaks_or_cannot_be_tried_is_told_apart(monkeypatch):
    def cannot(_house):
        raise NotHere("no small disk here")

    def breaks(_house):
        raise RuntimeError("no such thing")

    def sleeps(_house):
        time.sleep(30)

    house = House("sqlite", "", Path(), Path(), quick=True)
    results = [suite._try(Row("a", "", "", do, ("sqlite",), 1), house) for do in (cannot, breaks, sleeps)]
    assert [(one.failed, one.untried) for one in results] == [
        (False, "no small disk here"), (True, ""), (True, ""),
    ]  # fmt: skip
    assert results[2].why == ("not done after 1 s",)


def test_every_row_of_the_promises_is_there():
    assert {
        "web-killed", "parent-killed", "worker-killed", "database-stopped", "database-held", "disk-full",
        "database-disk-full", "mail-down", "mail-slow", "mail-4xx", "mail-5xx", "mail-hangs", "backup", "double-click",
        "three-tabs", "two-devices", "no-network", "back-again", "session-ends", "right-ends", "clock-back",
        "clock-forward", "documents",
    } == set(NAMED)  # fmt: skip
