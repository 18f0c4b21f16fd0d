"""What is installed elsewhere works as it does here: the wheel carries all that is needed at run time."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lpcommunity.web import assets

ROOT = Path(__file__).parents[2]
BUILD = [sys.executable, "-m", "hatchling", "build", "--target"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([*BUILD, "wheel", "--directory", str(folder)], cwd=ROOT, check=True, capture_output=True, timeout=60)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def names(wheel) -> set[str]:
    with zipfile.ZipFile(wheel) as packed:
        return set(packed.namelist())


def test_every_migration_comes_along(names):
    migrations = ROOT / "migrations"
    files = {path.relative_to(ROOT) for path in [*migrations.glob("*.*"), *migrations.glob("versions/*.py")]}
    assert {f"lpcommunity/{path}" for path in files} <= names


def test_every_template_and_built_file_comes_along(names):
    wanted = {".html", ".svg", ".txt", ".xml", ".yaml", ".css", ".js", ".woff2", ".json"}
    build = assets.STATIC / (assets.STATIC / assets.POINTER).read_text(encoding="utf-8").strip()
    files = {path.relative_to(ROOT) for path in (ROOT / "lpcommunity").rglob("*.*") if path.suffix in wanted}
    files = {path for path in files if not (ROOT / path).is_relative_to(assets.STATIC)}
    files |= {path.relative_to(ROOT) for path in [*build.iterdir(), assets.STATIC / assets.POINTER]}
    assert {str(path) for path in files} <= names


def test_nothing_else_is_claimed_at_the_top_level(names):
    """`config` is a name that others use."""
    assert {name.split("/")[0].split("-")[0] for name in names} == {"lpcommunity"}


def test_what_is_installed_finds_settings_and_styles_inside(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path)
    script = (
        "import lpcommunity; from lpcommunity.app import create_app; from lpcommunity.storage import migrations;"
        "from lpcommunity.web import assets; app = create_app('config.Test');"
        "print(lpcommunity.__file__, app.config['ENV_NAME'], assets.is_built(), migrations.head(), sep='|')"
    )
    # Without site: the editable install of this checkout would bring its own.
    paths = [str(tmp_path), *(path for path in sys.path if "site-packages" in path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "DATA_DIR": str(tmp_path / "data")}
    words = [sys.executable, "-S", "-c", script]
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60)
    newest = max((ROOT / "migrations/versions").glob("0*.py")).name[:4]
    assert done.stdout.strip() == f"{tmp_path}/lpcommunity/__init__.py|test|True|{newest}", done.stderr


@pytest.mark.parametrize("target", ["wheel", "sdist"])
def test_a_package_without_styles_is_not_built(target, tmp_path):
    checkout = tmp_path / "checkout"
    for name in ("pyproject.toml", "README.md", "LICENSE", "config.py", "scripts/build_hook.py", "migrations/env.py"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, checkout / name)
    (checkout / "lpcommunity").mkdir()
    (checkout / "lpcommunity/__init__.py").touch()
    words = [*BUILD, target, "--directory", str(tmp_path / "dist")]
    refused = subprocess.run(words, cwd=checkout, capture_output=True, text=True, check=False, timeout=60)
    assert (refused.returncode, "make assets" in refused.stderr) == (1, True), refused.stderr
    assert "Traceback" not in refused.stderr
    assert not list((tmp_path / "dist").glob("*.*"))


def test_an_sdist_carries_what_a_wheel_is_made_of(tmp_path):
    subprocess.run(
        [*BUILD, "sdist", "--directory", str(tmp_path)], cwd=ROOT, check=True, capture_output=True, timeout=60
    )
    (packed,) = tmp_path.glob("*.tar.gz")
    shutil.unpack_archive(packed, tmp_path)
    (folder,) = [path for path in tmp_path.iterdir() if path.is_dir()]
    for name in ("config.py", "LICENSE", "scripts/build_hook.py", "migrations/env.py"):
        assert (folder / name).is_file(), name
    pointer = folder / "lpcommunity/web/static/current"
    assert (pointer.parent / pointer.read_text(encoding="utf-8").strip() / "manifest.json").is_file()
    assert not (folder / "tests").exists()
