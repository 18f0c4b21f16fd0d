"""A forgotten password: the same answer for everybody, a link for one hour, once."""

import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Conflict
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts import commands
from lpcommunity.accounts.commands import passwords as resetting
from lpcommunity.accounts.models import PasswordReset
from lpcommunity.accounts.tokens import reset_of, reset_token
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.storage import clock, now, session
from tests import factories as make
from tests.accounts.conftest import RIGHT

NEW = "quay-lantern-moss-75"
AT = "192.0.2.7"


def _asked() -> int:
    return session().scalar(select(func.count()).where(OutboxEvent.name == "PasswordResetAsked")) or 0


def _reset() -> PasswordReset:
    return session().scalars(select(PasswordReset).order_by(PasswordReset.id.desc())).all()[0]


@pytest.fixture
def link(grace):
    commands.ask_password_reset(grace.email, address=AT)
    return f"/reset-password/{reset_token(_reset())}"


def test_the_answer_is_the_same_whoever_it_is(browser, grace, make_person):
    commands.disable(OPERATOR, make_person("gone@hull.example", "Gone"))
    token = browser.token()
    seen = set()
    for email in (grace.email, "nobody@hull.example", "gone@hull.example"):
        answer = browser.post("/forgotten-password", {"email": email}, token=token)
        seen.add((answer.status_code, answer.location, answer.text, tuple(name for name, _ in answer.headers)))
    assert len(seen) == 1
    assert browser.get("/forgotten-password/sent").status_code == 200
    assert _asked() == 1


def test_what_is_no_address_is_said(browser):
    for email in ("", "nonsense"):
        assert browser.post("/forgotten-password", {"email": email}).status_code == 422


def test_an_account_gets_three_links_an_hour_and_the_answer_stays(browser, grace):
    for _ in range(5):
        assert browser.post("/forgotten-password", {"email": grace.email}).status_code == 303
    assert _asked() == 3
    with clock.at(now() + timedelta(hours=1, minutes=1)):
        browser.post("/forgotten-password", {"email": grace.email})
    assert _asked() == 4


def test_an_address_asks_only_so_often(browser, grace, monkeypatch):
    monkeypatch.setattr(resetting, "RESETS_PER_ADDRESS", 2)
    for _ in range(2):
        assert browser.post("/forgotten-password", {"email": "nobody@x.example"}).status_code == 303
    for _ in range(3):
        refused = browser.post("/forgotten-password", {"email": grace.email})
        assert refused.status_code == 429
        assert re.search(r"You can try again (on \d+ \w+ )?at \d+:\d\d", refused.text)
    assert session().scalar(select(func.count()).where(AuditRecord.act == "refused-too-many")) == 1


def test_an_account_without_a_password_may_choose_one_this_way(browser, make_person):
    make_person("new@hull.example", "New", password_hash=None)
    browser.post("/forgotten-password", {"email": "new@hull.example"})
    assert _asked() == 1


def test_looking_changes_nothing_and_leaves_no_trace_elsewhere(browser, link, grace):
    before = grace.password_hash
    for _ in range(3):
        page = browser.get(link)
        assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert _reset().used_at is None
    assert grace.password_hash == before


def test_a_new_password_ends_every_session_and_signs_in_here(browser, new_browser, link, grace):
    other = new_browser()
    other.sign_in(grace)
    answer = browser.post(link, {"password": NEW})
    assert (answer.status_code, answer.location) == (303, "/home")
    assert browser.is_in
    assert not other.is_in
    assert other.sign_in(grace).status_code == 422
    assert other.sign_in(grace, NEW).status_code == 303
    assert session().scalar(select(func.count()).where(OutboxEvent.name == "PasswordChanged")) == 1


def test_a_link_works_once(browser, link):
    browser.post(link, {"password": NEW})
    assert browser.get(link).status_code == 404
    assert "does not work any more" in browser.get(link).text
    assert browser.post(link, {"password": RIGHT}).status_code == 404


def test_and_for_one_hour(browser, link):
    with clock.at(now() + timedelta(minutes=59)):
        assert browser.get(link).status_code == 200
    with clock.at(now() + timedelta(minutes=61)):
        assert browser.get(link).status_code == 404
        assert browser.post(link, {"password": NEW}).status_code == 404


def test_using_one_link_closes_the_others(browser, link, grace):
    commands.ask_password_reset(grace.email, address=AT)
    second = f"/reset-password/{reset_token(_reset())}"
    browser.post(second, {"password": NEW})
    assert browser.get(link).status_code == 404


def test_a_bad_password_does_not_use_the_link_up(browser, link):
    answer = browser.post(link, {"password": "grace oyelaran"})
    assert answer.status_code == 422
    assert "close to your name" in answer.text
    assert browser.post(link, {"password": NEW}).status_code == 303


def test_a_disabled_account_is_not_opened_by_a_link(browser, link, grace):
    commands.disable(OPERATOR, grace)
    assert browser.post(link, {"password": NEW}).status_code == 404
    assert not browser.is_in


def test_the_database_holds_nothing_that_opens(link, app):
    token = link.rpartition("/")[2]
    reset = _reset()
    assert token not in (reset.nonce, str(reset.id))
    app.config["SECRET_KEY"], before = "another" * 8, app.config["SECRET_KEY"]
    try:
        assert reset_of(token) is None
    finally:
        app.config["SECRET_KEY"] = before
    assert reset_of(token) is not None


def test_of_two_at_once_one_wins(database, app, grace, link):
    reset_id = _reset().id
    session().rollback()
    results: list[str] = []
    gate = threading.Barrier(4)

    def use(n: int) -> None:
        with database.app.app_context():
            reset = session().get_one(PasswordReset, reset_id)
            gate.wait()
            try:
                commands.reset_password(reset, f"quay-lantern-moss-{n}5")
                results.append("won")
            except Conflict:
                results.append("late")

    threads = [threading.Thread(target=use, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    session().rollback()
    assert sorted(results) == ["late", "late", "late", "won"]


def test_sessions_of_others_stay(grace, make_person, session_of, link, browser):
    another = make_person("a@hull.example", "Another")
    key = session_of(another)
    browser.post(link, {"password": NEW})
    assert make.session_of(key) is not None
