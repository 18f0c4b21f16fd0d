"""Two people at one browser: a page that was made for one does nothing, and shows nothing, in the name of the other."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lpcommunity.accounts.models import EmailChange
from lpcommunity.people.models import Person
from lpcommunity.storage import db
from lpcommunity.web import csrf, signatures

TYPED = "Eleven firms said no"
NEW = {"email": "grace.oyelaran@elsewhere.example"}


@pytest.fixture
def tom(make_person):
    return make_person("tom@hull.example", "Tom Reed")


@pytest.fixture
def _old(monkeypatch):
    """Every page was open for too long."""
    monkeypatch.setattr(csrf, "GOOD_FOR", timedelta(seconds=-1))


def _page(browser, person):
    """Somebody signs in, and leaves a page open: its form token."""
    browser.sign_in(person)
    return browser.get("/account/email").text.split('name="csrf_token" value="')[1].split('"')[0]


def _changes():
    return db.session.scalar(select(func.count()).select_from(EmailChange))


def test_a_page_of_one_changes_nothing_of_the_other(browser, grace, tom):
    of_grace = _page(browser, grace)
    browser.sign_in(tom)
    refused = browser.post("/account/email", NEW, token=of_grace)
    assert refused.status_code == 403
    assert "nothing was done in your name" in refused.text
    assert NEW["email"] not in refused.text
    assert browser.post("/account/profile", {"name": TYPED}, token=of_grace).status_code == 403
    by_script = browser.client.post("/account/profile", data={"name": TYPED}, headers={csrf.TOKEN_HEADER: of_grace})
    assert by_script.status_code == 403
    assert _changes() == 0
    assert TYPED not in db.session.scalars(select(Person.name)).all()


def test_it_goes_on_when_the_first_signs_in_again(browser, grace, tom):
    of_grace = _page(browser, grace)
    for person in (tom, grace):
        browser.sign_in(person)
    assert browser.post("/account/email", NEW, token=of_grace).status_code == 303
    assert _changes() == 1


def test_a_page_made_before_anybody_signed_in_does_nothing_in_their_name(browser, grace):
    of_nobody = browser.token()
    browser.sign_in(grace)
    refused = browser.post("/account/email", NEW, token=of_nobody)
    assert refused.status_code == 422
    assert _changes() == 0


@pytest.mark.usefixtures("_old")
def test_an_old_page_gives_back_nothing_of_what_one_typed_to_the_other(browser, grace, tom, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(csrf, "GOOD_FOR", timedelta(hours=12))
        of_grace = _page(browser, grace)
        own = browser.post("/no/such/page", {"body": TYPED}, token=of_grace)
        assert TYPED in own.text, "a writer reads their own words again"
        browser.sign_in(tom)
    for path in ("/notifications/1/reading", "/account/sessions/1/end", "/no/such/page", "/account/email", "/account"):
        refused = browser.post(path, {"body": TYPED}, token=of_grace)
        assert refused.status_code == 403, path
        assert TYPED not in refused.text, path


@pytest.mark.usefixtures("_old")
def test_an_old_page_of_one_s_own_gives_back_what_one_typed(browser, grace, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(csrf, "GOOD_FOR", timedelta(hours=12))
        of_grace = _page(browser, grace)
    stale = browser.post("/notifications/1/reading", {"body": TYPED}, token=of_grace)
    assert stale.status_code == 422
    assert TYPED in stale.text


def test_a_page_of_one_shows_its_words_to_nobody_at_the_door_either(browser, grace, tom):
    """The second one's session has ended, too: nobody is signed in, and whoever sits there reads the page."""
    of_grace = _page(browser, grace)
    browser.sign_in(tom)
    with browser.client.session_transaction() as cookie:
        cookie.pop("_user_id")
    for path in ("/account/email", "/no/such/page", "/forgotten-password"):
        sent = {"body": TYPED, "email": NEW["email"]}
        shown = browser.post(path, sent, token=of_grace, follow_redirects=True).text
        assert TYPED not in shown, path
        assert NEW["email"] not in shown, path


