"""What a backup says of itself is not believed: whatever is no manifest is refused, and never breaks who reads it."""

import json
from datetime import UTC, datetime

import pytest

from lpcommunity.storage import manifest
from lpcommunity.storage.manifest import BadManifest, Manifest, OtherFormat, TableCount

NIGHT = datetime(2026, 11, 22, 3, 15, 7, 250, tzinfo=UTC)
GOOD = Manifest(NIGHT, NIGHT, "1.0", "0016", {"person": TableCount(2, "a" * 64)}, {"b" * 64: 7}, lacking=("c" * 64,))


def _with(**changes):
    said = {**json.loads(GOOD.to_json()), **changes}
    return json.dumps({key: value for key, value in said.items() if value != "left out"}).encode()


def test_what_is_written_is_what_is_read():
    assert manifest.read(GOOD.to_json().encode()) == GOOD
    assert GOOD.rows == 2
    assert manifest.read(_with(lacking="left out")).lacking == (), "an earlier version did not look"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no JSON",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b"null",
        b"7",
        b"{}",
        *(_with(**{key: "left out"}) for key in ("version", "revision", "tables", "files", "made_at")),
        _with(version=1),
        _with(version="1.0\nall is well"),
        _with(version="\x1b[31m"),
        _with(up_to="0001-01-01T00:00:00+23:59"),
        _with(revision=16),
        _with(made_at=7),
        _with(made_at="yesterday"),
        _with(up_to="2026-11-22T03:15:07"),
        _with(up_to=None),
        _with(tables=[]),
        _with(tables={"person": 2}),
        _with(tables={"person": {"rows": "2", "sha256": "a" * 64}}),
        _with(tables={"person": {"rows": -1, "sha256": "a" * 64}}),
        _with(tables={"person": {"rows": True, "sha256": "a" * 64}}),
        _with(tables={"person": {"rows": 2}}),
        _with(tables={"person": {"rows": 2, "sha256": "short"}}),
        _with(tables={"../person": {"rows": 2, "sha256": "a" * 64}}),
        _with(files=["b" * 64]),
        _with(files={"../x": 7}),
        _with(files={"b" * 64: "7"}),
        _with(lacking="c" * 64),
        _with(lacking=["c" * 64, "../x"]),
        _with(lacking=[7]),
    ],
)
def test_what_is_none_is_refused(content):
    with pytest.raises(BadManifest):
        manifest.read(content)


@pytest.mark.parametrize("other", [2, "1", None, "left out"])
def test_another_format_is_that_of_another_version(other):
    with pytest.raises(OtherFormat, match=r"1\.0"):
        manifest.read(_with(format=other))
