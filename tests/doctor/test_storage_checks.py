"""What lasts: the data folder, the files in it, room on the disk, and the last backup."""

import os
import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image
from sqlalchemy import select

from lpcommunity.attachments.commands import add_attachment
from lpcommunity.attachments.models import Attachment
from lpcommunity.doctor import queries, storage_checks
from lpcommunity.people.commands import change_photo
from lpcommunity.storage import blobs, last_backup, now, session
from lpcommunity.storage.last_backup import LastBackup
from tests import factories as make
from tests.doctor.conftest import told
from tests.factories import reading
from tests.harness.pictures import encoded


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


def test_each_folder_that_takes_files_is_tried(app, folder, monkeypatch):
    key = blobs.store(b"one")
    for full in (folder, folder / "files", blobs.path_of(key).parent):
        with monkeypatch.context() as patch:
            patch.setattr(Path, "open", _no_room_in(full))
            found = told(list(storage_checks.data_folder(app)))
        assert found.startswith(f"wrong: Nothing can be written in {full}: Read-only file system.")
    assert told(list(storage_checks.data_folder(app))).startswith("well:")


def _no_room_in(folder):
    really = Path.open

    def opened(path, *how, **more):
        if path.parent == folder:
            raise OSError(30, "Read-only file system")
        return really(path, *how, **more)

    return opened


def test_small_pictures_and_photos_must_be_there_too(app, folder):
    ann = make.person("Ann")
    picture = encoded(Image.new("RGB", (60, 40), "teal"), "PNG")
    add_attachment(reading(ann), "f-1", "one.png", picture)
    change_photo(reading(ann), "me.png", picture)
    file = session().scalars(select(Attachment)).one()
    assert told(list(storage_checks.files(app))) == "well: There: the last 3 files that people added."
    for key in (file.blob_key, file.thumb_key, ann.photo_key):
        content = blobs.path_of(key).read_bytes()
        blobs.path_of(key).write_bytes(b"")
        assert told(list(storage_checks.files(app))).startswith(
            "wrong: 1 of the last 3 files that people added are not"
        )
        blobs.path_of(key).write_bytes(content)


def test_a_backup_without_all_files_is_told_of(patient, folder):
    app = patient(ENV_NAME="production")
    (folder / "one.tar.gz").touch()
    last_backup.remember(folder, LastBackup(now(), str(folder / "one.tar.gz"), lacking=2))
    found = told(list(storage_checks.backup(app)))
    assert found.startswith("wrong: ")
    assert "Not in it, since gone from the disk or damaged: two files that people added." in found


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
