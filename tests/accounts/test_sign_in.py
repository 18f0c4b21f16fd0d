"""Signing in and out, as a browser does it."""

import re
from datetime import timedelta

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts import commands, sessions
from lpcommunity.storage import clock, now
from tests import factories as make
from tests.accounts.conftest import RIGHT


def test_signing_in_leads_home_and_out_again_leads_to_the_door(browser, grace):
    assert not browser.is_in
    answer = browser.sign_in(grace)
    assert (answer.status_code, answer.location) == (303, "/home")
    assert browser.is_in
    answer = browser.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert not browser.is_in


def test_a_session_is_dead_after_signing_out_though_its_cookie_is_kept(browser, new_browser, grace):
    browser.sign_in(grace)
    stolen = browser.cookie("lpcommunity")
    browser.post("/sign-out")
    thief = new_browser()
    thief.client.set_cookie("lpcommunity", stolen)
    assert not thief.is_in


def test_each_sign_in_is_a_new_session_and_the_one_before_ends(browser, new_browser, grace):
    browser.sign_in(grace)
    before = browser.cookie("lpcommunity")
    browser.sign_in(grace)
    assert browser.is_in
    thief = new_browser()
    thief.client.set_cookie("lpcommunity", before)
    assert not thief.is_in


def test_nothing_of_a_session_before_signing_in_stays_but_the_form_token(browser, grace):
    token = browser.token()
    with browser.client.session_transaction() as cookie:
        cookie["planted"] = "x"
    browser.sign_in(grace, token=token)
    with browser.client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert "csrf_token" in cookie


def test_every_refusal_reads_the_same(browser, make_person, grace):
    make_person("new@hull.example", "New", password_hash=None)
    commands.disable(OPERATOR, make_person("gone@hull.example", "Gone"))
    token = browser.token()
    seen = set()
    for email, password in (
        (grace.email, "wrong wrong wrong"),
        ("nobody@hull.example", RIGHT),
        ("new@hull.example", RIGHT),
        ("gone@hull.example", RIGHT),
        ("no address at all", RIGHT),
    ):
        answer = browser.sign_in(email, password, token=token)
        body = answer.text.replace(email, "…").replace(
            answer.text.split('name="csrf_token" value="')[1].split('"')[0], "…"
        )
        seen.add((answer.status_code, body, tuple(k for k, _ in answer.headers)))
    assert len(seen) == 1
    assert "One of them is not what we have" in seen.pop()[1]


def test_what_was_typed_is_kept_but_the_password(browser, grace):
    page = browser.sign_in(grace, "wrong wrong wrong").text
    assert grace.email in page
    assert "wrong wrong wrong" not in page
    assert "We could not sign you in" in page


def test_empty_fields_are_said_beside_them(browser):
    answer = browser.post("/sign-in", {"email": "", "password": ""})
    assert answer.status_code == 422
    assert "Write your e-mail address" in answer.text
    assert "Write your password" in answer.text


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/partnerships/hull?x=1", "/partnerships/hull?x=1"),
        ("https://elsewhere.example/", "/home"),
        ("//elsewhere.example/", "/home"),
        ("/\\elsewhere.example", "/home"),
        ("javascript:alert(1)", "/home"),
        ("/sign-in", "/home"),
        ("", "/home"),
    ],
)
def test_next_leads_to_own_paths_only(browser, grace, wanted, led):
    assert browser.sign_in(grace, data={"next": wanted}).location == led
    assert browser.get("/sign-in", query_string={"next": wanted}).status_code == (303 if wanted else 200)


def test_next_goes_round_through_the_form(browser):
    assert 'name="next" value="/updates/7"' in browser.get("/sign-in?next=/updates/7").text
    page = browser.post("/sign-in", {"email": "a@b.example", "password": "x", "next": "/updates/7"}).text
    assert 'name="next" value="/updates/7"' in page


