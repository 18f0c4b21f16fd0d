"""What is installed elsewhere works as it does here: the wheel carries all that is needed at run time."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True, timeout=60)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        return set(packed.namelist())


def test_the_settings_come_along(names):
    assert "config.py" in names


def test_every_migration_comes_along(names):
    migrations = ROOT / "migrations"
    files = {path.relative_to(ROOT) for path in [*migrations.glob("*.*"), *migrations.glob("versions/*.py")]}
    assert {f"lpcommunity/{path}" for path in files} <= names


def test_every_template_and_built_file_comes_along(names):
    wanted = {".html", ".svg", ".txt", ".xml", ".yaml", ".css", ".js", ".woff2", ".json"}
    files = {path.relative_to(ROOT) for path in (ROOT / "lpcommunity").rglob("*.*") if path.suffix in wanted}
    assert {str(path) for path in files} <= names
    assert "lpcommunity/web/static/manifest.json" in names


def test_nothing_else_comes_along(names):
    assert {name.split("/")[0].split("-")[0] for name in names} == {"lpcommunity", "config.py"}
