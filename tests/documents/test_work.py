"""The queue of documents: each is read once, whatever happens to the workers, and never for ever."""

from datetime import timedelta

import pytest

from lpcommunity.documents import commands, extraction, work
from lpcommunity.documents.commands import LATER, LEASE, MOST_TRIES, Result
from lpcommunity.documents.models import BEGUN, EMPTY, READ, UNREADABLE, WAITING, DocumentText
from lpcommunity.documents.queries import any_due, numbers
from lpcommunity.search import analysis
from lpcommunity.storage import blobs, clock, db, now, session
from tests.documents.builders import docx

SAID = docx("Umbrellas in the hall.")


@pytest.fixture
def wanted(app):
    key = blobs.store(SAID)
    commands.want([key])
    commands.want([key, key])
    return key


def row(key):
    session().rollback()
    return session().get(DocumentText, key)


def state(key):
    return row(key).state


def test_the_same_content_is_read_once(wanted):
    assert work.read_next()
    assert (state(wanted), row(wanted).text) == (READ, "Umbrellas in the hall.")
    assert row(wanted).words == analysis.kept("Umbrellas in the hall.")
    commands.want([wanted])
    assert not work.read_next()


def test_what_a_killed_worker_held_is_taken_up_again_and_its_late_answer_is_nobodys(wanted):
    killed = commands.take()
    assert not any_due()
    with clock.at(now() + LEASE + timedelta(seconds=1)):
        taken = commands.take()
        assert not commands.keep(killed, Result(UNREADABLE))
        assert commands.keep(taken, Result(READ, "Umbrellas."))
    assert not commands.keep(killed, Result(UNREADABLE))
    assert state(wanted) == READ


def test_one_that_brings_workers_down_is_left(wanted):
    for _ in range(MOST_TRIES):
        assert commands.take() is not None
        db.session.query(DocumentText).update({"run_at": now() - timedelta(seconds=1)})
        session().commit()
    assert commands.take() is None
    assert state(wanted) == UNREADABLE


def test_where_the_file_is_away_it_is_tried_later(wanted):
    path = blobs.path_of(wanted)
    path.unlink()
    assert work.read_next()
    assert state(wanted) == WAITING
    assert not any_due()
    blobs.store(SAID)
    with clock.at(now() + LATER):
        assert work.read_next()
    assert state(wanted) == READ


def test_however_long_the_machine_fails_the_document_is_not_blamed(wanted, monkeypatch):
    def fails(*_):
        raise extraction.NotNow

    with monkeypatch.context() as broken:
        broken.setattr(extraction, "read", fails)
        for number in range(MOST_TRIES + 2):
            with clock.at(now() + number * (LATER + timedelta(minutes=1))):
                assert work.read_next()
                assert (state(wanted), row(wanted).tries) == (WAITING, 0)
    with clock.at(now() + (MOST_TRIES + 3) * (LATER + timedelta(minutes=1))):
        assert work.read_next()
    assert state(wanted) == READ


def test_told_to_stop_a_worker_gives_it_back(wanted, monkeypatch):
    monkeypatch.setattr(extraction, "COMMAND", ("sleep", "60"))
    assert not work.read_next(lambda: True)
    assert (row(wanted).tries, any_due()) == (0, True)


def test_what_nobody_is_shown_any_more_is_not_kept(wanted):
    taken = commands.take()
    commands.forget([wanted])
    assert not commands.keep(taken, Result(READ, "Umbrellas."))
    assert row(wanted) is None


def test_however_many_words_a_document_has_both_databases_keep_them(app):
    """Distinct ones, of letters that count six each."""
    many = " ".join("".join(chr(0x10330 + n // 26**at % 26) for at in range(9)) for n in range(20_000))
    key = blobs.store(b"x")
    commands.want([key])
    assert commands.keep(commands.take(), Result(READ, many))
    assert len(row(key).words) <= commands.MOST_WORDS
    assert row(key).state == BEGUN


def test_an_operator_sees_them_and_lets_them_be_read_again(wanted, runner):
    other = blobs.store(b"MZ\0\0\0\0")
    commands.want([other, blobs.store(docx())])
    while work.read_next():
        pass
    assert {name: one.number for name, one in numbers().items()} == {READ: 1, UNREADABLE: 1, EMPTY: 1}
    session().rollback()
    said = runner("documents").output
    assert "       1  cannot be read" in said
    assert "1 documents wait" in runner("documents", "--again", "--unreadable").output
    assert (state(other), state(wanted)) == (WAITING, READ)
    assert "2 documents wait" in runner("documents", "--again").output
    assert row(wanted).text == "Umbrellas in the hall."  # found meanwhile


def test_many_are_queued_anew_some_at_a_time(wanted, monkeypatch):
    monkeypatch.setattr(commands, "AT_ONCE", 2)
    commands.want([blobs.store(docx(f"Number {number}.")) for number in range(4)])
    while work.read_next():
        pass
    with clock.at(now() + timedelta(minutes=1)):
        assert commands.read_again() == 5
        assert numbers()[WAITING].number == 5
    assert row(wanted).text == "Umbrellas in the hall.", "what is known of it is found meanwhile"


def test_what_was_read_before_is_found_still_where_reading_it_anew_brings_workers_down(wanted):
    assert work.read_next()
    with clock.at(now() + timedelta(minutes=1)):
        commands.read_again()
    for number in range(MOST_TRIES + 1):
        with clock.at(now() + timedelta(hours=number + 1)):
            taken = commands.take()
    assert taken is None
    assert (state(wanted), row(wanted).text) == (READ, "Umbrellas in the hall.")
