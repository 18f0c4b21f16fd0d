"""How much one person may do in an hour: counted before it is judged, refused with a minute, one row a window."""

import re
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Invalid, origin, rate_limits
from lpcommunity.access.models import AuditRecord, RateCounter
from lpcommunity.access.origin import Origin
from lpcommunity.access.rate_limits import Limit, TooMany, limited, noting_refusals, take
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts.refusal_text import DONE
from lpcommunity.storage import clock, db, now, session, transactional
from tests import factories as make
from tests.factories import reading

THREE = Limit("entries", 3)
FROM = Origin("0123456789abcdef", "192.0.2.7", limited=True)
EVERY = {one.name: one for one in vars(rate_limits).values() if isinstance(one, Limit)}


@pytest.fixture
def amina(app):
    return make.person("Amina Rahman")


@limited(THREE)
@transactional
def do(actor, refused=False):
    """A command of somebody's."""
    if refused:
        raise Invalid("body", "update-empty")
    return "done"


def _rows():
    return list(session().scalars(select(AuditRecord).where(AuditRecord.act == "refused-too-many")))


def test_so_many_and_no_more_until_the_hour_is_over(amina):
    with origin.at(FROM), clock.at(now().replace(hour=12, minute=5, second=20, month=1)):
        began = now()
        assert [do(reading(amina)) for _ in range(3)] == ["done"] * 3
        for _ in range(5):
            with pytest.raises(TooMany) as refusal:
                do(reading(amina))
        assert refusal.value.until == began + timedelta(hours=1)
        assert str(refusal.value) == "You have posted 3 times in an hour. You can go on at 13:06. Nothing is lost"
        with clock.at(began + timedelta(minutes=59)), pytest.raises(TooMany):
            do(reading(amina))
        with clock.at(began + timedelta(minutes=61)):
            assert do(reading(amina)) == "done"


def test_the_first_refusal_of_a_window_leaves_the_only_row(amina):
    with origin.at(FROM):
        for _ in range(9):
            try:
                do(reading(amina))
            except TooMany:
                continue
        [row] = _rows()
        assert (row.actor_id, row.subject_id, row.details) == (amina.id, None, {"limit": "entries"})
        assert (row.request_id, row.address) == ("0123456789abcdef", "192.0.2.7")
        with clock.at(now() + timedelta(hours=2)):
            for _ in range(5):
                try:
                    do(reading(amina))
                except TooMany:
                    continue
        assert len(_rows()) == 2
    assert session().scalar(select(func.count()).select_from(RateCounter)) == 1


def test_what_the_command_refuses_is_counted_too(amina):
    with origin.at(FROM):
        for _ in range(3):
            with pytest.raises(Invalid, match="Write at least a sentence"):
                do(reading(amina), refused=True)
        with pytest.raises(TooMany):
            do(reading(amina))


def test_everybody_has_a_count_of_their_own(amina):
    grace = make.person("Grace Oyelaran")
    with origin.at(FROM):
        make.used_up(amina, THREE)
        with pytest.raises(TooMany):
            do(reading(amina))
        assert do(reading(grace)) == "done"


def test_the_command_line_and_what_comes_by_no_request_are_not_counted(amina):
    for _ in range(5):
        do(reading(amina))
    with origin.at(FROM):
        for _ in range(5):
            do(OPERATOR)
    with origin.at(Origin("x", "y", limited=False)):
        for _ in range(5):
            do(reading(amina))
    assert session().scalar(select(func.count()).select_from(RateCounter)) == 0


def test_what_a_command_does_within_another_is_no_act_of_its_own(amina):
    @transactional
    def many(actor):
        return [do(actor) for _ in range(5)]

    with origin.at(FROM):
        assert many(reading(amina)) == ["done"] * 5


def test_of_many_at_once_none_slips_through(app, amina):
    done, who, start = [], reading(amina), threading.Barrier(8)

    def press():
        with app.app_context(), origin.at(FROM):
            start.wait()
            try:
                done.append(do(who))
            except TooMany:
                done.append("refused")
            db.session.remove()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(done) == ["done"] * 3 + ["refused"] * 5


def test_it_costs_one_statement(amina, count_queries):
    with origin.at(FROM), count_queries() as asked:
        take(reading(amina), THREE)
    assert len([one for one in asked if "rate_counter" in one]) == 1, asked
    assert not [one for one in asked if one.startswith("DELETE")]


def test_a_command_that_counts_by_itself_leaves_its_row_after_the_rollback(amina):
    @noting_refusals
    @transactional
    def full(actor):
        raise TooMany("invitations", 200, timedelta(days=1), now())

    for _ in range(4):
        with pytest.raises(TooMany):
            full(reading(amina))
    [row] = _rows()
    assert row.details == {"limit": "invitations"}


def test_every_limit_has_words_and_a_line_in_the_documentation():
    page = (Path(__file__).parents[2] / "docs/configuration.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r"^\| `([a-z-]+)` \| .* \| (\d+) \|$", page, re.M))
    assert {name: str(one.most) for name, one in EVERY.items()} == {name: shown.get(name) for name in EVERY}
    assert set(EVERY) <= set(DONE)
