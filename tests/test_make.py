"""What `make` does by itself on machines that are not like this one."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def machine(tmp_path):
    """A machine with what make needs, and whatever is put into its folder of programs."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "ls", "cat", "cksum", "cut", "sed", "find", "make", "touch", "mkdir", "rm", "true"):
        (programs / name).symlink_to(shutil.which(name))
    return programs


def make(machine: Path, *words: str) -> str:
    environment = {"PATH": str(machine), "HOME": str(machine.parent)}
    done = subprocess.run(
        ["make", "--no-print-directory", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _node(machine: Path) -> None:
    for name in ("node", "npm"):
        (machine / name).write_text("#!/bin/sh\necho v22.0.0\n")
        (machine / name).chmod(0o755)


def test_node_is_brought_when_the_machine_has_lost_its_own(machine, tmp_path):
    stamps = f"STAMPS={tmp_path / 'stamps'}"
    _node(machine)
    told = make(machine, "--print-data-base", "--dry-run", stamps, "help")
    (stamp,) = re.findall(r"^NODE_DONE := (\S+)", told, re.M)
    for done in (*re.findall(r"^UV_DONE := (\S+)", told, re.M), stamp):  # what it needs is older
        Path(done).parent.mkdir(exist_ok=True)
        Path(done).touch()
    assert "Bringing Node" not in make(machine, "--dry-run", stamps, stamp)
    for name in ("node", "npm"):
        (machine / name).unlink()
    told = make(machine, "--print-data-base", "--dry-run", stamps, "help")
    (stamp,) = re.findall(r"^NODE_DONE := (\S+)", told, re.M)
    assert "Bringing Node" in make(machine, "--dry-run", stamps, stamp)
    assert re.search(rf"^{re.escape(stamp)}:", told, re.M)


def test_one_version_is_named_everywhere():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    for name in ("package.json", "package-lock.json"):
        told = json.loads((ROOT / "frontend" / name).read_text(encoding="utf-8"))
        assert told["version"] == version, f"{name}: the bill of materials names it"
    assert told["packages"][""]["version"] == version


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "requirements").glob("*.txt")))
def test_what_is_installed_is_pinned_by_its_hash_and_names_no_place(name):
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    pinned = re.findall(r"^[A-Za-z0-9._\[\]-]+==\S+.*?(?=^[A-Za-z0-9]|\Z)", text, re.M | re.S)
    assert pinned
    assert [one.split()[0] for one in pinned if "--hash=sha256:" not in one] == []
    assert "://" not in text
