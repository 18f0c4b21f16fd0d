"""What is committed names no place on the net that software is fetched from."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted(
    [*ROOT.glob("requirements/*"), *ROOT.glob("*/package-lock.json"), *ROOT.glob("tests/*/package-lock.json")]
)
ADDRESS = re.compile(r"https?://\S+|--(?:extra-)?index-url|--find-links|--trusted-host|\"resolved\"")


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_lock_files_hold_names_versions_and_hashes_only(path):
    assert ADDRESS.findall(path.read_text(encoding="utf-8")) == []


def test_every_requirement_is_pinned_by_hash():
    for path in ROOT.glob("requirements/*.txt"):
        blocks = re.split(r"\n(?=[a-zA-Z])", path.read_text(encoding="utf-8"))
        loose = [block.split("\n")[0] for block in blocks if "--hash=sha256:" not in block]
        assert loose == [], f"{path.name}: make lock"


def test_lock_files_follow_what_was_asked_for():
    """A name asked for and not pinned means that somebody forgot `make lock`."""
    name = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", re.MULTILINE)
    for path in ROOT.glob("requirements/*.in"):
        asked = {word.lower() for word in name.findall(path.read_text(encoding="utf-8"))}
        pinned = {word.lower() for word in name.findall(path.with_suffix(".txt").read_text(encoding="utf-8"))}
        assert asked <= pinned, f"{path.name}: make lock"
