"""At least once, its effects exactly once; put off when it fails, given up when it keeps failing."""

import json
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.exc import OperationalError

from lpcommunity import outbox, worker
from lpcommunity.access.models import Attempt
from lpcommunity.outbox import commands, leases, queries, registry
from lpcommunity.outbox.dispatcher import deliver_next, pause_after
from lpcommunity.outbox.models import Delivery
from lpcommunity.storage import clock, db, now, session, transactional
from tests.outbox.conftest import BellRung, ring


def note(event, meta):
    """A handler with an effect in the database."""
    session().add(Attempt(key=f"bell:{event.bell_id}", at=meta.at))


def notes():
    session().rollback()
    return list(session().scalars(select(Attempt.key).order_by(Attempt.id)))


def only_delivery():
    session().rollback()
    return session().scalars(select(Delivery)).one()


def all_names():
    return registry.names()


def test_each_subscriber_hears_of_it_once(app, subscribe):
    subscribe(note)
    heard = []
    subscribe(lambda event, meta: heard.append(event), external_effect=True)
    ring(7)
    worker.run(app, until_empty=True)
    assert notes() == ["bell:7"]
    assert heard == [BellRung(7)]
    worker.run(app, until_empty=True)
    assert notes() == ["bell:7"]


def test_what_is_rolled_back_is_never_told(app, subscribe):
    subscribe(note)

    @transactional
    def ring_and_fail():
        outbox.record(BellRung(1))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        ring_and_fail()
    worker.run(app, until_empty=True)
    assert notes() == []


def test_nothing_is_recorded_outside_a_command(app, subscribe):
    with pytest.raises(RuntimeError):
        outbox.record(BellRung(1))


def test_a_failing_handler_leaves_nothing_and_is_tried_again(app, subscribe):
    broken = [True]

    def handler(event, meta):
        note(event, meta)
        session().flush()
        if broken:
            raise ValueError("a secret of somebody")

    subscribe(handler)
    ring()
    worker.run(app, until_empty=True)
    assert notes() == []
    delivery = only_delivery()
    assert delivery.attempts == 1
    assert delivery.run_at > now()
    assert delivery.last_error.startswith("ValueError")
    assert "secret" not in delivery.last_error
    broken.clear()
    worker.run(app, until_empty=True)
    assert notes() == []
    with clock.at(now() + timedelta(seconds=3)):
        worker.run(app, until_empty=True)
    assert notes() == ["bell:1"]
    assert only_delivery().done_at is not None


def test_it_is_given_up_after_so_many_tries_and_can_be_taken_up_again(app, subscribe):
    broken = [True]

    def handler(event, meta):
        if broken:
            raise ValueError
        note(event, meta)

    name = subscribe(handler, tries=3)
    ring()
    moment = now()
    for _ in range(5):
        with clock.at(moment):
            worker.run(app, until_empty=True)
        moment += timedelta(hours=2)
    delivery = only_delivery()
    assert (delivery.attempts, delivery.dead_at is not None) == (3, True)
    assert [(one.state, one.subscriber) for one in queries.waiting()] == [("dead", name)]
    assert queries.counts()["dead"] == 1
    broken.clear()
    assert commands.retry(delivery.id)
    worker.run(app, until_empty=True)
    assert notes() == ["bell:1"]
    assert not commands.retry(delivery.id)


def test_a_handler_can_give_up_at_once_or_ask_for_later(app, subscribe):
    def refuse(event, meta):
        raise outbox.GiveUp("smtp 550")

    def wait(event, meta):
        raise outbox.RetryLater("smtp closed", longest_pause=60)

    subscribe(refuse, external_effect=True)
    subscribe(wait, external_effect=True, tries=None)
    ring()
    worker.run(app, until_empty=True)
    assert [(one.state, one.last_error) for one in queries.waiting()] == [
        ("dead", "smtp 550"),
        ("later", "smtp closed"),
    ]


