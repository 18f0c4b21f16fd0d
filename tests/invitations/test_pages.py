"""The list of invitations, as a lead and the programme team meet it."""

from datetime import timedelta

from sqlalchemy import select

from lpcommunity.access.reader import OPERATOR
from lpcommunity.invitations.models import Invitation
from lpcommunity.partnerships.memberships import join
from lpcommunity.storage import clock, now, session
from tests.accounts.conftest import RIGHT

PATH = "/partnerships/hull/invitations"


def test_a_lead_invites_a_pasted_list(browser, lead, hull):
    browser.sign_in(lead)
    assert browser.get(PATH).status_code == 200
    answer = browser.post(PATH, {"addresses": "ann@x.example\nBob Day <bob@x.example>", "role": "member"})
    assert (answer.status_code, answer.location) == (303, PATH)
    page = browser.get(PATH).text
    assert "Two invitations are on the way. Whoever accepts is a member of Hull." in page
    assert "Bob Day, bob@x.example" in page
    browser.post(PATH, {"addresses": "Cy Fox <cy@x.example>\nDee Gray <dee@x.example>", "role": "deputy"})
    assert "Two invitations are on the way, to Cy Fox and Dee Gray. Whoever accepts" in browser.get(PATH).text


def test_errors_name_line_and_address_and_keep_what_was_typed(browser, lead, hull):
    browser.sign_in(lead)
    answer = browser.post(PATH, {"addresses": "ann@x.example\nnonsense <b>", "role": "member"})
    assert answer.status_code == 422
    assert "Line 2: “b” is not an e-mail address" in answer.text
    assert "nonsense &lt;b&gt;" in answer.text
    answer = browser.post(PATH, {"addresses": "", "role": "king"})
    assert answer.status_code == 422
    assert "Write at least one e-mail address" in answer.text
    assert "Choose what they will be" in answer.text
    assert browser.post(PATH, {"addresses": "f@x.example", "role": "facilitator"}).status_code == 422
    assert session().scalars(select(Invitation)).all() == []


def test_nobody_else_finds_the_list(browser, new_browser, hull, lead, make_person):
    member = make_person("m@hull.example", "Member")
    join(OPERATOR, hull, member, "member")
    browser.sign_in(member)
    absent = browser.get("/partnerships/nowhere/invitations")
    assert browser.get(PATH).status_code == absent.status_code == 404
    assert browser.post(PATH, {"addresses": "a@x.example", "role": "member"}).status_code == 404
    assert browser.get("/invitations").status_code == 404
    assert browser.post("/invitations", {"addresses": "a@x.example", "role": "evaluator"}).status_code == 404
    assert new_browser().get(PATH).status_code == 303
    stranger = new_browser()
    stranger.sign_in(lead)
    assert stranger.get("/invitations").status_code == 404


def test_the_programme_team_invites_into_the_installation_with_a_fresh_password(browser, team):
    browser.sign_in(team)
    page = browser.get("/invitations").text
    assert 'value="evaluator"' in page
    assert 'value="administrator"' not in page
    assert browser.post("/invitations", {"addresses": "t@x.example", "role": "programme-team"}).status_code == 303
    with clock.at(now() + timedelta(minutes=40)):
        typed = {"addresses": "e@x.example\n", "role": "evaluator"}
        asked = browser.post("/invitations", typed)
        assert asked.status_code == 200
        assert "Give your password once more" in asked.text
        assert ">e@x.example" in asked.text
        assert browser.post("/invitations", {**typed, "confirm_password": "wrong"}).status_code == 422
        assert browser.post("/invitations", {**typed, "confirm_password": RIGHT}).status_code == 303
    assert len(session().scalars(select(Invitation)).all()) == 2


def test_sending_again_and_withdrawing_from_the_list(browser, lead, invited):
    invitation = invited()
    browser.sign_in(lead)
    answer = browser.post(f"/invitations/{invitation.id}/sending")
    assert (answer.status_code, answer.location) == (303, PATH)
    assert browser.post(f"/invitations/{invitation.id}/withdrawal").status_code == 303
    assert "The invitation is withdrawn." in browser.get(PATH).text
    assert browser.post(f"/invitations/{invitation.id}/sending").status_code == 409
    assert browser.post("/invitations/999999/withdrawal").status_code == 404


def test_the_list_costs_the_same_whatever_is_on_it(browser, lead, invited, count_queries):
    browser.sign_in(lead)
    invited("one@x.example")
    browser.get(PATH)
    with count_queries() as few:
        browser.get(PATH)
    for n in range(8):
        invited(f"p{n}@x.example")
    with count_queries() as many:
        browser.get(PATH)
    assert len(few) == len(many) <= 8, many
