"""What is to happen on a day to come happens on that day, once: whatever clocks do, whoever works or restarts."""

import json
import time as clock_time
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from lpcommunity import outbox, worker
from lpcommunity.access.models import Attempt
from lpcommunity.demo.outbox_drain import deliver_everything
from lpcommunity.doctor import outbox_checks
from lpcommunity.outbox import due_rows, queries, recorder, registry, scheduler
from lpcommunity.outbox.backlog import backlog
from lpcommunity.outbox.leases import LEASE
from lpcommunity.outbox.models import DueRow, OutboxEvent
from lpcommunity.retention import commands as retention
from lpcommunity.storage import clock, now, session, transactional
from lpcommunity.storage.setting_rules import LEAST_KEPT
from tests.doctor.conftest import told
from tests.harness.races import at_once
from tests.outbox.conftest import BellRung, call_off, plan

SEVEN = time(7)
START = datetime(2018, 1, 15, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def note(event, meta):
    """An effect in the database that no constraint keeps single."""
    session().add(Attempt(key=f"bell:{event.bell_id}", at=meta.at))


def notes():
    """Which bells rang, and when they say it was."""
    session().rollback()
    return [(key, at) for key, at in session().execute(select(Attempt.key, Attempt.at).order_by(Attempt.id))]


def rung():
    return [key for key, _ in notes()]


def rows():
    session().rollback()
    return {one.key: one for one in session().scalars(select(DueRow))}


def work(app, moment):
    with clock.at(moment):
        worker.run(app, until_empty=True)


@pytest.fixture
def bells(app, subscribe):
    subscribe(note)
    return app


# When


def test_it_happens_when_it_is_due_and_not_before(bells):
    with clock.at(START):
        plan(1, "bell:1", START + DAY)
    work(bells, START + DAY - timedelta(seconds=1))
    assert notes() == []
    work(bells, START + DAY)
    assert notes() == [("bell:1", START + DAY)]
    work(bells, START + 2 * DAY)
    assert rung() == ["bell:1"]


def test_a_moment_that_has_passed_is_now(bells):
    with clock.at(START):
        plan(1, "bell:1", START - DAY)
    work(bells, START)
    assert notes() == [("bell:1", START)]


@pytest.mark.parametrize(
    ("first", "hours"),
    [(date(2018, 3, 23), [7, 7, 6, 6]), (date(2018, 10, 26), [6, 6, 7, 7])],
    ids=["spring", "autumn"],
)
def test_seven_in_london_is_seven_across_the_night_on_which_clocks_change(bells, first, hours):
    days = [first + n * DAY for n in range(4)]
    begin = datetime.combine(first, time(), UTC)
    with clock.at(begin):
        for n, day in enumerate(days):
            plan(n, f"letter:{day}", clock.in_london(day, SEVEN))
    for n in range(4 * 24):
        work(bells, begin + n * HOUR)
    due = [datetime.combine(day, time(hour), UTC) for day, hour in zip(days, hours, strict=True)]
    assert notes() == [(f"bell:{n}", moment) for n, moment in enumerate(due)]
    assert [row.fell_at for row in rows().values()] == due
    assert {moment.astimezone(clock.LONDON).time() for moment in due} == {SEVEN}


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2018, 3, 25), datetime(2018, 3, 25, 1, tzinfo=UTC)),  # half past one is skipped: two, summer time
        (date(2018, 10, 28), datetime(2018, 10, 28, 0, 30, tzinfo=UTC)),  # half past one is shown twice: the first
    ],
    ids=["skipped", "twice"],
)
def test_what_is_due_in_the_hour_that_is_skipped_or_comes_twice_happens_once(bells, day, due):
    begin = datetime.combine(day, time(), UTC)
    with clock.at(begin - DAY):
        plan(1, "bell:1", clock.in_london(day, time(1, 30)))
    for n in range(-6, 24):
        work(bells, begin + n * timedelta(minutes=10))
    assert notes() == [("bell:1", due)]
    assert rows()["bell:1"].fell_at == due


def test_what_was_due_while_no_worker_ran_happens_once_it_does_and_says_when_it_was_due(bells):
    """So whoever tells of it treats it as what it is: news, or history."""
    with clock.at(START):
        for n in (3, 1, 2):
            plan(n, f"bell:{n}", START + n * DAY)
    work(bells, START + 30 * DAY)
    work(bells, START + 30 * DAY)  # and the worker was started again
    assert notes() == [(f"bell:{n}", START + n * DAY) for n in (1, 2, 3)]
    assert {row.fell_at for row in rows().values()} == {START + 30 * DAY}


