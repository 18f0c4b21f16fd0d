"""Who belongs, from and to when, and how it ends."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from lpcommunity.access import Invalid, Refused
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships import memberships
from lpcommunity.partnerships.models import Membership
from lpcommunity.storage import clock, session, today
from tests import factories as make
from tests.factories import reading


@pytest.fixture
def hull(app):
    return make.place("Hull")


def test_a_membership_counts_on_its_first_and_its_last_day_in_london(hull):
    somebody = make.person()
    day = today() + timedelta(days=10)
    make.belongs(somebody, hull, "facilitator", since=day, until=day)
    eve = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=2)
    with clock.at(eve):
        assert not reading(somebody).facilitates
    session().rollback()
    with clock.at(eve + timedelta(hours=14)):
        assert set(reading(somebody).facilitates) == {hull.id}
    session().rollback()
    with clock.at(eve + timedelta(hours=14 + 24)):
        assert not reading(somebody).facilitates


def test_only_the_programme_team_appoints_facilitators(hull):
    lead, newcomer, team = make.person(), make.person(), make.person(role="programme-team")
    make.belongs(lead, hull, "lead")
    with pytest.raises(Refused):
        memberships.join(reading(lead), hull, newcomer, "facilitator")
    memberships.join(reading(team), hull, newcomer, "facilitator")
    assert set(reading(newcomer).facilitates) == {hull.id}


def test_a_member_admits_nobody_and_ends_nobody_but_themselves(hull):
    lead, member, other = make.person(), make.person(), make.person()
    make.belongs(lead, hull, "lead")
    make.belongs(member, hull)
    others = make.belongs(other, hull)
    with pytest.raises(Refused):
        memberships.join(reading(member), hull, make.person(), "member")
    with pytest.raises(Refused):
        memberships.end_membership(reading(member), others)
    memberships.end_membership(reading(other), others)
    assert reading(other).member_of == frozenset()


def test_the_last_lead_names_a_successor_before_leaving(hull):
    lead, deputy, outsider = make.person(), make.person(), make.person()
    leading = make.belongs(lead, hull, "lead")
    make.belongs(deputy, hull, "deputy")
    with pytest.raises(Invalid) as refused:
        memberships.end_membership(reading(lead), leading)
    assert refused.value.field == "successor"
    with pytest.raises(Invalid):
        memberships.end_membership(reading(lead), leading, successor=outsider)
    with pytest.raises(Invalid):
        memberships.join(OPERATOR, hull, lead, "member")
    memberships.end_membership(reading(lead), leading, successor=deputy)
    assert reading(deputy).leads == {hull.id}
    assert reading(lead).places == frozenset()


def test_a_changed_role_ends_the_earlier_one_and_leaves_its_trace(hull):
    somebody = make.person()
    make.belongs(somebody, hull)
    make.belongs(somebody, hull, "deputy")
    held = list(
        session().scalars(select(Membership).where(Membership.person_id == somebody.id).order_by(Membership.id))
    )
    assert [(one.role, one.ended_at is None) for one in held] == [("member", False), ("deputy", True)]
    assert session().scalars(select(AuditRecord.act)).all().count("membership-began") == 2
    assert session().scalars(select(OutboxEvent.name)).all().count("MembershipBegan") == 2


def test_ending_twice_is_once(hull):
    somebody = make.person()
    membership = make.belongs(somebody, hull)
    memberships.end_membership(OPERATOR, membership)
    first = membership.ended_at
    memberships.end_membership(OPERATOR, membership)
    assert membership.ended_at == first


def test_days_that_cannot_be(hull):
    with pytest.raises(Invalid) as refused:
        make.belongs(make.person(), hull, since=today(), until=today() - timedelta(days=1))
    assert refused.value.field == "ends_on"
