"""A file is read in one sitting."""

from pathlib import Path

import pytest

import lpcommunity

PACKAGE = Path(lpcommunity.__file__).parent
LONGEST = 300


def _files(*endings: str) -> list[str]:
    return sorted(str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*") if path.suffix in endings)


@pytest.mark.parametrize("name", _files(".py"))
def test_no_module_is_longer_than_one_sitting(name):
    lines = len((PACKAGE / name).read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{name} has {lines} lines: split it by noun"


def test_no_drawer_for_odds_and_ends():
    drawers = {"common", "utils", "helpers", "misc"}
    assert [name for name in _files(".py") if drawers & set(Path(name).with_suffix("").parts)] == []
