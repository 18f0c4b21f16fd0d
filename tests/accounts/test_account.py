"""One's own account: password, address, sessions, and closing it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Invalid, Refused
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts import commands
from lpcommunity.accounts.models import EmailChange
from lpcommunity.accounts.queries import open_sessions
from lpcommunity.accounts.tokens import email_token
from lpcommunity.accounts.user_agents import browser_name
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships.commands import add_organisation, found_partnership
from lpcommunity.people.commands import end_role, grant_role
from lpcommunity.storage import clock, now, session
from tests import factories as make
from tests.accounts.conftest import RIGHT
from tests.factories import reading

NEW = "quay-lantern-moss-75"


def _events(name: str) -> int:
    return session().scalar(select(func.count()).where(OutboxEvent.name == name)) or 0


def _link() -> str:
    change = session().scalars(select(EmailChange).order_by(EmailChange.id.desc())).first()
    assert change is not None
    return f"/confirm-email/{email_token(change)}"


# Password


def test_changing_the_password_ends_the_other_sessions(browser, new_browser, grace):
    other = new_browser()
    other.sign_in(grace)
    browser.sign_in(grace)
    answer = browser.post("/account/password", {"current_password": RIGHT, "new_password": NEW})
    assert (answer.status_code, answer.location) == (303, "/account")
    twice = browser.post("/account/password", {"current_password": RIGHT, "new_password": NEW})
    assert (twice.status_code, twice.location) == (303, "/account")
    assert browser.is_in
    assert not other.is_in
    assert _events("PasswordChanged") == 1
    assert other.sign_in(grace, NEW).status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "said"),
    [
        ("wrong wrong wrong", NEW, "This is not your password"),
        (RIGHT, "short", "needs at least 12"),
        (RIGHT, "grace@hull.example", "close to your name"),
        (RIGHT, RIGHT, "the password you have now"),
        ("", "", "Write the password you have now"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(browser, grace, current, new, said):
    browser.sign_in(grace)
    answer = browser.post("/account/password", {"current_password": current, "new_password": new})
    assert answer.status_code == 422
    assert said in answer.text
    assert _events("PasswordChanged") == 0


@pytest.mark.parametrize("new", ["teesvalley-57", "Keele University 9", "Durham2026!!!"])
def test_places_and_organisations_around_one_make_no_password(browser, grace, new):
    keele = add_organisation(OPERATOR, name="Keele University", sector="university")
    place = found_partnership(OPERATOR, slug="tees-valley", name="Tees Valley", organisations=[keele])
    found_partnership(OPERATOR, slug="durham", name="Durham")
    make.belongs(grace, place)
    browser.sign_in(grace)
    answer = browser.post("/account/password", {"current_password": RIGHT, "new_password": new})
    assert "a place, an organisation or the name of this service" in answer.text
    assert answer.status_code == 422


def test_guessing_the_current_password_is_limited(browser, grace):
    browser.sign_in(grace)
    token = browser.token()
    typed = {"current_password": "wrong wrong wrong", "new_password": NEW}
    for _ in range(10):
        assert browser.post("/account/password", typed, token=token).status_code == 422
    typed["current_password"] = RIGHT
    assert browser.post("/account/password", typed, token=token).status_code == 429


# Address


def test_an_address_changes_when_the_new_mailbox_answers(browser, new_browser, grace):
    browser.sign_in(grace)
    assert browser.post("/account/email", {"email": " Grace@New.example "}).status_code == 303
    assert browser.post("/account/email", {"email": "grace@new.example"}).status_code == 303
    assert _events("EmailChangeAsked") == 1
    link = _link()
    page = new_browser().get(link)
    assert "grace@new.example" in page.text
    assert "grace@hull.example" in page.text
    assert grace.email == "grace@hull.example"
    assert new_browser().post(link).location == "/sign-in"
    session().refresh(grace)
    assert grace.email == "grace@new.example"
    assert _events("EmailChanged") == 1
    assert browser.is_in
    assert "Soon" not in browser.get("/account").text
    assert browser.post(link).location == "/account", "a double click is one"
    assert _events("EmailChanged") == 1
    assert new_browser().get(link).status_code == 404
    with clock.at(now() + timedelta(minutes=3)):
        assert new_browser().post(link).status_code == 404
    assert new_browser().sign_in("grace@new.example").status_code == 303


def test_without_a_form_token_it_does_not_change(browser, grace):
    browser.sign_in(grace)
    browser.post("/account/email", {"email": "grace@new.example"})
    browser.client.post(_link())
    session().refresh(grace)
    assert grace.email == "grace@hull.example"


def test_a_link_lasts_a_day_and_until_the_next_one(browser, grace):
    browser.sign_in(grace)
    browser.post("/account/email", {"email": "one@new.example"})
    first = _link()
    assert "Soon one@new.example" in browser.get("/account").text
    browser.post("/account/email", {"email": "two@new.example"})
    assert browser.get(first).status_code == 404
    page = browser.get("/account").text
    assert ("Soon two@new.example" in page, "one@new.example" in page) == (True, False)
    with clock.at(now() + timedelta(days=1, minutes=1)):
        assert browser.get(_link()).status_code == 404


def test_whose_address_it_is_already_is_not_told(browser, grace, make_person):
    make_person("taken@hull.example", "Taken")
    browser.sign_in(grace)
    free = browser.post("/account/email", {"email": "free@hull.example"})
    taken = browser.post("/account/email", {"email": "taken@hull.example"})
    assert (free.status_code, free.location) == (taken.status_code, taken.location)
    assert _events("EmailChangeAsked") == 1
    assert browser.post(_link()).status_code == 409
    assert browser.post("/account/email", {"email": grace.email}).status_code == 422


def test_an_address_taken_meanwhile_is_a_conflict(browser, grace, make_person):
    browser.sign_in(grace)
    browser.post("/account/email", {"email": "soon@hull.example"})
    make_person("soon@hull.example", "Soon")
    assert browser.post(_link()).status_code == 409
    session().refresh(grace)
    assert grace.email == "grace@hull.example"


def test_an_older_sign_in_is_asked_for_the_password_with_what_was_typed_kept(browser, grace):
    browser.sign_in(grace)
    with clock.at(now() + timedelta(minutes=31)):
        asked = browser.post("/account/email", {"email": "grace@new.example"})
        assert asked.status_code == 200
        assert "Give your password once more" in asked.text
        assert ">grace@new.example<" in asked.text
        typed = {"email": "grace@new.example"}
        wrong = browser.post("/account/email", {**typed, "confirm_password": "wrong"})
        assert wrong.status_code == 422
        assert ">grace@new.example<" in wrong.text
        assert _events("EmailChangeAsked") == 0
        assert browser.post("/account/email", {**typed, "confirm_password": RIGHT}).status_code == 303
        assert _events("EmailChangeAsked") == 1
        assert browser.post("/account/email", {"email": "other@new.example"}).status_code == 303


# Sessions


def test_one_sees_and_ends_ones_own_sessions(browser, new_browser, grace):
    other = new_browser()
    other.sign_in(
        grace, headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"}
    )
    browser.sign_in(grace)
    page = browser.get("/account/sessions").text
    assert "Chrome on Windows" in page
    assert "the one you are at" in page
    theirs = next(row for row in open_sessions(reading(grace)) if "Chrome" in row.browser)
    assert browser.post(f"/account/sessions/{theirs.id}/ending").status_code == 303
    assert not other.is_in
    assert browser.is_in


def test_anothers_session_is_out_of_reach(browser, grace, make_person, session_of):
    key = session_of(make_person("a@hull.example", "Another"))
    browser.sign_in(grace)
    row = make.session_of(key)
    assert row is not None
    assert browser.post(f"/account/sessions/{row.id}/ending").status_code == 404
    assert make.session_of(key) is not None


def test_ending_all_others_keeps_this_one(browser, new_browser, grace):
    other = new_browser()
    other.sign_in(grace)
    browser.sign_in(grace)
    assert browser.post("/account/sessions/ending").status_code == 303
    assert browser.is_in
    assert not other.is_in


def test_ending_the_one_at_hand_is_signing_out(browser, grace):
    browser.sign_in(grace)
    row = open_sessions(reading(grace))[0]
    assert browser.post(f"/account/sessions/{row.id}/ending").location == "/sign-in"
    assert not browser.is_in


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18 Safari/605.1.15",
            "Safari on a Mac",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/140 Mobile Safari/604.1", "Chrome on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140", "Edge on Windows"),
        (
            "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28 Chrome/130 Mobile Safari/537.36",
            "Samsung Internet on Android",
        ),
        ("", "A browser"),
        ("<script>alert(1)</script>", "A browser"),
    ],
)
def test_browsers_in_words(agent, words):
    assert browser_name(agent) == words


# Closing


def test_the_programme_team_closes_and_opens_an_account(browser, new_browser, team, grace):
    hers = new_browser()
    hers.sign_in(grace)
    browser.sign_in(team)
    assert browser.post(f"/people/{grace.id}/disabling").status_code == 303
    assert not hers.is_in
    assert hers.sign_in(grace).status_code == 422
    assert browser.post(f"/people/{grace.id}/enabling").status_code == 303
    assert hers.sign_in(grace).status_code == 303
    assert _events("PersonDisabled") == 1


def test_nobody_else_does(browser, grace, team, make_person):
    other = make_person("o@hull.example", "Other")
    browser.sign_in(grace)
    for person_id in (other.id, grace.id, team.id, 999_999):
        assert browser.post(f"/people/{person_id}/disabling").status_code == 404
    for actor, person in ((team, team), (grace, other)):
        with pytest.raises(Refused):
            commands.disable(reading(actor), person)


def test_only_an_administrator_closes_an_administrators_account(team, make_person):
    first, second = make_person("1@x.example", "One"), make_person("2@x.example", "Two")
    for person in (first, second):
        grant_role(OPERATOR, person, "administrator")
    with pytest.raises(Refused):
        commands.disable(reading(team), first)
    commands.disable(reading(second), first)
    with pytest.raises(Refused):
        commands.enable(reading(team), first)


def test_closing_asks_for_the_password_after_half_an_hour(browser, team, grace):
    browser.sign_in(team)
    with clock.at(now() + timedelta(minutes=31)):
        assert browser.post(f"/people/{grace.id}/disabling").status_code == 200
        session().refresh(grace)
        assert grace.disabled_at is None
        assert browser.post(f"/people/{grace.id}/disabling", {"confirm_password": RIGHT}).status_code == 303


# Roles


def test_roles_are_given_by_those_who_may(team, grace, make_person):
    grant_role(reading(team), grace, "evaluator")
    grant_role(reading(team), grace, "evaluator")
    with pytest.raises(Refused):
        grant_role(reading(team), grace, "administrator")
    with pytest.raises(Refused):
        grant_role(reading(grace), grace, "programme-team")
    with pytest.raises(Invalid):
        grant_role(reading(team), grace, "king")
    end_role(reading(team), grace, "evaluator")
    with pytest.raises(Invalid):
        end_role(reading(team), team, "programme-team")
    acts = (
        session().scalars(select(AuditRecord.act).where(AuditRecord.act.like("role-%")).order_by(AuditRecord.id)).all()
    )
    assert acts == ["role-granted", "role-granted", "role-ended"]


# Overview


def test_the_account_page_shows_the_way_to_each(browser, grace):
    browser.sign_in(grace)
    page = browser.get("/account").text
    for path in ("profile", "email", "password", "sessions", "notifications"):
        assert f'href="/account/{path}' in page
    assert "One browser" in page


def test_signed_out_every_page_leads_to_the_door(new_browser, grace):
    browser = new_browser()
    for path in ("", "/profile", "/email", "/password", "/sessions"):
        assert browser.get(f"/account{path}").status_code == 303
    for path in ("/account/password", "/account/email", "/account/profile", f"/people/{grace.id}/disabling"):
        assert browser.post(path, {"email": "x"}).status_code == 303


def test_the_programme_team_finds_the_button_on_a_persons_page(browser, new_browser, team, grace):
    grant_role(reading(team), grace, "evaluator")
    browser.sign_in(team)
    assert "Close the account" in browser.get(f"/people/{grace.id}").text
    assert "Close the account" not in browser.get(f"/people/{team.id}").text
    browser.post(f"/people/{grace.id}/disabling")
    assert "Open the account again" in browser.get(f"/people/{grace.id}").text
    browser.post(f"/people/{grace.id}/enabling")
    hers = new_browser()
    hers.sign_in(grace)
    assert "Close the account" not in hers.get(f"/people/{team.id}").text
