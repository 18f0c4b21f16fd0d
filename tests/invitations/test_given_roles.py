"""What an invitation may give: nothing to oneself, and nothing that ends what whoever invites may not end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lpcommunity.access import Conflict, Invalid
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR
from lpcommunity.invitations import commands, queries
from lpcommunity.partnerships.memberships import join
from lpcommunity.partnerships.models import Membership
from lpcommunity.people.commands import grant_role
from lpcommunity.people.queries import by_email
from lpcommunity.storage import session, today
from tests.accounts.conftest import RIGHT
from tests.factories import reading

NEW = {"name": "Colin Marsh", "password": "quay-lantern-moss-75"}


def reasons(refused):
    return [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize("address", ["priya@team.example", "Priya+2@Team.example"])
def test_nobody_invites_themselves_into_what_reads_more(hull, team, address):
    for role, place in (("facilitator", hull), ("member", hull), ("evaluator", None)):
        with pytest.raises(commands.Unusable) as refused:
            commands.invite(reading(team), address, role, place)
        assert reasons(refused) == ["invited-oneself"]
    commands.invite(OPERATOR, address, "facilitator", hull)


def test_an_administrator_invites_themselves_into_no_programme_team(make_person):
    admin = make_person("admin@x.example", "Admin")
    grant_role(OPERATOR, admin, "administrator")
    with pytest.raises(commands.Unusable) as refused:
        commands.invite(reading(admin), "admin@x.example", "programme-team")
    assert reasons(refused) == ["invited-oneself"]


def test_the_page_says_so_and_keeps_the_address(browser, hull, team):
    browser.sign_in(team)
    answer = browser.post("/partnerships/hull/invitations", {"addresses": "priya@team.example", "role": "facilitator"})
    assert answer.status_code == 422
    assert "priya@team.example is your own address, and you cannot give yourself this role." in answer.text
    assert ">priya@team.example</textarea>" in answer.text


def test_whoever_takes_on_an_address_that_they_invited_accepts_nothing(browser, hull, team, link):
    invitation = queries.invitation(commands.invite(reading(team), "new@team.example", "facilitator", hull).id)
    team.email = "new@team.example"
    session().commit()
    browser.sign_in(team)
    answer = browser.post(link(invitation))
    assert answer.status_code == 409
    assert "You sent this invitation yourself, and nobody gives this role to themselves." in answer.text
    assert "Accept the invitation" in answer.text
    assert not reading(team).facilitates
    assert queries.invitation(invitation.id).claimed_at is None


def test_nobody_comes_in_a_second_time_by_the_same_mailbox(hull, team):
    invitation = queries.invitation(commands.invite(reading(team), "new+2@team.example", "facilitator", hull).id)
    team.email = "new@team.example"
    session().commit()
    with pytest.raises(Conflict) as refused:
        commands.claim(invitation, **NEW)
    assert refused.value.code == "accepting-from-oneself"
    assert by_email("new+2@team.example") is None


def test_sending_again_what_one_was_sent_makes_one_ones_own_inviter(browser, hull, team, make_person, invited):
    other = make_person("other@team.example", "Other")
    grant_role(OPERATOR, other, "programme-team")
    invitation = invited("priya@team.example", "facilitator", other)
    browser.sign_in(team)
    answer = browser.post(f"/invitations/{invitation.id}/sending")
    page = browser.get(answer.location).text
    assert "It is not sent again" in page
    assert "you cannot give yourself this role" in page
    assert queries.invitation(invitation.id).inviter_id == other.id
    commands.accept(reading(team), queries.invitation(invitation.id))
    assert set(reading(team).facilitates) == {hull.id}


def test_the_command_line_can_and_the_audit_record_says_so(hull, team):
    invitation = queries.invitation(commands.invite(OPERATOR, "priya@team.example", "facilitator", hull).id)
    commands.accept(reading(team), invitation)
    assert set(reading(team).facilitates) == {hull.id}
    for act in ("person-invited", "membership-began"):
        (row,) = session().scalars(select(AuditRecord).where(AuditRecord.act == act))
        assert (row.actor_id, row.details["by"]) == (None, "operator")


# What it may end


@pytest.mark.parametrize("coming", [0, 5])
def test_a_lead_invites_no_facilitator_to_be_something_else(hull, lead, make_person, coming):
    owen = make_person("owen@x.example", "Dr Owen Pritchard")
    join(OPERATOR, hull, owen, "facilitator", today() + timedelta(days=coming))
    for role in ("member", "deputy", "lead"):
        with pytest.raises(commands.Unusable) as refused:
            commands.invite(reading(lead), owen.email, role, hull)
        assert reasons(refused) == ["role-held-stays"]
    assert "Only the programme team can change it: ask them" in str(refused.value)


def test_a_facilitator_who_accepts_a_leads_invitation_keeps_their_role(browser, hull, lead, make_person, invited, link):
    owen = make_person("owen@x.example", "Dr Owen Pritchard")
    invitation = invited(owen.email)
    join(OPERATOR, hull, owen, "facilitator")
    browser.sign_in(owen)
    page = browser.get(link(invitation)).text
    assert "you are a facilitator for Hull now" in page
    assert "When you accept, you are a member of Hull instead" in page
    answer = browser.post(link(invitation))
    assert answer.status_code == 409
    assert "Ask the programme team; nothing has changed, and the invitation stays open" in answer.text
    assert set(reading(owen).facilitates) == {hull.id}
    assert queries.invitation(invitation.id).claimed_at is None
    with pytest.raises(Invalid) as refused:
        commands.send_again(reading(lead), queries.invitation(invitation.id))
    assert refused.value.code == "role-held-stays"


def test_somebody_new_is_told_the_same_and_keeps_the_name_they_typed(browser, hull, make_person, invited, link):
    owen = make_person("owen@x.example", "Owen", password_hash=None)
    invitation = invited(owen.email)
    join(OPERATOR, hull, owen, "facilitator")
    answer = browser.post(link(invitation), {"name": "Dr Owen Pritchard", "password": NEW["password"]})
    assert answer.status_code == 409
    assert "Ask the programme team; nothing has changed" in answer.text
    assert 'value="Dr Owen Pritchard"' in answer.text
    session().refresh(owen)
    assert owen.password_hash is None


def test_the_programme_teams_invitation_replaces_it_when_it_is_accepted(hull, team, make_person, invited):
    owen = make_person("owen@x.example", "Dr Owen Pritchard")
    join(OPERATOR, hull, owen, "facilitator")
    commands.accept(reading(owen), invited(owen.email, "member", team))
    assert reading(owen).member_of == {hull.id}


def test_the_only_lead_accepts_no_role_that_leaves_the_place_without_one(browser, hull, lead, team, make_person, link):
    join(OPERATOR, hull, make_person("m@x.example", "Member"), "member")
    invitation = queries.invitation(commands.invite(reading(team), lead.email, "facilitator", hull).id)
    browser.sign_in(lead, RIGHT)
    answer = browser.post(link(invitation))
    assert answer.status_code == 409
    assert "You are the only lead of Hull. Accepting would leave it without one." in answer.text
    assert reading(lead).leads == {hull.id}


# Days


def test_a_claim_brings_no_facilitator_sooner_and_lengthens_nothing(hull, team, make_person, invited):
    first, last = today() + timedelta(days=5), today() + timedelta(days=50)
    for role in ("facilitator", "member"):
        person = make_person(f"{role}@x.example", role)
        invitation = invited(person.email, role, team)
        join(OPERATOR, hull, person, role, first, last)
        commands.accept(reading(person), invitation)
        held = session().scalars(
            select(Membership).where(Membership.person_id == person.id, Membership.ended_at.is_(None))
        )
        begins = first if role == "facilitator" else today()
        assert [(one.role, one.starts_on, one.ends_on) for one in held] == [(role, begins, last)]
    with pytest.raises(commands.Unusable) as refused:
        commands.invite(reading(team), "facilitator@x.example", "facilitator", hull)
    assert "will be a facilitator for Hull from" in str(refused.value)
