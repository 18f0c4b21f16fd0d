"""A backup is of one moment, whoever writes meanwhile; what is restored is what was backed up."""

import io
import json
import tarfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import select, text

from lpcommunity.app import create_app
from lpcommunity.entries.models import Entry, Revision
from lpcommunity.outbox.models import Delivery, OutboxEvent
from lpcommunity.programmes.models import Programme
from lpcommunity.storage import blobs, db, migrations, now, session, transactional
from lpcommunity.storage.backup import CannotBackUp, back_up
from lpcommunity.storage.restore import CannotRestore, restore
from tests import factories


@pytest.fixture
def source(app, database):
    """A database in use, at head as Alembic sees it."""
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": migrations.head()})
    yield database
    db.session.remove()
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


@transactional
def _two_phases() -> None:
    """The first refers to the second, whose number is higher."""
    for slug in ("phase-2", "phase-1"):
        session().add(Programme(slug=slug, name=slug, summary="", created_at=now()))
    session().flush()
    second, first = session().scalars(select(Programme).order_by(Programme.id))
    second.predecessor_id = first.id


def some_life():
    hull = factories.place("Hull — ‘Ó’")
    ann = factories.person("Ann Archer")
    factories.belongs(ann, hull)
    factories.update(ann, hull)
    factories.reflection(ann, hull, "me")
    return ann, hull


@contextmanager
def restored(url, data_dir):
    """An application on what was restored."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": data_dir})
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_everything_comes_back_on_whichever_database(source, bare_database, tmp_path):
    ann, _ = some_life()
    _two_phases()
    key = blobs.store(b"a picture")
    newest = ann.id
    made = back_up(source.url, source.data_dir, tmp_path / "b.tar.gz")
    assert made.files == 1
    back = restore(bare_database, tmp_path / "data", tmp_path / "b.tar.gz")
    assert (back.rows, back.files) == (made.rows, made.files)
    assert migrations.current(bare_database) == migrations.head()
    texts = {entry.id: (entry.title, entry.fields, entry.created_at) for entry in session().scalars(select(Entry))}
    with restored(bare_database, tmp_path / "data"):
        again = session().scalars(select(Entry))
        assert {entry.id: (entry.title, entry.fields, entry.created_at) for entry in again} == texts
        assert blobs.read(key) == b"a picture"
        second, first = session().scalars(select(Programme).order_by(Programme.id))
        assert second.predecessor_id == first.id
        session().rollback()
        newcomer = factories.person("Somebody new")  # numbers go on where they stopped
        assert newcomer.id > newest


def test_a_backup_is_of_one_moment_while_others_write(source, tmp_path):
    ann, hull = some_life()
    ids = ann.id, hull.id
    stop = threading.Event()

    def write():
        with source.app.app_context():
            while not stop.is_set():
                who, where = session().get_one(type(ann), ids[0]), session().get_one(type(hull), ids[1])
                factories.update(who, where)
            db.session.remove()

    session().rollback()
    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    try:
        for n in range(3):
            back_up(source.url, source.data_dir, tmp_path / f"{n}.tar.gz")
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    for n in range(3):
        url = f"sqlite:///{tmp_path / f'{n}.sqlite3'}"
        restore(url, tmp_path / str(n), tmp_path / f"{n}.tar.gz")
        with restored(url, tmp_path / str(n)):
            entries = set(session().scalars(select(Entry.id)))
            assert set(session().scalars(select(Revision.entry_id))) == entries
            events = set(session().scalars(select(OutboxEvent.id)))
            assert set(session().scalars(select(Delivery.event_id))) <= events
            if db.engine.dialect.name == "sqlite":
                assert session().execute(text("PRAGMA foreign_key_check")).all() == []


def test_nothing_is_restored_over_anything(source, tmp_path):
    some_life()
    back_up(source.url, source.data_dir, tmp_path / "b.tar.gz")
    with pytest.raises(CannotRestore, match="not empty"):
        restore(source.url, tmp_path / "data", tmp_path / "b.tar.gz")
    (tmp_path / "full" / "files" / "ab").mkdir(parents=True)
    with pytest.raises(CannotRestore, match="files"):
        restore(f"sqlite:///{tmp_path / 'x.sqlite3'}", tmp_path / "full", tmp_path / "b.tar.gz")
    with pytest.raises(CannotBackUp, match="there already"):
        back_up(source.url, source.data_dir, tmp_path / "b.tar.gz")


def test_a_damaged_backup_leaves_nothing_behind(source, tmp_path):
    some_life()
    blobs.store(b"a picture")
    good = tmp_path / "good.tar.gz"
    back_up(source.url, source.data_dir, good)
    content = good.read_bytes()
    broken = {
        "cut": content[: len(content) // 2],
        "changed": _rewritten(good, lambda name, old: old.replace(b"Ann", b"Eve") if "person" in name else old),
        "file": _rewritten(good, lambda name, old: b"x" if name.startswith("files/") else old),
        "foreign": _rewritten(good, lambda name, old: old, extra="../escaped"),
        "newer": _rewritten(good, _of_a_newer_version),
        "nothing": b"",
    }
    for name, content in broken.items():
        bad = tmp_path / f"{name}.tar.gz"
        bad.write_bytes(content)
        url = f"sqlite:///{tmp_path / f'{name}.sqlite3'}"
        with pytest.raises(CannotRestore):
            restore(url, tmp_path / name, bad)
        assert migrations.current(url) is None
        assert list((tmp_path / name).iterdir()) == []
    assert not (tmp_path / "escaped").exists()


def test_from_the_command_line(source, runner, tmp_path):
    some_life()
    made = outside(runner, "backup", str(tmp_path / "b.tar.gz"))
    assert made.exit_code == 0, made.output
    assert (tmp_path / "b.tar.gz").stat().st_mode & 0o077 == 0
    elsewhere = {"DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}", "DATA_DIR": str(tmp_path / "x")}
    back = outside(runner, "restore", str(tmp_path / "b.tar.gz"), **elsewhere)
    assert back.exit_code == 0, back.output
    assert "as it was" in back.output
    with restored(elsewhere["DATABASE_URL"], tmp_path / "x"):
        assert session().scalar(text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'revision'")), "its lists are slow"
    again = outside(runner, "restore", str(tmp_path / "b.tar.gz"), **elsewhere)
    assert (again.exit_code, "not empty" in again.output) == (1, True)


def outside(run, *words, **settings):
    """As an operator does: not within the application of the test."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run, *words, **settings).result()


def _of_a_newer_version(name: str, content: bytes) -> bytes:
    return json.dumps({**json.loads(content), "revision": "9999"}).encode() if name == "manifest.json" else content


def _rewritten(path, change, extra=None) -> bytes:
    """The same backup with other content."""
    out = io.BytesIO()
    with tarfile.open(path) as old, tarfile.open(fileobj=out, mode="w:gz") as new:
        for member in old:
            file = old.extractfile(member)
            assert file is not None
            changed = change(member.name, file.read())
            member.size = len(changed)
            new.addfile(member, io.BytesIO(changed))
        if extra:
            member = tarfile.TarInfo(extra)
            new.addfile(member, io.BytesIO(b""))
    return out.getvalue()