# Once


def test_scheduled_again_it_moves_and_is_the_new_event(bells):
    with clock.at(START):
        plan(1, "bell:1", START + DAY)
        plan(2, "bell:1", START + 3 * DAY)
        plan(3, "bell:3", START + 3 * DAY)
        plan(4, "bell:3", START + DAY)
    work(bells, START + DAY)
    assert rung() == ["bell:4"]
    work(bells, START + 3 * DAY)
    assert rung() == ["bell:4", "bell:2"]
    assert len(rows()) == 2


def test_what_has_fallen_due_is_never_scheduled_again(bells):
    with clock.at(START):
        plan(1, "bell:1", START)
    work(bells, START)
    with clock.at(START + HOUR):
        plan(2, "bell:1", START + DAY)
    work(bells, START + 2 * DAY)
    assert rung() == ["bell:1"]
    assert rows()["bell:1"].due_at == START


def test_nor_when_its_row_has_gone(bells):
    """Rows are kept longer than what is scheduled too late is listened to."""
    assert timedelta(days=LEAST_KEPT["KEEP_DUE_ROWS_DAYS"]) >= scheduler.LONG_AGO
    settings = {**bells.config, "KEEP_DUE_ROWS_DAYS": LEAST_KEPT["KEEP_DUE_ROWS_DAYS"]}
    with clock.at(START):
        plan(1, "bell:1", START + DAY)
    work(bells, START + DAY)
    for late, there in ((timedelta(minutes=-1), ["bell:1"]), (timedelta(minutes=1), [])):
        with clock.at(START + DAY + scheduler.LONG_AGO + late):
            list(retention.steps(settings))
            assert list(rows()) == there
            plan(1, "bell:1", START + DAY)
            worker.run(bells, until_empty=True)
    assert "bell:1" not in rows()
    assert len(session().scalars(select(OutboxEvent.id)).all()) <= 1


def test_what_is_called_off_does_not_happen(bells):
    with clock.at(START):
        for n in (31, 310, 3):
            for day in (1, 2):
                plan(n, f"late:{n}:2018-01-{15 + day}", START + day * DAY)
        plan(4, "late:4", START + DAY)
        plan(40, "late:40", START + DAY)
        plan(5, "Late:31:2018", START + DAY)
        call_off("late:31:")
        call_off("late:3:2018-01-16")
        call_off("late:4")
        call_off("late:31")  # no such key
    work(bells, START + 5 * DAY)
    assert sorted(rung()) == ["bell:3", "bell:310", "bell:310", "bell:40", "bell:5"]


def test_a_sign_in_a_key_stands_for_itself(bells):
    with clock.at(START):
        for n, key in enumerate(("a_b:1", "axb:1", "a%:1", "aé:1")):
            plan(n, key, START + DAY)
        call_off("a_b:")
        call_off("a%:")
    assert set(rows()) == {"axb:1", "aé:1"}


def test_what_has_fallen_due_stays_an_event_when_it_is_called_off(bells):
    with clock.at(START):
        plan(1, "bell:1:x", START)
        due_rows.fall_due()
        call_off("bell:1:")
    work(bells, START)
    assert rung() == ["bell:1"]
    assert "bell:1:x" in rows()


def test_called_off_it_may_be_scheduled_anew(bells):
    with clock.at(START):
        plan(1, "bell:1", START + DAY)
        call_off("bell:1")
        plan(2, "bell:1", START + 2 * DAY)
    work(bells, START + 3 * DAY)
    assert rung() == ["bell:2"]


# All or nothing


def test_what_is_rolled_back_leaves_none(bells):
    with clock.at(START):
        plan(1, "bell:1", START + DAY)

    @transactional
    def change_all_and_fail():
        outbox.schedule(BellRung(2), key="bell:2", at=START + DAY)
        outbox.schedule(BellRung(3), key="bell:1", at=START + 9 * DAY)
        outbox.unschedule("bell:1")
        raise RuntimeError

    with pytest.raises(RuntimeError), clock.at(START):
        change_all_and_fail()
    work(bells, START + DAY)
    assert rung() == ["bell:1"]


