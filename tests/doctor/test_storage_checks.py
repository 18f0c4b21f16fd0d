"""What lasts: the data folder, the files in it, room on the disk, and the last backup."""

import os
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest

from lpcommunity.doctor import queries, storage_checks
from lpcommunity.storage import blobs, last_backup, now
from lpcommunity.storage.last_backup import LastBackup
from tests.doctor.conftest import told


@pytest.fixture
def folder(patient, tmp_path):
    """The data folder of this test."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    patient(DATA_DIR=folder)
    return folder


def test_a_folder_that_takes_what_is_written_is_well_and_nothing_stays_in_it(app, folder):
    assert told(list(storage_checks.data_folder(app))) == f"well: {folder} can be written, by us alone."
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_gone_open_or_full_is_told_of(app, folder, monkeypatch):
    folder.chmod(0o755)
    assert told(list(storage_checks.data_folder(app))).endswith(f"To do: chmod 700 {folder}")

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    found = told(list(storage_checks.data_folder(app)))
    assert found.startswith(f"wrong: Nothing can be written in {folder}: No space left on device.")
    assert list(folder.iterdir()) == []
    folder.rmdir()
    assert told(list(storage_checks.data_folder(app))).startswith(f"wrong: There is no folder {folder}.")


def test_somebody_else_s_folder_is_not_written_in(app, folder, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert "To do: Run this as the user of the service" in told(list(storage_checks.data_folder(app)))
    assert list(folder.iterdir()) == []


def test_files_that_people_added_must_be_there(app, folder, monkeypatch):
    assert told(list(storage_checks.files(app))) == "well: Nobody added any yet."
    keys = [blobs.store(b"one"), blobs.store(b"two")]
    monkeypatch.setattr(queries, "newest_files", lambda _most: keys)
    assert told(list(storage_checks.files(app))) == "well: There: the last 2 files that people added."
    blobs.path_of(keys[1]).unlink()
    assert told(list(storage_checks.files(app))).startswith("wrong: 1 of the last 2 files that people added are not")


@pytest.mark.parametrize(
    ("free", "names", "state"),
    [
        (5_000_000_000, 50, "well"),
        (1_900_000_000, 50, "look"),
        (400_000_000, 50, "wrong"),
        (5_000_000_000, 2, "wrong"),
        (5_000_000_000, None, "well"),  # some file systems count no names
    ],
)
def test_a_disk_is_told_of_before_it_is_full(app, folder, monkeypatch, free, names, state):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))
    counted = SimpleNamespace(f_files=0 if names is None else 100, f_favail=names or 0)
    monkeypatch.setattr(os, "statvfs", lambda _path: counted)
    assert told(list(storage_checks.disk(app))).startswith(f"{state}: ")


def test_a_disk_of_several_folders_is_told_of_once(app, folder):
    last_backup.remember(folder, LastBackup(now(), str(folder / "backup.tar.gz")))
    assert len(list(storage_checks.disk(app))) in {1, 2}  # two where the database of the tests is on another
    assert len({one.says for one in storage_checks.disk(app)}) == len(list(storage_checks.disk(app)))


@pytest.mark.parametrize(("hours", "state"), [(25, "well"), (27, "look"), (49, "look"), (51, "wrong")])
def test_a_night_without_a_backup_is_told_of(patient, folder, hours, state):
    app = patient(ENV_NAME="production")
    assert told(list(storage_checks.backup(app))).startswith("wrong: None was made yet.")
    file = folder / "one.tar.gz"
    file.touch()
    last_backup.remember(folder, LastBackup(now() - timedelta(hours=hours), str(file)))
    found = told(list(storage_checks.backup(app)))
    assert found.startswith(f"{state}: The last holds everything up to ")
    assert str(file) in found
    file.unlink()
    assert ("It is not there any more." in told(list(storage_checks.backup(app)))) == (state == "well")


def test_a_demonstration_needs_no_backup(patient, folder):
    assert told(list(storage_checks.backup(patient(ENV_NAME="demo")))) == "well: None; here nobody needs one."
