"""A file on disk goes a day after nothing names it, never one that is named, whatever happens in between."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from lpcommunity.attachments.commands import add_attachment, discard_pending
from lpcommunity.attachments.models import Attachment
from lpcommunity.drafts.signed_forms import new_key
from lpcommunity.people.commands import change_photo, remove_photo
from lpcommunity.people.models import Person
from lpcommunity.retention import commands, stored_files
from lpcommunity.storage import backup, blobs, clock, migrations, now, session
from tests import factories as make
from tests.factories import reading

A_DAY = timedelta(days=1)


def _picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(out, "PNG")
    return out.getvalue()


def _stored() -> set[str]:
    return {path.name for folder in blobs.folders() for path in folder.iterdir() if blobs.NAME.match(path.name)}


def _round(app, after: timedelta = timedelta()) -> int:
    """One look at all files, so long from now."""
    session().rollback()
    with clock.at(now() + after):
        return sum(step.gone for step in commands.steps(app.config) if step.rule == commands.FILES)


@pytest.fixture
def me(app):
    return reading(make.person())


def _aged(key: str, days: int = 100) -> str:
    """As if it had been stored long ago."""
    at = now().timestamp() - days * 86_400
    os.utime(blobs.path_of(key), (at, at))
    return key


def test_a_picture_replaced_and_a_draft_thrown_away_are_gone_after_a_day(app, me):
    change_photo(me, "me.png", _picture("red"))
    change_photo(me, "me.png", _picture("blue"))
    key = new_key()
    add_attachment(me, key, "picture.png", _picture("green"))
    discard_pending(me, key)
    photo = session().scalars(select(Person.photo_key)).one()
    for stored in _stored():
        _aged(stored)
    assert _round(app) == 0
    assert _round(app, A_DAY - timedelta(minutes=1)) == 0
    assert len(_stored()) == 4
    assert _round(app, A_DAY + timedelta(minutes=1)) == 3
    assert _stored() == {photo}
    remove_photo(me)
    assert _round(app, 2 * A_DAY) == 0
    assert _round(app, 4 * A_DAY) == 1
    assert _stored() == set()


def test_an_old_file_let_go_of_a_moment_ago_waits_for_its_day(app, me):
    change_photo(me, "me.png", _picture("red"))
    [key] = _stored()
    _aged(key)
    assert _round(app, 10 * A_DAY) == 0
    with clock.at(now() + 20 * A_DAY):
        remove_photo(me)
    assert _round(app, 20 * A_DAY) == 0
    assert _stored() == {key}


def test_what_is_named_again_loses_its_mark(app, me):
    key = _aged(blobs.store(b"again"))
    assert _round(app) == 0
    add_attachment(me, new_key(), "again.txt", b"again")
    assert _round(app, 5 * A_DAY) == 0
    assert [path.name for folder in blobs.folders() for path in folder.iterdir()] == [key]


def test_what_is_stored_again_at_the_last_moment_is_given_back(app, me):
    key = _aged(blobs.store(b"again"))
    _round(app, -2 * A_DAY)  # marked two days ago
    blobs.store(b"again")  # the row that names it is not committed yet
    assert _round(app) == 0
    assert _stored() == {key}
    add_attachment(me, new_key(), "again.txt", b"again")
    assert _round(app, 3 * A_DAY) == 0
    assert blobs.read(key) == b"again"


def test_whoever_stores_what_is_just_leaving_stores_it_anew(app, me, monkeypatch):
    key = _aged(blobs.store(b"again"))
    _round(app, -2 * A_DAY)
    age = stored_files._age

    def stored_meanwhile(path):
        if path.name.startswith(stored_files.LEAVING):
            assert blobs.store(b"again") == key
        return age(path)

    monkeypatch.setattr(stored_files, "_age", stored_meanwhile)
    _round(app)
    assert blobs.read(key) == b"again"


def test_what_a_killed_process_left_is_cleared_away_or_brought_back(app, me):
    add_attachment(me, new_key(), "kept.txt", b"kept")
    kept = session().scalars(select(Attachment.blob_key)).one()
    session().rollback()
    gone = _aged(blobs.store(b"gone"))
    for key in (kept, gone):
        path = blobs.path_of(key)
        path.rename(path.with_name(f"{stored_files.LEAVING}{key}"))
    half = blobs.path_of(kept).with_name("." + "0" * 16)
    half.write_bytes(b"half")
    orphan = blobs.path_of(kept).with_name(f"{stored_files.MARK}{'f' * 64}")
    orphan.touch()
    _round(app)
    assert blobs.read(kept) == b"kept"
    assert half.exists()
    _round(app, 2 * A_DAY)
    left = {path.name for folder in blobs.folders() for path in folder.iterdir()}
    assert left == {kept}


def test_the_check_counts_and_changes_nothing(app, me, runner):
    add_attachment(me, new_key(), "kept.txt", b"kept")
    _aged(blobs.store(b"due"))
    _round(app, -2 * A_DAY)
    blobs.store(b"fresh")
    session().rollback()
    before = sorted(path for folder in blobs.folders() for path in folder.iterdir())
    said = runner("tidy", "--check").output
    assert "1  files on disk that nothing names (1 more wait for their day): kept for 1 day (KEEP_FILES_DAYS)" in said
    assert sorted(path for folder in blobs.folders() for path in folder.iterdir()) == before
    assert "1 more files that nothing names wait for their day." in runner("tidy").output
    assert len(_stored()) == 2


def test_a_backup_goes_on_where_a_file_is_cleared_away_meanwhile(app, database, me, tmp_path, monkeypatch):
    kept = blobs.store(b"kept")
    add_attachment(me, new_key(), "kept.txt", b"kept")
    going = blobs.store(b"going")
    session().rollback()
    monkeypatch.setattr(migrations, "current", lambda _url: "head")
    monkeypatch.setattr(backup, "_add_tables", lambda *_: backup._Rows(now(), "head", {}, set()))

    really = Path.read_bytes

    def clear_away(path):
        if path.name == going:
            path.unlink()
        return really(path)

    monkeypatch.setattr(Path, "read_bytes", clear_away)
    assert backup.back_up(database.url, database.data_dir, tmp_path / "b.tar.gz").files.keys() == {kept}
    assert not blobs.path_of(going).exists()
