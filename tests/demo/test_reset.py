"""`make reset`: a folder of the demonstration goes, and nothing that is not one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lpcommunity.demo import folder_mark
from lpcommunity.storage import secret_key, settings

ROOT = Path(__file__).parents[2]
KEY = "ab" * 32


def reset(folder, **environment):
    return subprocess.run(
        [sys.executable, "-m", "scripts.reset"],
        cwd=ROOT, env={**os.environ, "DATA_DIR": str(folder), **environment},
        check=False, capture_output=True, text=True, timeout=30,
    )  # fmt: skip


@pytest.fixture
def demonstration(tmp_path):
    """A folder as the demonstration leaves it; its name has a space and an apostrophe in it."""
    folder = tmp_path / "Rosa's home" / "var"
    (folder / "files" / "ab").mkdir(parents=True)
    (folder / "files" / "ab" / KEY).touch()
    for name in settings.OURS - {"files"}:
        (folder / name).touch()
    folder_mark.write(folder, rows_here=True)
    return folder


def everything_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_demonstration_goes_with_its_folder(demonstration):
    done = reset(demonstration)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"The demonstration in {demonstration} is gone." in done.stdout
    assert list(demonstration.parent.iterdir()) == []
    assert reset(demonstration).stdout == "There is no demonstration to throw away.\n"


def test_what_the_demonstration_did_not_make_stays(demonstration):
    for name in ("notes.md", "files/annual-report.pdf", "files/ab/notes.md"):
        (demonstration / name).touch()
    folder_mark.throw_away(demonstration)
    assert everything_in(demonstration) == [
        "files",
        "files/ab",
        "files/ab/notes.md",
        "files/annual-report.pdf",
        "notes.md",
    ]


@pytest.mark.parametrize("mark", [None, "", "something else"])
def test_a_folder_without_the_mark_is_left_alone(demonstration, mark):
    (demonstration / folder_mark.NAME).unlink()
    if mark is not None:
        (demonstration / folder_mark.NAME).write_text(mark, encoding="utf-8")
    before = everything_in(demonstration)
    with pytest.raises(folder_mark.NotThrownAway, match="nothing was deleted"):
        folder_mark.throw_away(demonstration)
    assert everything_in(demonstration) == before


def test_the_documents_of_this_repository_are_no_demonstration(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "guards.md").touch()
    refused = reset(tmp_path / "docs")
    assert refused.returncode == 1
    assert refused.stderr.startswith(
        f"make reset: {tmp_path / 'docs'} is not a folder that the demonstration has marked"
    )
    assert (tmp_path / "docs" / "guards.md").exists()


def test_a_demonstration_whose_rows_are_elsewhere_is_left_whole(demonstration):
    folder_mark.write(demonstration, rows_here=False)
    before = everything_in(demonstration)
    with pytest.raises(folder_mark.NotThrownAway, match="lpcommunity demo --reset"):
        folder_mark.throw_away(demonstration)
    assert everything_in(demonstration) == before


def test_an_operators_shell_changes_nothing_about_it(demonstration):
    real = {"LPCOMMUNITY_ENV": "production", "DATABASE_URL": "postgresql://user@127.0.0.1:1/real"}
    assert reset(demonstration, **real).returncode == 0  # no database was asked


def test_no_link_is_followed(demonstration, tmp_path):
    other = tmp_path / "other" / "ab"
    other.mkdir(parents=True)
    (other / KEY).touch()
    (demonstration / "files" / "ab" / KEY).unlink()
    (demonstration / "files" / "ab").rmdir()
    (demonstration / "files" / "ab").symlink_to(other)
    folder_mark.throw_away(demonstration)
    assert (other / KEY).exists()


def test_the_demonstration_marks_its_folder(house):
    assert folder_mark.is_marked(house.data_dir)
    assert folder_mark.ROWS_HERE in (house.data_dir / folder_mark.NAME).read_text(encoding="utf-8")


def test_mark_and_settings_speak_of_the_same_files():
    assert {folder_mark.NAME, folder_mark.DATABASE, secret_key.NAME} <= settings.OURS
    assert settings.DATABASE == folder_mark.DATABASE
