"""Last days: nobody moves their own away, and none leaves a place without a lead."""

from datetime import timedelta

import pytest

from lpcommunity.access import Invalid
from lpcommunity.access.reader import OPERATOR
from lpcommunity.partnerships import memberships
from lpcommunity.storage import today
from tests import factories as make
from tests.factories import reading


def in_days(number):
    return today() + timedelta(days=number)


@pytest.fixture
def hull(app):
    return make.place("Hull")


@pytest.fixture
def grace(hull):
    """The only lead, with a member."""
    lead = make.person("Grace Oyelaran")
    make.belongs(lead, hull, "lead")
    make.belongs(make.person(), hull)
    return lead


@pytest.mark.parametrize("to", ["lead", "deputy", "member"])
@pytest.mark.parametrize("held", ["deputy", "lead", "facilitator"])
def test_ones_own_new_role_lasts_no_longer_than_the_present_one(hull, held, to):
    somebody, other = make.person(role="programme-team"), make.person(role="programme-team")
    make.belongs(make.person(), hull, "lead")
    make.belongs(somebody, hull, held, until=in_days(9))
    for later in (None, in_days(10)):
        with pytest.raises(Invalid) as refused:
            memberships.join(reading(somebody), hull, somebody, to, ends_on=later)
        assert (refused.value.code, refused.value.field) == ("own-time-lengthened", "ends_on")
    assert memberships.join(reading(somebody), hull, somebody, to, ends_on=in_days(9)).ends_on == in_days(9)
    assert memberships.join(reading(other), hull, somebody, to).ends_on is None, "a colleague may"


def last_day(asks, hull, who, number):
    return memberships.join(asks, hull, who, "lead", ends_on=in_days(number))


@pytest.mark.parametrize("number", [0, 30])
def test_the_only_lead_gets_no_last_day(hull, grace, number):
    team = make.person(role="programme-team")
    for asks in (reading(grace), reading(team)):
        with pytest.raises(Invalid) as refused:
            last_day(asks, hull, grace, number)
        assert (refused.value.code, refused.value.field) == ("no-lead-after", "ends_on")
        assert "Choose who takes over first" in str(refused.value)
    assert last_day(OPERATOR, hull, grace, number).ends_on == in_days(number), "the command line keeps what a file says"
    assert reading(grace).leads == {hull.id}


def test_a_lead_alone_in_a_place_may_have_a_last_day(hull):
    grace = make.person()
    make.belongs(grace, hull, "lead")
    make.belongs(make.person(), hull, until=in_days(3))
    with pytest.raises(Invalid):
        last_day(reading(grace), hull, grace, 2)
    assert last_day(reading(grace), hull, grace, 3).ends_on == in_days(3)


def test_leads_follow_each_other_without_a_gap(hull, grace):
    next_one, last_one = make.person(), make.person()
    make.belongs(next_one, hull, "lead", since=in_days(5), until=in_days(8))
    with pytest.raises(Invalid) as refused:
        last_day(reading(grace), hull, grace, 4)
    assert refused.value.values["last"] == in_days(8)
    make.belongs(last_one, hull, "lead", since=in_days(9))
    with pytest.raises(Invalid) as refused:
        last_day(reading(grace), hull, grace, 3)
    assert refused.value.values["last"] == in_days(3)
    last_day(reading(grace), hull, grace, 4)
    team = reading(make.person(role="programme-team"))
    for first in (in_days(9), in_days(5)):
        with pytest.raises(Invalid) as refused:
            memberships.join(team, hull, last_one, "lead", first, in_days(20))
        assert refused.value.code == "no-lead-after", "one who is to come may be waited for"


def test_what_would_have_been_without_a_lead_anyway_hinders_nobody(hull):
    first, second = make.person(), make.person()
    make.belongs(make.person(), hull)
    make.belongs(first, hull, "lead", until=in_days(9))
    make.belongs(second, hull, "lead", until=in_days(5))
    assert last_day(reading(second), hull, second, 2).ends_on == in_days(2)


@pytest.mark.parametrize("becomes", ["nothing", "member"])
def test_nobody_leaves_a_place_to_a_lead_for_a_few_days(hull, grace, becomes):
    other = make.person()
    make.belongs(other, hull, "lead", until=in_days(1))
    leading = memberships.standing(hull.id, grace.id)
    leave = {
        "nothing": lambda: memberships.end_membership(reading(grace), leading, successor=other),
        "member": lambda: memberships.join(reading(grace), hull, grace, "member"),
    }
    with pytest.raises(Invalid) as refused:
        leave[becomes]()
    assert refused.value.code == "no-lead-after"
    assert reading(grace).leads == {hull.id}


def test_one_is_spoken_to_as_oneself(hull, grace):
    leading = memberships.standing(hull.id, grace.id)
    for asks, says in (
        (grace, "You are the only lead."),
        (make.person(role="programme-team"), "This is the last lead."),
    ):
        with pytest.raises(Invalid, match=says):
            memberships.end_membership(reading(asks), leading)
