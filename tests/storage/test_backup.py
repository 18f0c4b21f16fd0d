"""A backup is of one moment, whoever writes meanwhile; what is restored is what was backed up."""

import re
import threading
from datetime import UTC, datetime

import pytest
from PIL import Image
from sqlalchemy import select, text

from lpcommunity.attachments.commands import add_attachment
from lpcommunity.attachments.models import Attachment
from lpcommunity.entries.models import Entry, Revision
from lpcommunity.outbox.models import Delivery, OutboxEvent
from lpcommunity.people.commands import change_photo
from lpcommunity.people.models import Person
from lpcommunity.programmes.models import Programme
from lpcommunity.retention.stored_files import NAMED
from lpcommunity.storage import Base, blobs, clock, db, holdings, last_backup, migrations, now, session, transactional
from lpcommunity.storage.backup import CannotBackUp, back_up
from lpcommunity.storage.restore import CannotRestore, restore
from tests import factories
from tests.factories import reading
from tests.harness.backups import outside, restored, rewritten, saying, some_life
from tests.harness.pictures import encoded


@transactional
def _two_phases() -> None:
    """The first refers to the second, whose number is higher."""
    for slug in ("phase-2", "phase-1"):
        session().add(Programme(slug=slug, name=slug, summary="", created_at=now()))
    session().flush()
    second, first = session().scalars(select(Programme).order_by(Programme.id))
    second.predecessor_id = first.id


def test_everything_comes_back_on_whichever_database(source, bare_database, tmp_path):
    ann, _ = some_life()
    _two_phases()
    key = blobs.store(b"a picture")
    newest = ann.id
    made = back_up(source.url, source.data_dir, tmp_path / "b.tar.gz")
    assert len(made.files) == 1
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


def test_it_says_the_moment_at_which_it_looked_and_holds_nothing_later(source, tmp_path):
    ann, hull = some_life()
    last = now()
    told: list[tuple[str, int, int]] = []

    def write_meanwhile(what, done, of):
        if not told:
            factories.update(ann, hull)
        told.append((what, done, of))

    made = back_up(source.url, source.data_dir, tmp_path / "b.tar.gz", write_meanwhile)
    written = session().scalars(select(Entry.created_at).order_by(Entry.created_at)).all()
    session().rollback()
    assert last < made.up_to < written[2]
    assert (made.tables["entry"].rows, made.exact) == (2, True)
    assert {what for what, _, _ in told} == {"Writing rows"}


def test_a_file_that_is_gone_or_damaged_is_told_of_and_the_rest_can_be_restored(source, tmp_path):
    some_life()
    ann = session().scalars(select(Person)).first()
    for colour in ("red", "teal", "navy"):
        add_attachment(reading(ann), "f-1", f"{colour}.png", encoded(Image.new("RGB", (60, 40), colour), "PNG"))
    change_photo(reading(ann), "me.png", encoded(Image.new("RGB", (64, 64), "olive"), "PNG"))
    (one, two, _), photo = session().scalars(select(Attachment).order_by(Attachment.id)).all(), ann.photo_key
    lost = sorted([one.blob_key, two.thumb_key, photo])
    session().rollback()
    blobs.path_of(one.blob_key).write_bytes(b"")
    blobs.path_of(two.thumb_key).unlink()
    blobs.path_of(photo).write_bytes(b"something else")
    made = back_up(source.url, source.data_dir, tmp_path / "b.tar.gz")
    assert made.lacking == tuple(lost)
    assert not made.files.keys() & set(lost)
    assert holdings.lacking(made).startswith("3 files that people added are not in it: they were gone")
    url = f"sqlite:///{tmp_path / 'x.sqlite3'}"
    back = restore(url, tmp_path / "data", tmp_path / "b.tar.gz")
    assert (back.files, back.lacking) == (made.files, tuple(lost))


def test_whatever_the_sweeper_keeps_a_backup_asks_for(app):
    """Two places say which columns hold the keys of files: what the one forgot would be lost, or never missed."""
    known = {str(column) for table in Base.metadata.tables.values() for column in table.c if blobs.names_a_file(column)}
    kept = {str(column) for part in NAMED.query("sqlite").selects for column in part.selected_columns.key.base_columns}
    assert known == kept
    assert len(known) == 4


def test_a_damaged_backup_leaves_nothing_behind(source, tmp_path):
    some_life()
    blobs.store(b"a picture")
    good = tmp_path / "good.tar.gz"
    back_up(source.url, source.data_dir, good)
    content = good.read_bytes()
    broken = {
        "cut": content[: len(content) // 2],
        "changed": rewritten(good, lambda name, old: old.replace(b"Ann", b"Eve") if "person" in name else old),
        "file": rewritten(good, lambda name, old: b"x" if name.startswith("files/") else old),
        "foreign": rewritten(good, lambda name, old: old, extra="../escaped"),
        "more": rewritten(good, lambda name, old: old, extra=f"files/ab/{'ab' * 32}"),
        "newer": rewritten(good, saying(revision="9999")),
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
    blobs.store(b"a picture")
    file = tmp_path / "b.tar.gz"
    with clock.at(datetime(2026, 7, 22, 2, 15, 7, 900_000, tzinfo=UTC)):
        made = runner("backup", str(file))
    assert made.exit_code == 0, made.output
    held = "everything up to 22 July 2026, 03:15:07 (London): 1 partnership, 2 people, 2 entries and 1 file (1 kB)"
    assert re.fullmatch(rf"{file} \(\d+ kB\) holds {re.escape(held)}\.\n", made.output)
    assert file.stat().st_mode & 0o077 == 0
    kept = last_backup.recall(source.data_dir)
    assert (kept.up_to, kept.file) == (datetime(2026, 7, 22, 2, 15, 7, 900_000, tzinfo=UTC), str(file))

    elsewhere = {"DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}", "DATA_DIR": str(tmp_path / "x")}
    looked = outside(runner, "restore", str(file), "--check", **elsewhere)
    assert looked.exit_code == 0, looked.output
    assert looked.output.startswith(f"{made.output.strip()} Every count and hash is as it was")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar.gz"]

    back = outside(runner, "restore", str(file), **elsewhere)
    assert back.exit_code == 0, back.output
    assert back.output.startswith(f"Restored {held}; every count and hash is as it was.")
    assert "What was written after that moment is not in it." in back.output
    with restored(elsewhere["DATABASE_URL"], tmp_path / "x"):
        assert session().scalar(text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'revision'")), "its lists are slow"
    again = outside(runner, "restore", str(file), **elsewhere)
    assert (again.exit_code, "There are files in" in again.output) == (1, True)


def test_one_of_an_earlier_version_comes_back_and_says_what_it_knows(source, runner, tmp_path):
    """It kept when it was finished, and nothing of the moment whose rows it holds."""
    some_life()
    back_up(source.url, source.data_dir, tmp_path / "new.tar.gz")
    old = tmp_path / "old.tar.gz"
    old.write_bytes(rewritten(tmp_path / "new.tar.gz", saying(up_to=None, made_at="2025-11-22T03:15:07+00:00")))
    elsewhere = {"DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}", "DATA_DIR": str(tmp_path / "x")}
    back = outside(runner, "restore", str(old), **elsewhere)
    assert back.exit_code == 0, back.output
    assert "Restored what was there shortly before 22 November 2025, 03:15:07 (London): 1 partnership," in back.output
