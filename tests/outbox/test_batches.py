"""Many deliveries in one transaction, none of which another can spoil."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from lpcommunity import worker
from lpcommunity.access.models import Attempt
from lpcommunity.outbox import dispatcher, leases, queries, registry
from lpcommunity.outbox.dispatcher import BATCH, deliver_batch, deliver_next
from lpcommunity.outbox.models import Delivery
from lpcommunity.storage import clock, db, now, session
from tests.outbox.conftest import ring

BELLS = 20


def note(event, meta):
    session().add(Attempt(key=f"bell:{event.bell_id:02}", at=meta.at))


def notes():
    session().rollback()
    return sorted(session().scalars(select(Attempt.key)))


def all_bells(*but):
    return [f"bell:{n:02}" for n in range(BELLS) if n not in but]


@pytest.fixture
def commits(app):
    """How many transactions were kept."""
    kept: list[object] = []
    count = kept.append
    event.listen(db.engine, "commit", count)
    yield kept
    event.remove(db.engine, "commit", count)


def test_a_batch_takes_two_transactions(app, subscribe, commits):
    subscribe(note)
    for n in range(BELLS):
        ring(n)
    commits.clear()
    assert deliver_batch(registry.names()) == BELLS
    assert notes() == all_bells()
    assert len(commits) <= 3  # to claim, to look for what was tried before, to finish
    assert queries.counts()["done"] == BELLS


def test_one_that_fails_takes_no_other_with_it(app, subscribe):
    def fragile(event, meta):
        note(event, meta)
        session().flush()
        if event.bell_id == 7:
            raise ValueError

    subscribe(fragile)
    for n in range(BELLS):
        ring(n)
    worker.run(app, until_empty=True)
    assert notes() == all_bells(7)
    (one,) = queries.waiting()
    assert (one.state, one.attempts, one.last_error.startswith("ValueError")) == ("later", 1, True)


def test_one_that_breaks_the_transaction_takes_no_other_with_it(app, subscribe):
    """PostgreSQL answers nothing more after an error, SQLite goes on: either way the others are told."""

    def broken(event, meta):
        note(event, meta)
        session().flush()
        if event.bell_id == 7:
            session().connection().exec_driver_sql("SELECT no_such_column")

    subscribe(broken)
    for n in range(BELLS):
        ring(n)
    worker.run(app, until_empty=True)
    assert notes() == all_bells(7)


def test_one_that_was_taken_over_is_left_to_whoever_has_it(app, subscribe):
    subscribe(note)
    for n in range(BELLS):
        ring(n)
    claims = leases.claim(registry.names(), most=BATCH)
    with clock.at(now() + timedelta(seconds=31)):
        (taken,) = leases.claim(registry.names())
    assert dispatcher._deliver_together(claims) == BELLS
    assert notes() == all_bells(0)
    assert (taken.id, queries.counts()["running"]) == (claims[0].id, 1)


def test_one_whose_lease_is_lost_on_the_way_takes_no_other_with_it(app, subscribe):
    def slow(event, meta):
        note(event, meta)
        if event.bell_id == 7:
            session().execute(update(Delivery).where(Delivery.id == ids[7]).values(lease_token="somebody else"))

    subscribe(slow)
    for n in range(BELLS):
        ring(n)
    ids = list(session().scalars(select(Delivery.id).order_by(Delivery.id)))
    session().rollback()
    deliver_batch(registry.names())
    assert notes() == all_bells(7)


def test_what_was_tried_before_is_taken_singly(app, subscribe):
    """So that one which brings the worker down brings down no other."""
    sizes = []

    def together(claims):
        sizes.append(len(claims))
        return original(claims)

    original = dispatcher._deliver_together
    subscribe(note)
    for n in range(BELLS):
        ring(n)
    leases.claim(registry.names(), most=5)  # and the worker is gone
    with pytest.MonkeyPatch.context() as patch, clock.at(now() + timedelta(seconds=31)):
        patch.setattr(dispatcher, "_deliver_together", together)
        assert deliver_batch(registry.names()) == BELLS - 5 + 1
        worker.run(app, until_empty=True)
    assert sizes == [BELLS - 5]
    assert notes() == all_bells()


def test_what_there_is_no_time_for_is_given_back(app, subscribe):
    def slow(event, meta):
        note(event, meta)
        time.sleep(0.06)

    subscribe(slow)
    for n in range(BELLS):
        ring(n)
    deliver_batch(registry.names(), timedelta(seconds=0.4))
    counts = queries.counts()
    assert 0 < counts["done"] < BELLS
    assert counts["due"] == BELLS - counts["done"]
    assert set(session().scalars(select(Delivery.attempts).where(Delivery.done_at.is_(None)))) == {0}
    worker.run(app, until_empty=True)
    assert notes() == all_bells()


def test_others_can_write_while_a_long_batch_is_at_work(app, subscribe, commits, monkeypatch):
    monkeypatch.setattr(dispatcher, "LONGEST_TOGETHER", 0.05)
    subscribe(lambda event, meta: time.sleep(0.03))
    for n in range(6):
        ring(n)
    commits.clear()
    assert deliver_batch(registry.names()) == 6
    assert len(commits) >= 5  # two for claiming, and more than one for finishing


def test_mail_stays_one_at_a_time(app, subscribe):
    heard = []
    subscribe(lambda event, meta: heard.append(event.bell_id), external_effect=True)
    ring(1)
    ring(2)
    assert deliver_next(registry.names(external_effect=True)) == 1
    assert heard == [1]