def test_nothing_is_scheduled_or_called_off_outside_a_command(app):
    with pytest.raises(RuntimeError):
        outbox.schedule(BellRung(1), key="bell:1", at=now())
    with pytest.raises(RuntimeError):
        outbox.unschedule("bell:1")


def test_a_worker_that_ends_in_the_middle_leaves_all_as_it_was(bells, monkeypatch):
    with clock.at(START):
        for n in range(5):
            plan(n, f"bell:{n}", START)

    def write_and_end(events):
        write(events)
        session().flush()
        raise KeyboardInterrupt

    write = recorder.write
    with monkeypatch.context() as patch:
        patch.setattr(recorder, "write", write_and_end)
        with pytest.raises(KeyboardInterrupt):
            work(bells, START)
    assert {row.fell_at for row in rows().values()} == {None}
    assert session().scalars(select(OutboxEvent)).all() == []
    work(bells, START)
    assert sorted(rung()) == [f"bell:{n}" for n in range(5)]


def test_many_fall_due_in_short_transactions(bells, monkeypatch):
    fall_due, sizes = due_rows.fall_due, []

    def fall():
        sizes.append(fall_due())
        return sizes[-1]

    monkeypatch.setattr(due_rows, "fall_due", fall)
    with clock.at(START - 10 * DAY):
        for n in range(120):
            plan(n, f"bell:{n}", START - n * HOUR)
    with clock.at(START):
        assert due_rows.fall_due() == 50
    assert [n for n in range(120) if rows()[f"bell:{n}"].fell_at] == list(range(70, 120)), "oldest first"
    work(bells, START)
    assert sizes == [50, 50, 20]
    assert rung() == [f"bell:{n}" for n in reversed(range(120))]


def test_one_subscriber_that_fails_is_tried_again_as_ever_and_the_other_is_not(bells, subscribe):
    broken = [True]

    def fragile(event, meta):
        if broken:
            raise ValueError
        session().add(Attempt(key=f"late:{event.bell_id}", at=meta.at))

    subscribe(fragile)
    with clock.at(START):
        plan(1, "bell:1", START)
    work(bells, START)
    broken.clear()
    assert rung() == ["bell:1"]
    assert [(one.state, one.attempts) for one in queries.waiting()] == [("due", 1)]  # by the clock of today
    work(bells, START + timedelta(seconds=3))
    assert notes() == [("bell:1", START), ("late:1", START)]


# Two at once


def test_two_workers_make_one_event_of_each_row(bells, database, monkeypatch):
    def slowly(events):
        clock_time.sleep(0.02)
        write(events)

    write = recorder.write
    with clock.at(now() - HOUR):
        for n in range(3 * due_rows.AT_ONCE - 20):
            plan(n, f"bell:{n}", now())
    monkeypatch.setattr(recorder, "write", slowly)

    def fall():
        while due_rows.any_due():
            due_rows.fall_due()

    at_once(database, fall, fall)
    assert Counter(row.payload["bell_id"] for row in session().scalars(select(OutboxEvent))) == dict.fromkeys(
        range(130), 1
    )

    def deliver():
        worker._work_off(worker.lanes()[0], LEASE)

    at_once(database, deliver, deliver)
    assert Counter(rung()) == {f"bell:{n}": 1 for n in range(130)}


def test_what_is_moved_while_it_falls_due_does_one_or_the_other(bells, database, monkeypatch):
    def slowly(events):
        clock_time.sleep(0.05)
        write(events)

    write = recorder.write
    monkeypatch.setattr(recorder, "write", slowly)
    for n in range(4):
        plan(n, f"bell:{n}", now())
        plan(n, f"gone:{n}", now())
        far = now() + DAY
        at_once(
            database,
            due_rows.fall_due,
            lambda n=n, far=far: plan(n + 100, f"bell:{n}", far),
            lambda n=n: call_off(f"gone:{n}"),
        )
    told = Counter(row.payload["bell_id"] for row in session().scalars(select(OutboxEvent)))
    there = rows()
    for n in range(4):
        moved, kept = there[f"bell:{n}"], there.get(f"gone:{n}")
        assert (moved.fell_at is None) == (moved.due_at > now()) == (moved.payload == {"bell_id": n + 100})
        assert kept is None or kept.fell_at is not None
        assert told[n] == (moved.fell_at is not None) + (kept is not None)
    assert not [n for n in told if n >= 100]


