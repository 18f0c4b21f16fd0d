"""When the last backup was made is kept whole or not at all, and what cannot be read is as good as none."""

from datetime import UTC, datetime

import pytest

from lpcommunity.storage import last_backup
from lpcommunity.storage.last_backup import LastBackup

NIGHT = LastBackup(datetime(2026, 11, 22, 3, 15, tzinfo=UTC), "/srv/lpcommunity/backups/2026-11-22-0315.tar.gz")


def test_the_later_one_takes_the_place_of_the_one_before(tmp_path):
    assert last_backup.recall(tmp_path) is None
    last_backup.remember(tmp_path, LastBackup(datetime(2026, 11, 21, tzinfo=UTC), "one"))
    last_backup.remember(tmp_path, NIGHT)
    assert last_backup.recall(tmp_path) == NIGHT
    assert [path.name for path in tmp_path.iterdir()] == [last_backup.NAME]


@pytest.mark.parametrize(
    "kept", ["", "{", "[]", "{}", '{"up_to": "yesterday", "file": "x"}', '{"up_to": 3, "file": 1}']
)
def test_what_cannot_be_read_is_as_good_as_none(tmp_path, kept):
    (tmp_path / last_backup.NAME).write_text(kept)
    assert last_backup.recall(tmp_path) is None


def test_where_it_cannot_be_kept_nothing_half_stays(tmp_path):
    last_backup.remember(tmp_path, NIGHT)
    (tmp_path / last_backup.NAME).unlink()
    (tmp_path / last_backup.NAME).mkdir()
    with pytest.raises(IsADirectoryError):
        last_backup.remember(tmp_path, NIGHT)
    assert [path.name for path in tmp_path.iterdir()] == [last_backup.NAME]
