"""Roles in a place: who gives which to whom, what that may end, from and to which day, and that a lead stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lpcommunity.access import Invalid
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts.commands import disable
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships import memberships
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.people.models import Person
from lpcommunity.storage import clock, session, today
from tests import factories as make
from tests.factories import reading
from tests.harness.races import at_once, slowly


@pytest.fixture
def hull(app):
    return make.place("Hull")


# Nobody gives themselves what reads more


@pytest.mark.parametrize("role", ["facilitator", "member", "lead", "deputy"])
def test_nobody_gives_themselves_a_role_that_reads_more(hull, role):
    team = make.person(role="programme-team")
    with pytest.raises(Invalid) as refused:
        memberships.join(reading(team), hull, team, role)
    assert (refused.value.code, refused.value.field) == ("role-for-oneself", "person")
    assert not reading(team).places
    memberships.join(reading(make.person(role="programme-team")), hull, team, role)
    assert set(reading(team).places) == {hull.id}


def test_nobody_who_belongs_makes_themselves_a_facilitator(hull):
    team = make.person(role="programme-team")
    make.belongs(team, hull, "lead")
    with pytest.raises(Invalid) as refused:
        memberships.join(reading(team), hull, team, "facilitator")
    assert refused.value.code == "role-for-oneself"


def test_one_may_become_what_reads_no_more(hull):
    deputy, facilitator = make.person(), make.person(role="programme-team")
    make.belongs(deputy, hull, "deputy")
    memberships.join(reading(deputy), hull, deputy, "lead")
    make.belongs(facilitator, hull, "facilitator")
    memberships.join(reading(facilitator), hull, facilitator, "member")
    assert reading(facilitator).member_of == {hull.id}


def test_one_lengthens_no_time_of_ones_own_as_facilitator(hull):
    team, until = make.person(role="programme-team"), today() + timedelta(days=9)
    make.belongs(team, hull, "facilitator", until=until)
    for later in (until + timedelta(days=1), None):
        with pytest.raises(Invalid) as refused:
            memberships.join(reading(team), hull, team, "facilitator", ends_on=later)
        assert (refused.value.code, refused.value.field) == ("own-time-lengthened", "ends_on")
    memberships.join(reading(team), hull, team, "facilitator", ends_on=until - timedelta(days=1))
    memberships.join(reading(make.person(role="programme-team")), hull, team, "facilitator")


def test_nobody_makes_their_own_coming_role_come_sooner(hull):
    team = make.person(role="programme-team")
    make.belongs(team, hull, "facilitator", since=today() + timedelta(days=9))
    with pytest.raises(Invalid) as refused:
        memberships.join(reading(team), hull, team, "facilitator")
    assert refused.value.code == "role-for-oneself"


def test_the_command_line_can_and_the_audit_record_says_so(hull):
    team = make.person(role="programme-team")
    make.belongs(team, hull, "facilitator")
    (row,) = rows("membership-began")
    assert row.actor_id is None
    assert row.details["by"] == "operator"
    memberships.join(reading(team), hull, make.person(), "member")
    assert "by" not in rows("membership-began")[-1].details


# Who replaces a role may end it as well


def rows(act):
    return session().scalars(select(AuditRecord).where(AuditRecord.act == act).order_by(AuditRecord.id)).all()


def events(name):
    return list(session().scalars(select(OutboxEvent).where(OutboxEvent.name == name).order_by(OutboxEvent.id)))


@pytest.mark.parametrize("coming", [0, 5])
def test_a_lead_ends_no_facilitator_by_making_them_something_else(hull, coming):
    lead, owen = make.person(), make.person("Dr Owen Pritchard")
    make.belongs(lead, hull, "lead")
    held = make.belongs(owen, hull, "facilitator", since=today() + timedelta(days=coming))
    for role in ("member", "deputy", "lead"):
        with pytest.raises(Invalid) as refused:
            memberships.join(reading(lead), hull, owen, role)
        assert (refused.value.code, refused.value.field) == ("role-not-yours-to-end", "person")
        assert "Only the programme team" in str(refused.value)
    assert session().get_one(Membership, held.id).ended_at is None
    memberships.join(reading(make.person(role="programme-team")), hull, owen, "member")


def test_a_facilitator_whose_time_is_over_may_be_asked_in(hull):
    lead, owen = make.person(), make.person()
    make.belongs(lead, hull, "lead")
    last = today() - timedelta(days=2)
    before = make.belongs(owen, hull, "facilitator", since=last, until=last)
    memberships.join(reading(lead), hull, owen, "member")
    assert reading(owen).member_of == {hull.id}
    ended = session().get_one(Membership, before.id).ended_at
    assert ended.astimezone(clock.LONDON).date() == last, "it ended on its last day, and not just now"
    assert events("MembershipEnded") == []


def test_every_beginning_ending_and_replacement_leaves_its_row_and_its_event(hull):
    team, somebody = make.person(role="programme-team"), make.person()
    until = today() + timedelta(days=30)
    first = memberships.join(reading(team), hull, somebody, "facilitator", ends_on=until)
    second = memberships.join(reading(team), hull, somebody, "member")
    memberships.end_membership(reading(team), second)
    (ended, left), begun = rows("membership-ended"), rows("membership-began")
    place = {"partnership_id": hull.id, "starts_on": str(today())}
    assert [row.details for row in begun] == [
        {"role": "facilitator", "ends_on": str(until), **place},
        {"role": "member", "ends_on": None, **place},
    ]
    assert ended.details == {"role": "facilitator", "ends_on": str(until), "replaced_by": "member", **place}
    assert left.details == {"role": "member", "ends_on": None, **place}
    assert {row.actor_id for row in (*begun, ended, left)} == {team.id}
    assert [one.payload["membership_id"] for one in events("MembershipEnded")] == [first.id, second.id]


def test_changed_days_leave_their_row_with_what_they_were(hull):
    team, owen = make.person(role="programme-team"), make.person()
    until = today() + timedelta(days=30)
    memberships.join(reading(team), hull, owen, "facilitator")
    for _ in range(2):
        memberships.join(reading(team), hull, owen, "facilitator", ends_on=until)
    (row,) = rows("membership-days-changed")
    assert row.actor_id == team.id
    assert row.details == {
        "partnership_id": hull.id,
        "role": "facilitator",
        "before_starts_on": str(today()),
        "before_ends_on": None,
        "starts_on": str(today()),
        "ends_on": str(until),
    }


# Days


def test_no_last_day_is_in_the_past(hull):
    lead, member, yesterday = make.person(), make.person(), today() - timedelta(days=1)
    make.belongs(lead, hull, "lead", since=yesterday)
    make.belongs(member, hull, since=yesterday)
    for somebody, role in ((lead, "lead"), (member, "member"), (make.person(), "member")):
        for asks in (reading(lead), OPERATOR):
            with pytest.raises(Invalid) as refused:
                memberships.join(asks, hull, somebody, role, ends_on=yesterday)
            assert (refused.value.code, refused.value.field) == ("last-day-past", "ends_on")
    with pytest.raises(Invalid):
        memberships.join(reading(lead), hull, make.person(), "member", yesterday, yesterday)
    assert reading(lead).leads == {hull.id}


def test_a_facilitator_begins_today_or_later_and_others_as_they_did(hull):
    team, yesterday = make.person(role="programme-team"), today() - timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        memberships.join(reading(team), hull, make.person(), "facilitator", yesterday)
    assert (refused.value.code, refused.value.field) == ("facilitator-first-day-past", "starts_on")
    assert memberships.join(reading(team), hull, make.person(), "member", yesterday).starts_on == yesterday
    assert make.belongs(make.person(), hull, "facilitator", since=yesterday).starts_on == yesterday


def test_no_change_moves_a_facilitators_first_day(hull):
    team, owen = make.person(role="programme-team"), make.person()
    held = make.belongs(owen, hull, "facilitator", since=today() - timedelta(days=3))
    for asks in (reading(team), OPERATOR):
        for days in (-9, 1):
            with pytest.raises(Invalid) as refused:
                memberships.join(asks, hull, owen, "facilitator", held.starts_on + timedelta(days=days))
            assert refused.value.field == "starts_on"
    memberships.join(reading(team), hull, owen, "facilitator", ends_on=today())
    assert session().get_one(Membership, held.id).starts_on == today() - timedelta(days=3)


def test_a_new_term_is_a_new_row(hull):
    team, owen = make.person(role="programme-team"), make.person()
    last = today() - timedelta(days=1)
    over = make.belongs(owen, hull, "facilitator", since=last - timedelta(days=9), until=last)
    again = memberships.join(reading(team), hull, owen, "facilitator")
    assert again.id != over.id
    assert again.starts_on == today()
    ended = memberships.join(reading(team), hull, owen, "member")
    memberships.end_membership(reading(team), ended)
    third = memberships.join(reading(team), hull, owen, "member", today() - timedelta(days=40))
    assert third.id not in {over.id, again.id, ended.id}


def test_whoever_belongs_already_is_not_left_with_nothing_until_a_later_role(hull):
    team, somebody, soon = make.person(role="programme-team"), make.person(), today() + timedelta(days=5)
    make.belongs(somebody, hull)
    with pytest.raises(Invalid) as refused:
        memberships.join(reading(team), hull, somebody, "deputy", soon)
    assert (refused.value.code, refused.value.field) == ("one-role-at-a-time", "starts_on")
    other = make.person()
    make.belongs(other, hull, since=soon, until=soon + timedelta(days=5))
    with pytest.raises(Invalid):
        memberships.join(reading(team), hull, other, "deputy", soon + timedelta(days=6))
    assert memberships.join(reading(team), hull, other, "deputy", soon + timedelta(days=1)).role == "deputy"


# A place keeps a lead


@pytest.fixture
def one_lead(hull):
    """The only lead of a place with a member in it."""
    grace = make.person("Grace Oyelaran")
    make.belongs(grace, hull, "lead")
    make.belongs(make.person(), hull)
    return grace


@pytest.mark.parametrize("role", ["member", "deputy", "facilitator"])
def test_the_only_lead_becomes_nothing_else(hull, one_lead, role):
    team = make.person(role="programme-team")
    with pytest.raises(Invalid) as refused:
        memberships.join(reading(team), hull, one_lead, role)
    assert (refused.value.code, refused.value.field) == ("only-lead", "role")
    assert reading(one_lead).leads == {hull.id}


def test_the_account_of_the_only_lead_stays_open(hull, one_lead):
    team = make.person(role="programme-team")
    with pytest.raises(Invalid) as refused:
        disable(reading(team), one_lead)
    assert str(refused.value) == "Grace Oyelaran is the only lead of Hull. Make somebody else lead first"
    make.belongs(make.person(), hull, "lead")
    disable(reading(team), one_lead)
    assert not reading(one_lead).places


def test_the_operator_closes_any_account_at_once(one_lead):
    disable(OPERATOR, one_lead)
    assert not reading(one_lead).places


def test_a_lead_whose_account_is_closed_is_none(hull, one_lead):
    other = make.person()
    make.belongs(other, hull, "lead")
    disable(OPERATOR, other)
    with pytest.raises(Invalid):
        memberships.join(OPERATOR, hull, one_lead, "member")


@pytest.mark.parametrize("coming", [False, True])
def test_a_lead_who_is_none_today_appoints_nobody_by_leaving(hull, one_lead, coming):
    other, member = make.person(), make.person()
    make.belongs(member, hull)
    day = today() + timedelta(days=3 if coming else -3)
    theirs = make.belongs(other, hull, "lead", since=day, until=day)
    memberships.end_membership(reading(other), theirs, successor=member)
    assert not reading(member).leads
    assert (session().get_one(Membership, theirs.id).ended_at is None) is not coming


@pytest.mark.parametrize("how", ["ends", "changes", "closes"])
def test_of_two_last_leads_at_once_one_stays(database, hull, one_lead, monkeypatch, how):
    other, team = make.person(), make.person(role="programme-team")
    make.belongs(other, hull, "lead")
    slowly(monkeypatch, memberships, "_is_only_lead")
    leading = {
        who.id: session().scalar(select(Membership.id).where(Membership.person_id == who.id))
        for who in (one_lead, other)
    }

    def act(who_id):
        who = session().get_one(Person, who_id)
        if how == "ends":
            memberships.end_membership(OPERATOR, session().get_one(Membership, leading[who_id]))
        elif how == "changes":
            memberships.join(OPERATOR, session().get_one(Partnership, place), who, "member")
        else:
            disable(reading(session().get_one(Person, team_id)), who)

    place, team_id = hull.id, team.id
    ids = [one_lead.id, other.id]
    refused = at_once(database, *(lambda who=who: act(who) for who in ids))
    assert refused == ["last-lead" if how == "ends" else "only-lead"]
    assert sum(bool(reading(session().get_one(Person, who)).leads) for who in ids if not closed(who)) == 1


def closed(person_id):
    return session().get_one(Person, person_id).disabled_at is not None