def test_two_that_schedule_the_same_leave_one_row(bells, database):
    moments = [now() + n * DAY for n in (1, 2)]
    at_once(database, *(lambda n=n, at=at: plan(n, "bell:1", at) for n, at in enumerate(moments)))
    [row] = rows().values()
    assert row.due_at == moments[row.payload["bell_id"]]


# Who knows it, and who looks


def test_what_nobody_here_knows_waits_for_whoever_does(bells, app, subscribe):
    with clock.at(START):
        plan(1, "bell:1", START + DAY)
    registry._subscribers.clear()
    work(bells, START + 2 * DAY)
    assert rows()["bell:1"].fell_at is None
    assert queries.counts_to_come() == {"due": 0, "to-come": 0, "nobody": 1}
    assert told(list(outbox_checks.due(app))).startswith(
        "look: 1 reminder or letter of a sort unknown to this version."
    )
    subscribe(note)
    work(bells, START + 3 * DAY)
    assert notes() == [("bell:1", START + DAY)]


def test_two_kinds_of_event_of_one_name_are_refused(bells):
    other = type("BellRung", (), {})
    with pytest.raises(registry.NameTaken, match="another kind of event"):
        registry.subscribe(other, "others.bell")(note)


def test_looking_for_what_is_due_writes_nothing_and_asks_once(bells, count_queries):
    plan(1, "bell:1", now() + DAY)
    with count_queries() as asked:
        assert not due_rows.any_due()
    assert len(asked) == 1, asked
    assert asked[0].startswith("SELECT")


def test_the_number_of_questions_does_not_grow_with_what_falls_due(bells, database, count_queries):
    if database.kind == "sqlite":
        pytest.skip("SQLite numbers rows one by one, in the same process")
    counts = []
    for many in (2, 40):
        for n in range(many):
            plan(n, f"bell:{many}:{n}", now())
        with count_queries() as asked:
            assert due_rows.fall_due() == many
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6


def test_what_is_due_for_long_is_named(bells, app):
    assert told(list(outbox_checks.due(app))) == "well: Nothing is to come."
    plan(1, "bell:1", now())
    plan(2, "bell:2", now() + DAY)
    assert told(list(outbox_checks.due(app))) == "well: 2 reminders and letters to come, none of them late."
    with clock.at(now() + timedelta(minutes=5)):
        found = told(list(outbox_checks.due(app)))
        assert found.startswith(
            "wrong: 1 reminder or letter whose day has come; the first for 5 minutes. To do: Look at"
        )
        figures = backlog()
        assert (figures.overdue, round(figures.overdue_seconds)) == (1, 300)
        worker.run(app, until_empty=True)
        assert backlog().overdue == 0
        assert told(list(outbox_checks.due(app))) == "well: 1 reminder or letter to come, none of them late."


def test_the_operator_sees_what_is_due_and_what_is_to_come(bells, runner):
    plan(1, "bell:1", now() - HOUR)
    plan(2, "bell:2", clock.in_london(date(2044, 7, 1), SEVEN))
    done = runner("due")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[0] == "1 due now, 1 to come, 0 of a sort that this version does not know"
    assert done.output.splitlines()[2] == "Fri  1 Jul 2044 07:00  to-come  BellRung  bell:2"
    found = json.loads(runner("due", "--json").output)
    assert (found["due"], found["to-come"], found["nobody"]) == (1, 1, 0)
    assert [(one["key"], one["event"], one["state"]) for one in found["rows"]] == [
        ("bell:1", "BellRung", "due"),
        ("bell:2", "BellRung", "to-come"),
    ]


def test_only_the_first_are_listed(bells, runner, monkeypatch):
    for n in range(queries.MOST + 1):
        plan(n, f"bell:{n}", now() + (1 + n) * DAY)
    lines = runner("due").output.splitlines()
    assert len(lines) == 2 + queries.MOST
    assert lines[-1] == "(the first 200 only)"


# A story that is told at once


def test_in_a_story_its_own_clock_counts(bells):
    """A demonstration hands over what fell due in it, and what that brings about in turn; what is to come waits."""

    @transactional
    def tell():
        with clock.at(START):
            outbox.schedule(BellRung(1), key="bell:1", at=START + DAY)
            outbox.schedule(BellRung(2), key="bell:2", at=START + 50_000 * DAY)
        deliver_everything()

    tell()
    assert notes() == [("bell:1", START + DAY)]
    assert rows()["bell:2"].fell_at is None
