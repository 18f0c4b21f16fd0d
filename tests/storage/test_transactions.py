"""The write path: one transaction an intent, nothing half done, nothing told that is not true."""

import threading
from dataclasses import dataclass

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from lpcommunity import outbox
from lpcommunity.access import access
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.outbox.recorder import RecordedOutsideCommand
from lpcommunity.people.models import Person
from lpcommunity.storage import db, session, transactional
from lpcommunity.storage.transactions import ChangedOutsideCommand
from tests import factories as make


@dataclass(frozen=True)
class SomethingHappened:
    """An event of this test."""

    person_id: int


@transactional
def rename(person: Person, name: str, fail: bool = False) -> None:
    person.name = name
    outbox.record(SomethingHappened(person.id))
    if fail:
        raise RuntimeError("in the middle")


def test_what_fails_in_the_middle_left_no_trace(app):
    somebody = make.person("Before")
    with pytest.raises(RuntimeError):
        rename(somebody, "After", fail=True)
    assert somebody.name == "Before"
    assert session().scalar(select(OutboxEvent).where(OutboxEvent.name == "SomethingHappened")) is None


def test_a_nested_command_joins_the_outer_one(app):
    somebody = make.person("Before")

    @transactional
    def outer() -> None:
        rename(somebody, "Inner")
        raise RuntimeError("after the inner one")

    with pytest.raises(RuntimeError):
        outer()
    assert somebody.name == "Before"


def test_a_change_outside_a_command_is_refused(app):
    somebody = make.person("Before")
    somebody.name = "By accident"
    with pytest.raises(ChangedOutsideCommand):
        rename(somebody, "After")
    session().rollback()


def test_nothing_is_told_outside_a_command(app):
    with pytest.raises(RecordedOutsideCommand):
        outbox.record(SomethingHappened(1))


def test_a_command_reads_afresh_what_others_changed(app):
    somebody = make.person("Before")
    seen = []
    assert somebody.name == "Before"  # opens a reading transaction

    def elsewhere() -> None:
        with app.app_context():
            rename(session().get_one(Person, person_id), "Meanwhile")
            db.session.remove()

    person_id = somebody.id
    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()

    @transactional
    def look() -> None:
        seen.append(somebody.name)

    look()
    assert seen == ["Meanwhile"]


def test_many_at_once_lose_nothing(app):
    """Read, then write: what fails at once on a deferred SQLite transaction, and loses updates without a lock."""
    person_id = make.person("0").id

    @transactional
    def add_one() -> None:
        row = session().scalars(select(Person).where(Person.id == person_id).with_for_update(of=Person)).one()
        row.name = str(int(row.name) + 1)

    errors: list[BaseException] = []

    def writer() -> None:
        with app.app_context():
            try:
                for _ in range(10):
                    add_one()
            except BaseException as error:  # noqa: BLE001  (shown below)
                errors.append(error)
            finally:
                db.session.remove()

    writers = [threading.Thread(target=writer) for _ in range(6)]
    for one in writers:
        one.start()
    for one in writers:
        one.join(60)
    assert errors == []
    session().rollback()
    assert session().get_one(Person, person_id).name == "60"


class LostConnection(Exception):
    """What a driver says when the other side is gone."""


def lost() -> DBAPIError:
    return OperationalError("COMMIT", {}, LostConnection(), connection_invalidated=True)


def once(monkeypatch, name, error):
    """Let this act of the session fail once, after it was done."""
    real, left = getattr(Session, name), [error]

    def act(self, *args, **kwargs):
        done = real(self, *args, **kwargs)
        if self.info.get("writing") and left:
            raise left.pop()
        return done

    monkeypatch.setattr(Session, name, act)


@transactional
def count_up(person: Person) -> None:
    person.job_title += "x"


def test_what_was_lost_before_the_commit_is_tried_again(app, monkeypatch):
    somebody = make.person("Somebody")
    once(monkeypatch, "flush", lost())
    count_up(somebody)
    assert somebody.job_title == "x"


def test_what_was_lost_during_the_commit_does_not_happen_twice(app, monkeypatch):
    """It may be kept or not; whoever asked is told that it is not known."""
    somebody = make.person("Somebody")
    once(monkeypatch, "commit", lost())
    with pytest.raises(DBAPIError):
        count_up(somebody)
    session().rollback()
    assert somebody.job_title == "x"


def test_a_deadlock_is_tried_again(app, monkeypatch):
    class Deadlock(Exception):
        sqlstate = "40P01"

    somebody = make.person("Somebody")
    once(monkeypatch, "flush", OperationalError("UPDATE", {}, Deadlock()))
    count_up(somebody)
    assert somebody.job_title == "x"


@pytest.mark.parametrize(
    "change",
    [
        lambda person: setattr(person, "name", "By accident"),
        lambda person: [setattr(person, "name", "By accident"), session().flush()],  # type: ignore[func-returns-value]
        lambda person: session().execute(update(Person).where(Person.id == person.id).values(name="By accident")),
    ],
)
def test_a_request_that_leaves_changed_rows_uncommitted_fails(app, client, change, monkeypatch):
    somebody = make.person("Before")
    person_id = somebody.id

    def careless() -> str:
        change(session().get(Person, person_id))
        return ""

    monkeypatch.setitem(app.view_functions, "health.healthz", access("anyone")(careless))
    with pytest.raises(AssertionError, match="uncommitted"):
        client.get("/healthz")
