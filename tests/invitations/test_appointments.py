"""One person is invited to lead a place, or to facilitate it, from a first day until a last one."""

from datetime import timedelta

import pytest

from lpcommunity.access import Conflict, Invalid
from lpcommunity.access.reader import OPERATOR
from lpcommunity.invitations import commands, queries
from lpcommunity.invitations.domain_events import PersonInvited
from lpcommunity.notifications.kinds.invitation import letters
from lpcommunity.partnerships.memberships import join, standing
from lpcommunity.partnerships.policy import can_give
from lpcommunity.partnerships.terms import is_current
from lpcommunity.programmes.commands import add_programme
from lpcommunity.storage import clock, now, today
from lpcommunity.web.humanize import day
from tests.factories import reading

OWEN = "owen@pritchard.example"
PASSWORD = "moss-lantern-quay-57"
SOON, LAST = timedelta(days=5), timedelta(days=120)


def days(field, when):
    return {f"{field}-day": when.day, f"{field}-month": when.month, f"{field}-year": when.year}


@pytest.fixture
def appoint(app, hull, team):
    """An invitation to facilitate Hull, from a day until a day."""

    def make(starts=None, ends=None, email=OWEN, role="facilitator"):
        made = commands.invite(reading(team), email, role, hull, "Owen", starts_on=starts, ends_on=ends)
        return queries.invitation(made.id)

    return make


def test_the_days_are_written_once_and_become_those_of_the_membership(browser, new_browser, hull, team, link):
    add_programme(OPERATOR, name="Phase 2", starts_on=None, ends_on=None)
    browser.sign_in(team)
    path = "/partnerships/hull/invitations/facilitator?programme=phase-2"
    first, last = today() + SOON, today() + LAST
    typed = {"name": "Owen Pritchard", "email": OWEN, **days("starts_on", first), **days("ends_on", last)}
    answer = browser.post(path, typed)
    assert answer.location == "/programmes/phase-2/desk"
    page = browser.get(answer.location).text
    said = f"a facilitator for Hull from {day(first)} until {day(last)}"
    assert f"The invitation to Owen Pritchard is sent, to be {said}." in page
    [sent] = queries.waiting_for([OWEN], hull.id)
    [mail] = letters(PersonInvited(sent.id), None)
    assert f"You will be {said}." in mail.lines[0]
    assert f"from {day(first)} until {day(last)}" in browser.get("/partnerships/hull/invitations").text
    theirs = new_browser()
    assert said in theirs.get(link(sent)).text
    assert theirs.post(link(sent), {"name": "Owen Pritchard", "password": PASSWORD}).status_code == 303
    owen = queries.invitation(sent.id).claimed_by_id
    held = standing(hull.id, owen)
    assert (held.role, held.starts_on, held.ends_on) == ("facilitator", first, last)
    assert not is_current(held)


def test_who_accepts_after_the_first_day_begins_on_that_day(app, hull, appoint):
    sent = appoint(today() + SOON, today() + LAST)
    with clock.at(now() + timedelta(days=9)):
        person = commands.claim(sent, name="Owen", password=PASSWORD)
        held = standing(hull.id, person.id)
        assert (held.starts_on, held.ends_on) == (today(), today() - timedelta(days=9) + LAST)
        assert held.began_at == now(), "what was confided before was not confided to them"


def test_an_invitation_does_not_outlive_its_last_day(app, team, appoint):
    sent = appoint(ends=today() + timedelta(days=3))
    with clock.at(now() + timedelta(days=2)):
        commands.send_again(reading(team), sent)
        assert sent.expires_at < now() + timedelta(days=2)
    with clock.at(now() + timedelta(days=4)):
        with pytest.raises(Conflict):
            commands.claim(sent, name="Owen", password=PASSWORD)
        with pytest.raises(Invalid) as refused:
            commands.send_again(reading(team), sent)
        assert refused.value.code == "invited-until-past"


@pytest.mark.parametrize(
    ("starts", "ends", "code"),
    [
        (-1, None, "invited-from-past"),
        (None, -1, "invited-into-past"),
        (9, 8, "membership-days-reversed"),
    ],
)
def test_days_that_cannot_be_are_said_beside_them_and_nothing_is_sent(appoint, hull, browser, team, starts, ends, code):
    given = [None if number is None else today() + timedelta(days=number) for number in (starts, ends)]
    with pytest.raises(Invalid) as refused:
        appoint(*given)
    assert refused.value.code == code
    browser.sign_in(team)
    typed = {"name": "Owen", "email": OWEN}
    for field, when in zip(("starts_on", "ends_on"), given, strict=True):
        typed |= days(field, when) if when else {}
    answer = browser.post("/partnerships/hull/invitations/facilitator", typed)
    assert answer.status_code == 422
    assert str(refused.value) in answer.text
    assert f'value="{OWEN}"' in answer.text
    assert queries.waiting_for([OWEN], hull.id) == []


def test_whoever_holds_a_role_until_then_is_not_promised_another_for_later(app, hull, team, appoint, make_person):
    owen = make_person(OWEN, "Owen")
    join(OPERATOR, hull, owen, "member")
    with pytest.raises(commands.Unusable) as refused:
        appoint(today() + SOON)
    assert [one.code for one in refused.value.problems] == ["role-held-until-then"]
    assert appoint().starts_on is None, "at once is fine"


def test_who_came_to_hold_one_meanwhile_reads_why_it_waits(app, hull, appoint, make_person):
    owen = make_person(OWEN, "Owen")
    sent = appoint(today() + SOON)
    join(OPERATOR, hull, owen, "member")
    with pytest.raises(Conflict) as refused:
        commands.accept(reading(owen), sent)
    assert refused.value.code == "accepting-one-role-at-a-time"
    assert "You are a member of Hull until" in str(refused.value)
    assert queries.invitation(sent.id).claimed_at is None
    with clock.at(now() + SOON):
        commands.accept(reading(owen), sent)
        assert standing(hull.id, owen.id).role == "facilitator"


def test_a_double_click_is_one_and_other_days_are_another_invitation(appoint):
    first = appoint(today() + SOON)
    assert appoint(today() + SOON).id == first.id
    with pytest.raises(commands.Unusable) as refused:
        appoint(today() + LAST)
    assert [one.code for one in refused.value.problems] == ["address-invited-already"]


def test_a_lead_invites_a_lead_and_no_facilitator(browser, hull, lead):
    browser.sign_in(lead)
    assert "They lead the partnership from within" in browser.get("/partnerships/hull/invitations/lead").text
    assert browser.post("/partnerships/hull/invitations/lead", {"email": OWEN}).status_code == 303
    assert not can_give(reading(lead), hull.id, "facilitator")
    path = "/partnerships/hull/invitations/facilitator"
    assert browser.get(path).status_code == browser.post(path, {"email": OWEN}).status_code == 404
    assert browser.get("/partnerships/hull/invitations/member").status_code == 404


def test_what_is_wrong_with_the_address_is_said_beside_it(browser, hull, lead):
    browser.sign_in(lead)
    answer = browser.post("/partnerships/hull/invitations/lead", {"email": lead.email})
    assert answer.status_code == 422
    assert 'href="#email"' in answer.text
    assert "is already a lead of Hull" in answer.text
