"""What is being made has a folder that goes with its maker: at once, or with the next one where that was killed."""

import os
import time

import pytest

from lpcommunity.storage.work_folder import FORGOTTEN, LOCK, work_folder


def _there(tmp_path):
    return sorted(path.name for path in tmp_path.iterdir())


def test_it_goes_however_its_maker_ends(tmp_path):
    with work_folder(tmp_path, ".backup-") as folder:
        assert folder.stat().st_mode & 0o077 == 0
        assert folder.parent == tmp_path
    with pytest.raises(KeyboardInterrupt), work_folder(tmp_path, ".backup-"):
        raise KeyboardInterrupt
    assert _there(tmp_path) == []


def test_what_is_being_made_beside_it_stays_and_what_nobody_makes_any_more_goes(tmp_path):
    for name in (".backup-killed", ".restore-other", "backup-of-mine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / LOCK).touch()
    with work_folder(tmp_path, ".backup-") as one, work_folder(tmp_path, ".backup-") as other:
        assert _there(tmp_path) == sorted([one.name, other.name, ".restore-other", "backup-of-mine"])


def test_one_without_a_lock_has_a_day(tmp_path):
    """Its maker may just be beginning, or be of an earlier version."""
    (tmp_path / ".backup-young").mkdir()
    (tmp_path / ".backup-old").mkdir()
    long_ago = time.time() - FORGOTTEN - 60
    os.utime(tmp_path / ".backup-old", (long_ago, long_ago))
    with work_folder(tmp_path, ".backup-"):
        pass
    assert _there(tmp_path) == [".backup-young"]