def test_ten_failures_say_so_in_plain_words(browser, grace):
    token = browser.token()
    for _ in range(10):
        assert browser.sign_in(grace, "wrong wrong wrong", token=token).status_code == 422
    answer = browser.sign_in(grace, token=token)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 300
    assert re.search(r"You can try again (on \d+ \w+ )?at \d+:\d\d, or choose a new password", answer.text)
    with clock.at(now() + timedelta(minutes=6)):
        assert browser.sign_in(grace).status_code == 303


def test_an_owner_at_a_browser_of_theirs_is_not_locked_out(browser, new_browser, grace):
    browser.sign_in(grace)
    browser.post("/sign-out")
    assert browser.cookie("lpcommunity-device")
    stranger = new_browser()
    token = stranger.token()
    for _ in range(11):
        stranger.sign_in(grace, "wrong wrong wrong", token=token)
    assert stranger.sign_in(grace, token=token).status_code == 429
    assert browser.sign_in(grace).status_code == 303


def test_a_forged_mark_of_a_device_is_worth_nothing(browser, grace):
    browser.client.set_cookie("lpcommunity-device", "W1sxLCJ4Il1d.forged")
    token = browser.token()
    for _ in range(10):
        browser.sign_in(grace, "wrong wrong wrong", token=token)
    assert browser.sign_in(grace, token=token).status_code == 429


def test_no_form_token_no_sign_in(browser, grace):
    answer = browser.client.post("/sign-in", data={"email": grace.email, "password": RIGHT})
    assert answer.status_code == 422
    assert not browser.is_in


def test_no_form_token_no_sign_out(browser, grace):
    browser.sign_in(grace)
    browser.client.post("/sign-out")
    assert browser.is_in


def test_a_session_ends_after_twelve_hours_idle_and_fourteen_days_in_all(browser, grace):
    began = now()
    browser.sign_in(grace)
    with clock.at(began + timedelta(hours=13)):
        assert not browser.is_in
    browser.sign_in(grace)
    moment = began
    while moment < began + timedelta(days=14):
        with clock.at(moment):
            assert browser.is_in
        moment += timedelta(hours=11)
    with clock.at(began + timedelta(days=14, minutes=1)):
        assert not browser.is_in


def test_being_disabled_ends_it_at_once(browser, grace):
    browser.sign_in(grace)
    commands.disable(OPERATOR, grace)
    assert not browser.is_in


def test_the_clock_of_a_session_is_touched_seldom(browser, grace, count_queries):
    browser.sign_in(grace)
    with count_queries() as asked:
        browser.get("/account")
    assert not [one for one in asked if one.startswith("UPDATE")]
    assert len(asked) <= 8, asked
    with clock.at(now() + timedelta(minutes=6)), count_queries() as asked:
        browser.get("/account")
    assert len([one for one in asked if one.startswith("UPDATE")]) == 1


def test_somebody_signed_in_sees_who_they_are_at_the_door(browser, grace):
    browser.sign_in(grace)
    assert browser.get("/sign-in").status_code == 200
    assert browser.get("/sign-in?next=/partnerships").location == "/partnerships"


def test_giving_the_password_again(browser, grace, app):
    browser.sign_in(grace)
    assert browser.get("/confirm-password?next=/account/email").location == "/account/email"
    with clock.at(now() + timedelta(minutes=31)):
        assert browser.get("/confirm-password?next=/account/email").status_code == 200
        wrong = browser.post("/confirm-password", {"password": "wrong", "next": "/account/email"})
        assert wrong.status_code == 422
        right = browser.post("/confirm-password", {"password": RIGHT, "next": "//elsewhere.example"})
        assert right.location == "/account"
        assert sessions.is_confirmed(_row(browser, app))


def _row(browser, app):
    with browser.client.session_transaction() as cookie:
        return make.session_of(cookie["_user_id"])


def test_who_has_no_password_is_not_asked_for_it(app, client, make_person):
    """Those of the demonstration come in by one click."""
    persona = make_person("persona@demo.example", "Persona", password_hash=None)
    key = sessions.start(persona, "a test")
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = key, True
    with clock.at(now() + timedelta(minutes=31)):
        assert client.get("/confirm-password?next=/account/email").location == "/account/email"
