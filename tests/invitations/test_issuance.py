"""Who may invite whom, and what an invitation does before anybody answers it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Conflict, Invalid, Refused
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.rate_limits import TooMany
from lpcommunity.access.reader import OPERATOR
from lpcommunity.invitations import commands, policy, queries
from lpcommunity.invitations.address_parser import parse_addressees
from lpcommunity.invitations.commands import Unusable, issuance
from lpcommunity.invitations.models import Invitation
from lpcommunity.invitations.refusal_text import reasons_of
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships.commands import found_partnership
from lpcommunity.partnerships.memberships import join
from lpcommunity.people.commands import grant_role
from lpcommunity.storage import clock, now, session
from tests.factories import reading


def _count(kind) -> int:
    return session().scalar(select(func.count()).select_from(kind)) or 0


def _events(name: str) -> int:
    return session().scalar(select(func.count()).where(OutboxEvent.name == name)) or 0


def test_a_lead_invites_members_deputies_and_leads_of_their_own_place_only(hull, lead, make_person):
    elsewhere = found_partnership(OPERATOR, slug="bedford", name="Bedford")
    for role in ("member", "deputy", "lead"):
        commands.invite(reading(lead), f"{role}@hull.example", role, hull)
    for role, place in (("facilitator", hull), ("member", elsewhere), ("programme-team", None), ("evaluator", None)):
        with pytest.raises(Refused):
            commands.invite(reading(lead), "x@hull.example", role, place)
    member = make_person("m@hull.example", "Member")
    join(OPERATOR, hull, member, "member")
    with pytest.raises(Refused):
        commands.invite(reading(member), "x@hull.example", "member", hull)
    assert _events("PersonInvited") == 3


def test_the_programme_team_invites_everybody_but_administrators(hull, team, make_person):
    commands.invite(reading(team), "f@x.example", "facilitator", hull)
    commands.invite(reading(team), "t@x.example", "programme-team")
    commands.invite(reading(team), "e@x.example", "evaluator")
    with pytest.raises(Refused):
        commands.invite(reading(team), "a@x.example", "administrator")
    admin = make_person("admin@x.example", "Admin")
    grant_role(OPERATOR, admin, "administrator")
    commands.invite(reading(admin), "a@x.example", "administrator")


def test_a_role_that_does_not_fit_the_place_is_refused_beside_the_field(hull, team):
    for role, place in (("programme-team", hull), ("member", None), ("king", hull)):
        with pytest.raises(Invalid) as refusal:
            commands.invite(reading(team), "x@x.example", role, place)
        assert refusal.value.field == "role"


def test_a_list_is_invited_as_a_whole_or_not_at_all(hull, lead):
    text = "ann@hull.example\nnonsense\nGrace <grace@hull.example>\nbob@hull"
    with pytest.raises(Unusable) as refusal:
        commands.invite_all(reading(lead), parse_addressees(text), "member", hull)
    assert reasons_of(refusal.value) == [
        "Line 2: “nonsense” is not an e-mail address",
        "Line 3: Grace Oyelaran (grace@hull.example) is already a lead of Hull",
        "Line 4: “bob@hull” is not an e-mail address",
    ]
    assert _count(Invitation) == 0
    sent = commands.invite_all(
        reading(lead), parse_addressees("Ann Lee <ANN@hull.example>, bob@hull.example"), "member", hull
    )
    assert [(one.email, one.name) for one in sent] == [("ann@hull.example", "Ann Lee"), ("bob@hull.example", "")]


def test_nobody_is_invited_twice_but_a_double_click_is_one(hull, lead):
    first = commands.invite(reading(lead), "ann@hull.example", "member", hull)
    assert commands.invite(reading(lead), "ann@hull.example", "member", hull).id == first.id
    assert _count(Invitation) == 1
    with clock.at(now() + timedelta(minutes=1)), pytest.raises(Invalid, match=r"has not come yet\. Send it again"):
        commands.invite(reading(lead), "Ann@Hull.example", "deputy", hull)
    with clock.at(now() + timedelta(days=15)):
        commands.invite(reading(lead), "ann@hull.example", "member", hull)


def test_no_more_than_two_hundred_a_day(hull, lead, team, monkeypatch):
    monkeypatch.setattr(issuance, "PER_DAY", 3)
    commands.invite_all(reading(lead), parse_addressees("a@x.example b@x.example".replace(" ", ",")), "member", hull)
    with pytest.raises(TooMany, match="the 3 invitations that one person can send in a day"):
        commands.invite_all(reading(lead), parse_addressees("c@x.example,d@x.example"), "member", hull)
    refused = select(func.count()).where(AuditRecord.act == "refused-too-many", AuditRecord.actor_id == lead.id)
    assert session().scalar(refused) == 1
    commands.invite(reading(lead), "c@x.example", "member", hull)
    commands.invite(reading(team), "d@x.example", "member", hull)
    with clock.at(now() + timedelta(days=1, minutes=1)):
        commands.invite(reading(lead), "e@x.example", "member", hull)


def test_sending_again_moves_the_day_keeps_the_link_and_counts(invited, lead, team, link):
    invitation = invited()
    before, address = invitation.expires_at, link(invitation)
    with clock.at(now() + timedelta(days=20)):
        assert not policy.is_waiting(invitation)
        commands.send_again(reading(team), invitation)
        assert policy.is_waiting(invitation)
        assert link(invitation) == address
        assert invitation.expires_at > before
        assert invitation.inviter_id == team.id
    assert _events("PersonInvited") == 2


def test_withdrawing_closes_it_for_good(invited, lead):
    invitation = invited()
    commands.withdraw(reading(lead), invitation)
    commands.withdraw(reading(lead), invitation)
    assert queries.invited(invitation.partnership_id) == []
    with pytest.raises(Conflict):
        commands.send_again(reading(lead), invitation)


def test_only_who_may_give_the_role_sends_again_or_withdraws(invited, hull, lead, team, make_person):
    member = make_person("m@hull.example", "Member")
    join(OPERATOR, hull, member, "member")
    facilitator = invited(actor=team, role="facilitator", email="f@x.example")
    for actor, invitation in ((member, invited()), (lead, facilitator)):
        for act in (commands.send_again, commands.withdraw):
            with pytest.raises(Refused):
                act(reading(actor), invitation)


def test_every_act_is_on_record_without_an_address(invited, lead):
    invitation = invited()
    with clock.at(now() + timedelta(minutes=1)):
        commands.send_again(reading(lead), invitation)
        commands.send_again(reading(lead), invitation)
        commands.withdraw(reading(lead), invitation)
    acts = (
        session()
        .execute(
            select(AuditRecord.act, AuditRecord.details)
            .where(AuditRecord.subject_kind == "invitation")
            .order_by(AuditRecord.id)
        )
        .all()
    )
    assert [act for act, _ in acts] == ["person-invited", "invitation-sent-again", "invitation-withdrawn"]
    assert "@" not in str(acts)


def test_the_list_says_who_accepted_and_is_one_query(invited, hull, lead, count_queries):
    for n in range(3):
        invited(f"p{n}@hull.example")
    commands.claim(invited("c@hull.example"), name="Colin Marsh", password="moss-lantern-quay-57")
    place = hull.id
    with count_queries() as asked:
        people = queries.invited(place)
    assert len(asked) == 1, asked
    assert {one.state for one in people} == {"waiting", "accepted"}
    assert next(one.claimed_by for one in people if one.state == "accepted") == "Colin Marsh"
