"""An invitation that went to a wrong address, or promises a wrong role, is put right before it is answered."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Conflict, Refused
from lpcommunity.access.reader import OPERATOR
from lpcommunity.invitations import commands, queries
from lpcommunity.invitations.models import Invitation
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships.commands import found_partnership
from lpcommunity.partnerships.memberships import join
from lpcommunity.storage import clock, now, session
from tests.accounts.conftest import RIGHT
from tests.factories import reading

LIST = "/partnerships/hull/invitations"


@pytest.fixture
def member(hull, make_person):
    member = make_person("m@hull.example", "Member")
    join(OPERATOR, hull, member, "member")
    return member


def _mails() -> int:
    return session().scalar(select(func.count()).where(OutboxEvent.name == "PersonInvited")) or 0


def _waiting(place) -> list[tuple[str, str, str]]:
    return sorted((one.email, one.role, one.name) for one in queries.invited(place.id))


def test_a_wrong_address_is_put_right_and_its_link_opens_nothing(browser, new_browser, lead, hull, invited, link):
    wrong, other = invited("gitta@hull.example", name="Gita Patel"), invited("bob@hull.example")
    dead, alive = link(wrong), link(other)
    browser.sign_in(lead)
    assert f"/invitations/{wrong.id}/correction" in browser.get(LIST).text
    page = browser.get(f"/invitations/{wrong.id}/correction").text
    assert all(said in page for said in ('value="gitta@hull.example"', 'value="Gita Patel"'))
    typed = {"name": "Gita Patel", "email": "gita@hull.example", "role": "member"}
    answer = browser.post(f"/invitations/{wrong.id}/correction", typed)
    assert (answer.status_code, answer.location) == (303, LIST)
    said = browser.get(LIST).text
    assert (
        "The invitation to Gita Patel is corrected and sent. The link that was sent before opens nothing any more."
        in said
    )
    assert _waiting(hull) == [("bob@hull.example", "member", ""), ("gita@hull.example", "member", "Gita Patel")]
    assert "This invitation was withdrawn" in new_browser().get(dead).text
    assert "Join Hull" in new_browser().get(alive).text
    assert "Join Hull" in new_browser().get(link(queries.invitation(queries.invited(hull.id)[0].id))).text
    again = browser.post(f"/invitations/{wrong.id}/correction", typed)
    assert again.status_code == 303, "a double click is one"
    assert len(_waiting(hull)) == 2


def test_a_wrong_role_is_put_right_and_the_days_stay(app, team, hull):
    first = now().date() + timedelta(days=3)
    days = {"starts_on": first, "ends_on": first + timedelta(days=90)}
    wrong = commands.invite(reading(team), "gita@hull.example", "member", hull, "Gita Patel", **days)
    right = commands.correct(reading(team), wrong, "gita@hull.example", "facilitator", "Gita Patel")
    assert (right.role, right.starts_on, right.ends_on) == ("facilitator", days["starts_on"], days["ends_on"])
    assert right.nonce != wrong.nonce
    assert _waiting(hull) == [("gita@hull.example", "facilitator", "Gita Patel")]
    with clock.at(now() + timedelta(days=4)):
        later = commands.correct(reading(team), right, "gp@hull.example", "facilitator", "Gita Patel")
    assert (later.starts_on, later.ends_on) == (None, days["ends_on"]), "what began meanwhile begins at once"


def test_a_name_is_put_right_where_it_stands_and_nobody_is_written_to(hull, lead, invited):
    invitation, before = invited(name="Colin Marx"), _mails()
    same = commands.correct(reading(lead), invitation, " Colin@hull.example. ", "member", "Colin Marsh")
    assert (same.id, same.name) == (invitation.id, "Colin Marsh")
    assert _mails() == before


def test_what_cannot_be_invited_so_is_said_and_the_first_stays(browser, lead, hull, invited, member):
    wrong = invited("gitta@hull.example")
    invited("bob@hull.example")
    browser.sign_in(lead)
    for email, said in (
        ("nonsense", "Write an e-mail address"),
        ("m@hull.example", "Member (m@hull.example) is already a member of Hull"),
        ("bob@hull.example", "has not come yet"),
    ):
        with clock.at(now() + timedelta(minutes=5)):
            typed = {"name": "G", "email": email, "role": "member"}
            answer = browser.post(f"/invitations/{wrong.id}/correction", typed)
        assert answer.status_code == 422
        assert said in answer.text
        assert f'value="{email}"' in answer.text
    right = {"name": "", "email": "gita@hull.example", "role": "facilitator"}
    assert browser.post(f"/invitations/{wrong.id}/correction", right).status_code == 422
    with pytest.raises(Refused):
        commands.correct(reading(lead), wrong, "gita@hull.example", "facilitator", "")
    session().rollback()
    assert [one[0] for one in _waiting(hull)] == ["bob@hull.example", "gitta@hull.example"]


def test_only_who_may_give_what_it_promises_corrects_it(browser, new_browser, hull, lead, team, invited, member):
    leeds = found_partnership(OPERATOR, slug="leeds", name="Leeds")
    facilitators, elsewhere = invited(actor=team, role="facilitator"), invited(actor=team, place=leeds)
    for actor, one in ((member, invited("a@x.example")), (lead, facilitators), (lead, elsewhere)):
        with pytest.raises(Refused):
            commands.correct(reading(actor), one, "b@x.example", "member", "")
        with pytest.raises(Refused):
            commands.correct(reading(actor), one, one.email, one.role, "Another Name")
        stranger = new_browser()
        stranger.sign_in(actor)
        path = f"/invitations/{one.id}/correction"
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, {"email": "b@x.example", "role": "member"}).status_code == 404
    assert new_browser().get(f"/invitations/{elsewhere.id}/correction").status_code == 303


def test_what_was_accepted_or_withdrawn_is_not_corrected(hull, lead, invited):
    taken, back = invited("c@hull.example"), invited("d@hull.example")
    commands.claim(taken, name="Colin Marsh", password="moss-lantern-quay-57")
    commands.withdraw(reading(lead), back)
    for one in (taken, back):
        with pytest.raises(Conflict):
            commands.correct(reading(lead), one, "e@hull.example", "member", "")
    assert session().scalars(select(Invitation).where(Invitation.email == "e@hull.example")).all() == []


def test_nobody_corrects_one_into_a_role_for_themselves(hull, team, invited):
    one = invited(actor=team, role="facilitator")
    with pytest.raises(commands.Unusable) as refused:
        commands.correct(reading(team), one, team.email, "facilitator", "")
    assert refused.value.problems[0].code == "invited-oneself"


def test_into_the_whole_installation_it_wants_a_fresh_password(browser, team):
    wrong = commands.invite(reading(team), "e@x.example", "evaluator")
    browser.sign_in(team)
    path, typed = f"/invitations/{wrong.id}/correction", {"email": "eve@x.example", "role": "evaluator"}
    with clock.at(now() + timedelta(minutes=40)):
        assert "Give your password once more" in browser.post(path, typed).text
        answer = browser.post(path, {**typed, "confirm_password": RIGHT})
        assert (answer.status_code, answer.location) == (303, "/invitations")
    assert [one.email for one in queries.invited(None)] == ["eve@x.example"]
