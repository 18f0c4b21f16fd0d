"""The worker looks what falls due, lets go of what is over, beside its work, and stops when told to."""

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from lpcommunity import worker
from lpcommunity.access.models import Attempt
from lpcommunity.outbox import registry
from lpcommunity.outbox.leases import LEASE
from lpcommunity.retention.commands import Step
from lpcommunity.service_cli import in_words
from lpcommunity.storage import now, schema_compatibility, session, transactional
from tests.outbox.conftest import plan, subscribe  # noqa: F401


@transactional
def _put(many: int) -> None:
    session().add_all([Attempt(key="k", at=now() - timedelta(days=9)) for _ in range(many)])


def _count() -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(Attempt)) or 0


def _tidying(app):
    stop = threading.Event()
    thread = threading.Thread(target=worker._tidy, args=(app, stop))
    thread.start()
    return stop, thread


def test_it_tidies_a_while_after_its_start_and_again(app, monkeypatch):
    _put(3)
    for name, seconds in (("TIDIES_AFTER", 0.05), ("TIDIES_EVERY", 0.05), ("BREATH", 0.01)):
        monkeypatch.setattr(worker, name, seconds)
    stop, thread = _tidying(app)
    try:
        for _ in range(2):
            until = time.monotonic() + 10
            while _count() and time.monotonic() < until:
                time.sleep(0.02)
            assert _count() == 0
            _put(3)
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()


def test_it_ends_between_two_steps_when_told_to(app, monkeypatch):
    taken = []

    def steps(_settings):
        for n in range(1000):
            taken.append(n)
            yield Step("attempts", 1)

    monkeypatch.setattr(worker, "steps", steps)
    monkeypatch.setattr(worker, "TIDIES_AFTER", 0.01)
    monkeypatch.setattr(worker, "BREATH", 0.05)
    stop, thread = _tidying(app)
    time.sleep(0.3)
    stop.set()
    thread.join(5)
    assert not thread.is_alive()
    assert 0 < len(taken) < 50


def test_a_round_that_stumbles_is_followed_by_another(app, monkeypatch):
    rounds = []

    def steps(_settings):
        rounds.append(1)
        raise RuntimeError

    monkeypatch.setattr(worker, "steps", steps)
    monkeypatch.setattr(worker, "TIDIES_AFTER", 0.01)
    monkeypatch.setattr(worker, "TIDIES_EVERY", 0.01)
    stop, thread = _tidying(app)
    time.sleep(0.3)
    stop.set()
    thread.join(5)
    assert len(rounds) > 1


def test_it_ends_when_the_tables_belong_to_a_newer_version(app, monkeypatch):
    monkeypatch.setattr(worker, "LOOKS_AT_TABLES_EVERY", 0.05)
    monkeypatch.setattr(schema_compatibility, "fit", lambda: schema_compatibility.Fit.NEWER)
    with pytest.raises(worker.NoLongerFits, match="start the newer version") as ended:
        worker.run(app)
    assert "newer version" in str(in_words(ended.value))


def test_days_to_come_are_appointed_once_the_database_is_there(app, monkeypatch):
    """It was away when the worker began: nothing else would ever appoint the first."""
    tried, done = [], threading.Event()

    def appoint():
        tried.append(1)
        if len(tried) < 3:
            raise OperationalError("insert", {}, Exception("away"))
        done.set()

    monkeypatch.setattr(worker, "REST", 0.02)
    monkeypatch.setattr(registry, "appointments", lambda: [appoint])
    stop = threading.Event()
    watch = threading.Thread(target=worker._keep_appointed, args=(app, stop))
    watch.start()
    try:
        assert done.wait(10)
        time.sleep(0.2)
        assert len(tried) == 3
    finally:
        stop.set()
        watch.join(10)


def test_what_falls_due_is_told_though_nothing_else_happens(app, subscribe, monkeypatch):  # noqa: F811
    """The row alone wakes the lane of our own database: nothing was delivered before, and nothing is afterwards."""
    heard = threading.Event()
    subscribe(lambda event, meta: heard.set())
    monkeypatch.setattr(worker, "LOOK_EVERY", 0.02)
    plan(1, "bell:1", now() + timedelta(seconds=0.3))
    stop = threading.Event()
    lane = threading.Thread(target=worker._work, args=(app, worker.lanes()[0], stop, LEASE))
    lane.start()
    try:
        assert not heard.wait(0.1)
        assert heard.wait(10)
    finally:
        stop.set()
        lane.join(10)
    assert not lane.is_alive()