def test_anybody_s_page_signs_out_and_in(browser, grace, tom):
    """It is done in nobody's name; and whoever finds the browser of somebody else signed in should be able to."""
    of_nobody, of_grace = browser.token(), _page(browser, grace)
    assert browser.sign_in(tom, token=of_grace).location == "/home"
    assert browser.sign_in(grace, token=of_nobody).location == "/home"
    assert browser.sign_in(tom, token=of_nobody).location == "/home"
    assert browser.post("/sign-out", token=of_grace).location == "/sign-in"
    assert not browser.is_in


def test_after_signing_out_no_page_of_before_does_anything(browser, grace):
    of_grace = _page(browser, grace)
    browser.post("/sign-out")
    browser.sign_in(grace)
    assert browser.post("/account/email", NEW, token=of_grace).status_code == 422
    assert _changes() == 0


def test_a_page_of_before_the_upgrade_goes_on_for_a_session_of_before(browser, grace):
    """What was signed by the version of before names nobody, and nor does the cookie."""
    browser.sign_in(grace)
    with browser.client.session_transaction() as cookie:
        del cookie[csrf.WRITER]
        secret = cookie[csrf.TOKEN]
    with browser.app.app_context():
        before = signatures.timed_serializer(csrf.SALT).dumps(secret)
    assert browser.post("/account/email", NEW, token=before).status_code == 303
    browser.sign_in(grace)
    assert browser.post("/account/email", NEW, token=before).status_code == 422, "whose was it?"


# What waits to be said on the next page.

SAID = "Your profile is saved."


def _says_and_leaves(browser, person):
    """Somebody presses a button, and never sees the page that says so; then their session ends."""
    browser.sign_in(person)
    assert browser.post("/account/profile", {"name": person.name, "organisation": ""}).status_code == 303
    with browser.client.session_transaction() as cookie:
        assert SAID in str(cookie["_flashes"])
        cookie.pop("_user_id")


def test_what_was_said_to_one_is_shown_to_nobody_else(browser, grace, tom):
    _says_and_leaves(browser, grace)
    assert SAID not in browser.get("/sign-in").text
    with browser.client.session_transaction() as cookie:
        assert "_flashes" not in cookie, "nor does it lie there any longer"
    _says_and_leaves(browser, grace)
    browser.post("/sign-out", token=browser.token())
    assert "You are signed out." in browser.get("/").text
    _says_and_leaves(browser, grace)
    browser.sign_in(tom)
    assert SAID not in browser.get("/account").text


def test_what_waits_for_one_is_not_said_with_what_is_said_to_another(browser, grace, tom):
    _says_and_leaves(browser, grace)
    with browser.client.session_transaction() as cookie:
        waiting = {name: cookie[name] for name in ("_flashes", "flashed_for")}
    of_tom = _page(browser, tom)
    with browser.client.session_transaction() as cookie:
        cookie.update(waiting)
    assert browser.post("/account/notifications", {}, token=of_tom).status_code == 303
    page = browser.get("/account").text
    assert "We write to you as you chose, and about nothing else." in page
    assert SAID not in page


def test_it_is_said_to_whom_it_was_said(browser, grace):
    browser.sign_in(grace)
    browser.post("/account/profile", {"name": grace.name, "organisation": ""})
    assert SAID in browser.get("/account").text
    assert SAID not in browser.get("/account").text
    browser.post("/sign-out")
    assert "You are signed out." in browser.get("/sign-in").text


def test_no_address_waits_there(browser, grace):
    browser.sign_in(grace)
    assert browser.post("/account/email", NEW).status_code == 303
    with browser.client.session_transaction() as cookie:
        assert "We have sent a link" in str(cookie["_flashes"])
        assert NEW["email"] not in str(dict(cookie))
