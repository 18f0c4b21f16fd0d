"""What ends something for somebody is asked once more: one click alone ends nothing, and the way back stays open."""

from datetime import timedelta

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.partnerships.commands import found_partnership
from lpcommunity.partnerships.memberships import join
from lpcommunity.people.commands import grant_role
from lpcommunity.storage import clock, now, session
from tests.accounts.conftest import RIGHT
from tests.factories import reading


@pytest.fixture
def hull(app):
    return found_partnership(OPERATOR, slug="hull", name="Hull")


def test_one_click_closes_no_account_and_the_page_says_what_it_means(browser, team, grace, hull):
    join(OPERATOR, hull, grace, "facilitator")
    browser.sign_in(team)
    person = f"/people/{grace.id}"
    page = browser.get(person).text
    assert f'action="{person}/disabling"' not in page
    assert f'href="{person}/disabling"' in page
    page = browser.get(f"{person}/disabling").text
    session().refresh(grace)
    assert grace.disabled_at is None
    for said in (
        "Close the account of Grace Oyelaran?",
        "signed out everywhere",
        "Grace Oyelaran facilitates Hull. That ends for good, and those who confided something there are told at once.",
        "What Grace Oyelaran wrote stays",
        f'href="{person}">Leave it as it is',
    ):
        assert said in page
    assert browser.post(f"{person}/disabling").location == person
    session().refresh(grace)
    assert grace.disabled_at is not None
    assert "There is nothing more to do" in browser.get(f"{person}/disabling").text


def test_one_click_ends_no_role(browser, team, grace):
    grant_role(OPERATOR, grace, "evaluator")
    browser.sign_in(team)
    path = f"/roles/{grace.id}/ending"
    page = browser.get("/roles").text
    assert f'action="{path}"' not in page
    assert f'href="{path}?role=evaluator"' in page
    page = browser.get(f"{path}?role=evaluator").text
    assert reading(grace).roles == {"evaluator"}
    for said in (
        "End the role of Grace Oyelaran as an evaluator?",
        "can no longer read what is for the community",
        "Their account stays",
        "Leave it as it is",
    ):
        assert said in page
    assert browser.post(f"{path}?role=evaluator", {"role": "evaluator"}).location == "/roles"
    assert not reading(grace).roles
    assert "There is no role to end" in browser.get(f"{path}?role=evaluator").text
    for role in ("", "king", "administrator"):
        assert browser.get(f"{path}?role={role}").status_code == 404
    grant_role(OPERATOR, grace, "programme-team")
    own = browser.get(f"/roles/{team.id}/ending?role=programme-team").text
    assert "End your role in the programme team?" in own


def test_the_pages_are_for_those_who_may_do_it(browser, grace, team):
    browser.sign_in(grace)
    for path in (f"/people/{team.id}/disabling", f"/roles/{team.id}/ending?role=programme-team"):
        assert browser.get(path).status_code == 404
    browser.post("/sign-out")
    assert browser.get(f"/people/{team.id}/disabling").status_code == 303


def test_the_password_comes_after_the_question_and_the_way_goes_on(browser, team, grace):
    grant_role(OPERATOR, grace, "evaluator")
    browser.sign_in(team)
    close, end = f"/people/{grace.id}/disabling", f"/roles/{grace.id}/ending?role=evaluator"
    for path, data in ((end, {"role": "evaluator"}), (close, {})):
        with clock.at(now() + timedelta(minutes=31)):
            assert "once more" not in browser.get(path).text, "looking asks for no password"
            asked = browser.post(path, data).text
            assert "Give your password once more" in asked
            assert f'action="{path}"' in asked
            assert f'href="{path}">Do not do it' in asked, "back to the question"
            assert "Leave it as it is" in browser.get(path).text
            wrong = browser.post(path, {**data, "confirm_password": "not this"})
            assert wrong.status_code == 422
            session().refresh(grace)
            assert grace.disabled_at is None
            assert (path == close) or reading(grace).roles
            done = browser.post(path, {**data, "confirm_password": RIGHT})
            assert done.location == ("/roles" if path == end else f"/people/{grace.id}")
        browser.sign_in(team)
    session().refresh(grace)
    assert grace.disabled_at is not None


def test_a_stale_token_ends_nothing(browser, team, grace):
    browser.sign_in(team)
    answer = browser.post(f"/people/{grace.id}/disabling", token="stale")
    assert answer.status_code == 422
    assert "Nothing is lost" in answer.text
    session().refresh(grace)
    assert grace.disabled_at is None