def test_pauses_grow_and_end():
    seconds = [pause_after(n).total_seconds() for n in range(1, 40)]
    assert seconds[0] <= 2
    assert 700 < seconds[9] <= 1024
    assert max(seconds) <= 3600
    assert pause_after(30, 60).total_seconds() <= 60


def test_a_claim_is_nobody_elses_until_its_lease_ends(app, subscribe):
    subscribe(note)
    ring()
    (first,) = leases.claim(all_names())
    assert leases.claim(all_names()) == []
    assert queries.counts()["running"] == 1
    with clock.at(now() + timedelta(seconds=31)):
        (second,) = leases.claim(all_names())
    assert second.id == first.id
    assert (first.attempts, second.attempts) == (1, 2)
    finish = transactional(leases.finish)
    with pytest.raises(leases.LeaseLost):
        finish(first)
    finish(second)
    with pytest.raises(leases.LeaseLost):
        finish(second)


def test_whoever_lost_the_lease_leaves_no_effect(app, subscribe):
    def slow(event, meta):
        note(event, meta)
        session().execute(update(Delivery).values(lease_token="somebody else"))

    subscribe(slow)
    ring()
    assert deliver_next(all_names())
    assert notes() == []
    assert only_delivery().done_at is None


def test_a_delivery_nobody_here_knows_waits_for_whoever_does(app, subscribe):
    subscribe(note)
    ring()
    registry._subscribers.clear()
    worker.run(app, until_empty=True)
    assert only_delivery().done_at is None
    assert queries.counts()["nobody"] == 1
    subscribe(note)
    worker.run(app, until_empty=True)
    assert notes() == ["bell:1"]


def test_a_subscriber_that_comes_later_hears_of_what_comes_later(app, subscribe):
    ring(1)
    subscribe(note)
    ring(2)
    worker.run(app, until_empty=True)
    assert notes() == ["bell:2"]


def test_the_oldest_comes_first(app, subscribe):
    subscribe(note)
    for hours, bell in ((1, 1), (3, 3), (2, 2)):
        with clock.at(now() - timedelta(hours=hours)):
            ring(bell)
    worker.run(app, until_empty=True)
    assert notes() == ["bell:3", "bell:2", "bell:1"]


def test_looking_for_work_writes_nothing(app, subscribe, count_queries):
    subscribe(note)
    with count_queries() as asked:
        assert not leases.any_due(all_names())
    assert len(asked) == 1, asked
    assert asked[0].startswith("SELECT")


def test_the_operator_sees_what_waits(app, runner, subscribe):
    subscribe(note)
    ring()
    shown = runner("outbox")
    assert shown.exit_code == 0, shown.output
    assert "1 due" in shown.output
    assert "BellRung" in shown.output
    told = json.loads(runner("outbox", "--json").output)
    assert (told["due"], told["dead"], told["deliveries"][0]["event"]) == (1, 0, "BellRung")
    assert runner("outbox", "--retry", "999999").exit_code == 1


def test_a_database_that_is_away_for_a_while_ends_no_lane(app, subscribe, monkeypatch):
    subscribe(note)
    monkeypatch.setattr(worker, "REST", 0.05)
    monkeypatch.setattr(worker, "LOOK_EVERY", 0.05)
    ring()
    stop, away = threading.Event(), threading.Event()
    away.set()

    def fail(*_ignored):
        if away.is_set() and threading.current_thread() is lane:
            raise OperationalError("select", {}, ConnectionError("gone"))

    lane = threading.Thread(target=worker._work, args=(app, worker.lanes()[0], stop, leases.LEASE))
    event.listen(db.engine, "before_cursor_execute", fail)
    try:
        lane.start()
        time.sleep(0.3)
        assert lane.is_alive()
        assert notes() == []
        away.clear()
        end = time.monotonic() + 10
        while not notes() and time.monotonic() < end:
            time.sleep(0.05)
    finally:
        stop.set()
        lane.join()
        event.remove(db.engine, "before_cursor_execute", fail)
    assert notes() == ["bell:1"]
