"""Where a backup or a restore cannot be, one sentence says why and what to do, and nothing half is left behind."""

import errno
import gc
import hashlib
import json
import os
import resource
import signal
import sqlite3
import tempfile
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from lpcommunity.cli import main
from lpcommunity.entries.models import Entry
from lpcommunity.storage import blobs, db, last_backup, migrations, restore, session
from lpcommunity.storage.backup import CannotBackUp, back_up
from lpcommunity.storage.backup_archive import CannotRestore, check
from tests.harness.backups import restored, rewritten, saying, some_life


@contextmanager
def no_more_than(octets):
    """No file may grow beyond this size: what writing meets on a disk that is full, or behind a quota."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _in_one_sentence(result):
    assert result.exit_code == 1, result.output
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    assert len(result.output.splitlines()) == 1, result.output
    return result.output


def test_a_place_where_no_backup_can_be_is_said(source, runner, tmp_path):
    (tmp_path / "a-file").write_text("")
    (tmp_path / "taken.tar.gz").write_text("")
    for target, says in {
        tmp_path: f"{tmp_path} is a folder. Name a file in it",
        tmp_path / "taken.tar.gz": "is there already. A backup never writes over another: choose another name.",
        tmp_path / "a-file" / "b.tar.gz": f"There is no folder {tmp_path / 'a-file'}. Make it, or name another.",
        tmp_path / "nowhere" / "b.tar.gz": "There is no folder",
        tmp_path / f"{'x' * 300}.tar.gz": "The name of that file is too long. Choose a shorter one.",
    }.items():
        assert says in _in_one_sentence(runner("backup", str(target)))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-file", "taken.tar.gz"]
    assert last_backup.recall(source.data_dir) is None


def test_a_folder_that_may_not_be_written_is_named(source, runner, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), f"{tmp_path}/.backup-xyz")

    monkeypatch.setattr(tempfile, "TemporaryDirectory", refuse)
    said = _in_one_sentence(runner("backup", str(tmp_path / "b.tar.gz")))
    assert said == (
        f"Error: There is no backup. This user may not do that at {tmp_path} (permission denied). "
        "Give it the right to, or name another place.\n"
    )


def test_a_full_disk_leaves_no_part_of_a_backup(source, runner, tmp_path):
    some_life()
    blobs.store(os.urandom(300_000))
    with no_more_than(100_000):
        said = _in_one_sentence(runner("backup", str(tmp_path / "b.tar.gz")))
    assert f"There is no backup. There is no room left on the disk at {tmp_path}" in said
    assert list(tmp_path.iterdir()) == []
    assert runner("backup", str(tmp_path / "b.tar.gz")).exit_code == 0


def test_a_backup_counts_where_it_cannot_be_noted(source, runner, tmp_path):
    (source.data_dir / last_backup.NAME).mkdir()
    try:
        made = runner("backup", str(tmp_path / "b.tar.gz"))
    finally:
        (source.data_dir / last_backup.NAME).rmdir()
    assert made.exit_code == 0
    assert "holds everything up to" in made.stdout
    assert f"could not be noted in {source.data_dir} (is a directory)" in made.stderr


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # psycopg cannot close its cursor then
def test_a_database_that_goes_away_leaves_no_part_of_a_backup(source, tmp_path):
    some_life()

    def go_away(*_):
        if source.kind == "sqlite":
            raise sqlite3.OperationalError("disk I/O error")
        with db.engine.begin() as connection:
            newest = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
            connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM ({newest} ORDER BY backend_start DESC) t"))

    with pytest.raises(CannotBackUp, match=r"There is no backup\. The (disk of the )?database") as failed:
        back_up(source.url, source.data_dir, tmp_path / "b.tar.gz", go_away)
    assert len(str(failed.value).splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
    del failed
    gc.collect()


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """A backup as it was written."""
    folder = tmp_path_factory.mktemp("good")
    url = f"sqlite:///{folder / 'x.sqlite3'}"
    migrations.upgrade(url)
    with restored(url, folder):
        some_life()
        blobs.store(os.urandom(300_000))
    back_up(url, folder, folder / "good.tar.gz")
    return folder / "good.tar.gz"


def _with_rows(path, table, lines):
    """This table holding other lines, and a manifest that says so."""
    content = b"".join(lines)
    count = {"rows": len(lines) - 1, "sha256": hashlib.sha256(content).hexdigest()}
    tables = {}

    def change(name, old):
        if name == "manifest.json":
            tables.update(json.loads(old)["tables"])
        return content if name == f"tables/{table}.jsonl" else old

    changed = rewritten(path, change)
    half = path.with_name("half")
    half.write_bytes(changed)
    return rewritten(half, saying(tables={**tables, table: count}))


def _run(*words, **settings):
    return CliRunner().invoke(main, list(words), env=settings)


def test_what_is_no_backup_is_said_by_both_who_look_and_who_restore(good, tmp_path):
    made_up = {
        "no-json": rewritten(good, lambda name, old: b"{" if name == "manifest.json" else old),
        "list": rewritten(good, lambda name, old: b"[]" if name == "manifest.json" else old),
        "number": rewritten(good, saying(revision=16)),
        "text": b"no gzip",
        "broken-line": _with_rows(good, "organisation", [b'["id"]\n', b"{\n"]),
        "short-row": _with_rows(good, "organisation", [b'["id","slug","name","sort_name","sector"]\n', b"[1]\n"]),
        "no-row": _with_rows(good, "organisation", [b"7\n"]),
        "deep-row": _with_rows(good, "organisation", [b"[" * 200_000 + b"\n"]),
    }
    for name, content in made_up.items():
        bad = tmp_path / f"{name}.tar.gz"
        bad.write_bytes(content)
        elsewhere = {"DATABASE_URL": f"sqlite:///{tmp_path / f'{name}.sqlite3'}", "DATA_DIR": str(tmp_path / name)}
        for words in (["--check"], []):
            said = _in_one_sentence(_run("restore", str(bad), *words, **elsewhere))
            assert str(bad) in said
            assert "Take another backup." in said
        assert list((tmp_path / name).iterdir()) == []
    for path, says in ((tmp_path, "is a folder"), (tmp_path / "none", "There is no file")):
        assert says in _in_one_sentence(_run("restore", str(path), **elsewhere))


@pytest.mark.parametrize("row", [["x", "a", "A", "a", {}], [1, "a", None, "a", "c"]])
def test_a_row_that_no_table_takes_leaves_no_other(good, bare_database, tmp_path, row):
    names = b'["id","slug","name","sort_name","sector"]\n'
    (tmp_path / "bad.tar.gz").write_bytes(_with_rows(good, "organisation", [names, json.dumps(row).encode() + b"\n"]))
    with pytest.raises(CannotRestore, match="organisation has a row that cannot be meant"):
        restore.restore(bare_database, tmp_path / "data", tmp_path / "bad.tar.gz")
    assert list((tmp_path / "data").iterdir()) == []
    assert restore._is_empty(bare_database)


def test_a_full_disk_while_restoring_leaves_nothing(good, tmp_path):
    data, url = tmp_path / "data", f"sqlite:///{tmp_path / 'x.sqlite3'}"
    with no_more_than(100_000), pytest.raises(CannotRestore, match=r"Nothing was restored\. There is no room left"):
        restore.restore(url, data, good)
    assert list(data.iterdir()) == []
    restore.restore(url, data, good)


def test_a_database_that_goes_away_takes_rows_and_files_with_it(good, bare_database, tmp_path, monkeypatch):
    """At the worst moment: all rows are there, files are in their place, and the commit does not come back."""
    data, moved = tmp_path / "data", restore._move

    def go_away(folder, target):
        moved(folder, target)
        if target == data / "files":
            raise OperationalError("COMMIT", {}, Exception("server closed the connection unexpectedly\nmore"))

    monkeypatch.setattr(restore, "_move", go_away)
    with pytest.raises(
        CannotRestore, match=r"Nothing was restored\. The database .* closed the connection unexpectedly"
    ):
        restore.restore(bare_database, data, good)
    assert list(data.iterdir()) == []
    monkeypatch.undo()
    assert restore.restore(bare_database, data, good) == check(good)
    with restored(bare_database, data):
        assert session().query(Entry).count() == 2


def test_what_is_left_to_do_is_said_when_it_stops_after_the_rows_were_kept(good, tmp_path, monkeypatch):
    upgrade, elsewhere = migrations.upgrade, {"DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}"}

    def stop(url, revision="head", **more):
        if revision == "head":
            os.kill(os.getpid(), signal.SIGTERM)
        upgrade(url, revision, **more)

    monkeypatch.setattr(migrations, "upgrade", stop)
    stopped = _run("restore", str(good), DATA_DIR=str(tmp_path / "data"), **elsewhere)
    assert (stopped.exit_code, stopped.output) == (143, f"Stopped. {restore.STOPPED_AT_TABLES}\n")
    monkeypatch.undo()
    assert _run("db", "upgrade", DATA_DIR=str(tmp_path / "data"), **elsewhere).exit_code == 0
    with restored(elsewhere["DATABASE_URL"], tmp_path / "data"):
        assert session().query(Entry).count() == 2
    assert len(list(tmp_path.glob("data/files/*/*"))) == 1


def test_what_a_newer_version_only_added_to_is_backed_up_and_it_says_which_version_restores_it(
    source, runner, tmp_path
):
    """After the way back to an older version, which serves these tables and does not know their revision."""
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9001'"))
    db.session.remove()
    made = runner("backup", str(tmp_path / "b.tar.gz"))
    assert (made.exit_code, "Keep the newer version that brought the tables to 9001" in made.output) == (0, True)
    said = _in_one_sentence(runner("restore", str(tmp_path / "b.tar.gz"), "--check"))
    assert "holds tables at revision 9001, which this version does not know" in said
