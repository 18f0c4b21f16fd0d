"""Who is told to stop takes back what was begun, and says so; what is being committed is done whole."""

import os
import signal

import pytest
from sqlalchemy import event, func, select

from lpcommunity.programmes.models import Programme
from lpcommunity.storage import blobs, interruption, now, session, transactional
from lpcommunity.storage.interruption import Stopped, at_commit, heard


def tell(number=signal.SIGINT):
    """As somebody outside would: this process hears it at once."""
    os.kill(os.getpid(), number)


@pytest.fixture(autouse=True)
def _nothing_else_changes():
    before = [signal.getsignal(number) for number in interruption.SIGNALS]
    yield
    assert [signal.getsignal(number) for number in interruption.SIGNALS] == before
    assert interruption._current == []


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_it_is_said_in_a_sentence_and_told_by_the_status(number, status, capsys):
    taken_back = []

    def work():
        try:
            tell(number)
        finally:
            tell(number)  # a second time, while it takes back
            taken_back.append("all of it")

    with pytest.raises(Stopped) as stopped, heard("Nothing stays."):
        work()
    assert taken_back == ["all of it"]
    assert stopped.value.exit_code == status
    stopped.value.show()
    assert capsys.readouterr() == ("", "Nothing stays.\n")


def test_an_error_on_the_way_back_hides_nothing():
    def work():
        try:
            tell()
        except KeyboardInterrupt:
            raise OSError("the connection is gone as well") from None

    with pytest.raises(Stopped, match="Nothing stays"), heard("Nothing stays."):
        work()


def test_an_error_that_nobody_asked_for_stays_one():
    with pytest.raises(OSError, match="gone"), heard("Nothing stays."):
        raise OSError("gone")


def test_a_commit_is_done_whole_and_then_it_is_too_late():
    done = []
    with heard("Nothing stays."):
        with at_commit():
            tell()
            done.append("committed")
        tell()
        done.append("said")
    assert done == ["committed", "said"]


def test_after_a_commit_that_is_one_of_several_another_sentence_holds():
    done = []

    def work():
        with at_commit():
            done.append("first")
        with at_commit():
            tell()
            done.append("second")
        done.append("third")

    with pytest.raises(Stopped, match="What went is gone"), heard("Nothing stays.", kept="What went is gone."):
        work()
    assert done == ["first", "second"]


def test_what_was_told_to_outlive_its_terminal_does():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with heard("Nothing stays."):
            tell(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_an_error_after_the_commit_is_not_called_a_stop():
    def work():
        with at_commit():
            tell()
        raise OSError("no statistics")

    with pytest.raises(OSError, match="statistics"), heard("Nothing stays."):
        work()


def test_a_command_that_is_told_while_it_commits_has_done_it(app):
    @transactional
    def add():
        event.listen(session(), "before_commit", lambda _: tell(), once=True)
        session().add(Programme(slug="phase-1", name="Phase 1", summary="", created_at=now()))

    with heard("Nothing stays."):
        add()
    assert session().scalar(select(func.count()).select_from(Programme)) == 1


def test_files_that_a_part_has_kept_go_with_the_whole(app):
    """The demonstration is brought in, and then people are told of it: stopped there, no picture stays either."""

    def load():
        with blobs.kept_if_done():
            blobs.store(b"before")
            with blobs.kept_if_done():
                blobs.store(b"a picture")
            tell()

    with pytest.raises(Stopped), heard("Nothing stays."):
        load()
    assert [path for folder in blobs.folders() for path in folder.iterdir()] == []
