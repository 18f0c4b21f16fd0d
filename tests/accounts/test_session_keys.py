"""The key of a session: another one once the password was given again; gone, with all the browser kept, at the end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lpcommunity.access import Refused
from lpcommunity.accounts import sessions
from lpcommunity.accounts.models import SignInSession
from lpcommunity.storage import clock, now, session
from tests import factories as make
from tests.accounts.conftest import RIGHT


def _key(browser):
    with browser.client.session_transaction() as kept:
        return kept.get("_user_id")


def _plant(browser, key):
    with browser.client.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = key, True


@pytest.fixture
def later(browser, grace):
    """Grace, signed in, an hour later: what is sensitive asks for her password."""
    browser.sign_in(grace)
    with clock.at(now() + timedelta(hours=1)):
        yield browser


WAYS = [
    ("/confirm-password", {"password": RIGHT}),
    ("/account/sessions/ending", {"confirm_password": RIGHT}),
    ("/account/password", {"current_password": RIGHT, "new_password": "vier unruhige Hasen"}),
]


@pytest.mark.parametrize(("path", "typed"), WAYS)
def test_giving_the_password_again_changes_the_key(later, path, typed):
    before = _key(later)
    assert later.post(path, typed).status_code == 303
    assert _key(later) != before
    assert later.is_in
    row = session().scalars(select(SignInSession)).one()
    assert row.key_hash == sessions.hash_of(_key(later))


def test_a_wrong_password_changes_nothing(later):
    before = _key(later)
    assert later.post("/confirm-password", {"password": "wrong wrong wrong"}).status_code == 422
    assert _key(later) == before


@pytest.mark.parametrize(("path", "typed"), WAYS)
def test_whoever_planted_the_key_has_nothing_of_it(later, new_browser, path, typed):
    thief = new_browser()
    _plant(thief, _key(later))
    later.post(path, typed)
    answer = thief.post("/account/email", {"email": "thief@elsewhere.example"})
    assert "Write your password" in answer.text or "Password" in answer.text
    assert answer.status_code != 303
    with clock.at(now() + timedelta(minutes=2)):
        assert not thief.is_in
        assert later.is_in


@pytest.mark.parametrize(("path", "typed"), WAYS)
def test_two_clicks_at_once_end_with_the_same_key(later, new_browser, path, typed):
    """The second was sent before the first was answered, so it came with the key before."""
    second = new_browser()
    token = later.token()
    with later.client.session_transaction() as kept, second.client.session_transaction() as copied:
        copied.update(kept)
    assert later.post(path, typed, token=token).status_code == 303
    assert second.post(path, typed, token=token).status_code == 303
    assert _key(second) == _key(later)
    with clock.at(now() + timedelta(minutes=2)):
        assert second.is_in


def test_no_other_key_is_renewed(app, grace):
    sessions.start(grace, "Firefox")
    row = session().scalars(select(SignInSession)).one()
    with pytest.raises(Refused):
        sessions.confirm(row.id, "made up")


def test_the_next_key_cannot_be_told_from_the_one_before(app, grace):
    first, second = sessions.start(grace, "Firefox"), sessions.start(grace, "Firefox")
    rows = {row.key_hash: row.id for row in session().scalars(select(SignInSession))}
    made = {sessions.confirm(rows[sessions.hash_of(key)], key) for key in (first, second)}
    assert len(made | {first, second}) == 4
    assert all(make.session_of(key).by_previous_key for key in (first, second))


@pytest.mark.parametrize("signed_in", [True, False])
def test_signing_out_clears_the_pages_that_the_browser_kept_and_no_sealed_words(browser, grace, signed_in):
    if signed_in:
        browser.sign_in(grace)
    answer = browser.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in browser.get("/sign-in").headers


def test_so_does_ending_the_session_at_hand_from_the_list(browser, grace):
    browser.sign_in(grace)
    row = session().scalars(select(SignInSession)).one()
    answer = browser.post(f"/account/sessions/{row.id}/ending")
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_another_site_cannot_make_it_clear_anything(browser, grace):
    browser.sign_in(grace)
    assert "Clear-Site-Data" not in browser.client.post("/sign-out").headers
