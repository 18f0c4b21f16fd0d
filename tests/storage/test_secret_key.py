"""The key beside the data: whole or not there, one for all who start at once."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner

from lpcommunity.cli import main
from lpcommunity.storage import secret_key


def test_those_who_start_at_once_agree(tmp_path):
    for turn in range(20):
        folder = tmp_path / str(turn)
        with ThreadPoolExecutor(8) as many:
            keys = set(many.map(secret_key.kept_in, [folder] * 8))
        assert len(keys) == 1
        assert [path.name for path in folder.iterdir()] == [secret_key.NAME]
        assert stat.S_IMODE((folder / secret_key.NAME).stat().st_mode) == 0o600


def test_where_it_cannot_be_written_whole_there_is_none(tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            secret_key.kept_in(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert len(secret_key.kept_in(tmp_path)) > 32


def test_it_has_its_name_only_when_it_is_on_the_disk(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(os, "fsync", lambda _handle: seen.append((tmp_path / secret_key.NAME).exists()))
    secret_key.kept_in(tmp_path)
    assert seen == [False, True]  # the file itself; then the folder that names it


def test_a_disk_without_second_names_will_do(tmp_path, monkeypatch):
    def unknown(*_names, **_more):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("pathlib.Path.hardlink_to", unknown)
    assert secret_key.kept_in(tmp_path) == secret_key.kept_in(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [secret_key.NAME]


@pytest.mark.parametrize("content", [b"", b"\n", b"half-a-key", b"\xff" * 64, b"key with words in it " * 3])
def test_one_that_is_broken_is_said_in_a_sentence_and_kept(tmp_path, content):
    kept = tmp_path / secret_key.NAME
    kept.write_bytes(content)
    settings = {"LPCOMMUNITY_ENV": "development", "DATA_DIR": str(tmp_path), "SECRET_KEY": ""}
    refused = CliRunner().invoke(main, ["routes"], env=settings)
    assert refused.exit_code == 2
    assert str(kept) in refused.output
    assert "delete the file" in refused.output
    assert kept.read_bytes() == content
    assert CliRunner().invoke(main, ["routes"], env={**settings, "SECRET_KEY": "x" * 40}).exit_code == 0
