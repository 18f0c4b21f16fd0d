"""The pages on which people of a place get and change their roles: what is refused stands beside its field."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lpcommunity.partnerships.models import Membership
from lpcommunity.storage import session, today
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor


@pytest.fixture
def hull(app):
    return make.place("Hull")


@pytest.fixture
def team(app):
    return make.person("Priya Nair", role="programme-team")


@pytest.fixture
def lead(app, hull):
    grace = make.person("Grace Oyelaran")
    make.belongs(grace, hull, "lead")
    make.belongs(make.person(), hull)
    return grace


def days(field, day):
    return {f"{field}-day": day.day, f"{field}-month": day.month, f"{field}-year": day.year}


def said_beside(page, field):
    """What is said beside this field."""
    found = re.search(rf'<p id="{field}-error"[^>]*>(.*?)</p>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else None


def held_by(person):
    return session().scalars(select(Membership).where(Membership.person_id == person.id).order_by(Membership.id)).all()


def test_a_lead_who_adds_a_facilitator_as_a_member_is_told_whom_to_ask(app, hull, lead):
    owen = make.person("Dr Owen Pritchard")
    make.belongs(owen, hull, "facilitator")
    typed = {"email": owen.email, "role": "member"}
    answer = Visitor(app, lead).post(f"/partnerships/{hull.slug}/people/new", typed)
    assert answer.status_code == 422
    assert said_beside(answer.text, "email") == (
        "Error: Dr Owen Pritchard is a facilitator here, and that would end. "
        "Only the programme team can change it: ask them"
    )
    assert f'value="{owen.email}"' in answer.text
    assert set(reading(owen).facilitates) == {hull.id}


def test_the_programme_team_makes_nobody_of_itself_a_facilitator(app, hull, team):
    typed = {"email": team.email, "role": "facilitator", **days("ends_on", today() + timedelta(days=9))}
    answer = Visitor(app, team).post(f"/partnerships/{hull.slug}/people/new", typed)
    assert answer.status_code == 422
    assert said_beside(answer.text, "email").startswith("Error: You cannot give yourself this role. Ask a colleague")
    assert f'value="{(today() + timedelta(days=9)).year}"' in answer.text
    assert not reading(team).places


def test_a_facilitator_is_not_put_there_afterwards(app, hull, team):
    owen, yesterday = make.person(), today() - timedelta(days=1)
    typed = {"email": owen.email, "role": "facilitator", **days("starts_on", yesterday)}
    answer = Visitor(app, team).post(f"/partnerships/{hull.slug}/people/new", typed)
    assert answer.status_code == 422
    assert "A facilitator begins today or later" in said_beside(answer.text, "starts_on")
    assert f'value="{yesterday.day}"' in answer.text
    assert held_by(owen) == []


def test_the_last_lead_moves_no_last_day_into_the_past(app, hull, lead):
    (leading,) = held_by(lead)
    typed = {"role": "lead", **days("ends_on", today() - timedelta(days=1))}
    answer = Visitor(app, lead).post(f"/memberships/{leading.id}/edit", typed)
    assert answer.status_code == 422
    assert said_beside(answer.text, "ends_on").startswith("Error: The last day")
    assert reading(lead).leads == {hull.id}


def test_the_only_lead_who_becomes_a_member_is_told_what_to_do_first(app, hull, lead):
    (leading,) = held_by(lead)
    answer = Visitor(app, lead).post(f"/memberships/{leading.id}/edit", {"role": "member"})
    assert answer.status_code == 422
    assert said_beside(answer.text, "role") == "Error: You are the only lead of Hull. Make somebody else lead first"


def test_changing_until_when_moves_no_first_day(app, hull, team):
    owen = make.person()
    held = make.belongs(owen, hull, "facilitator", since=today() - timedelta(days=30))
    typed = {"role": "facilitator", **days("ends_on", today() + timedelta(days=9))}
    assert Visitor(app, team).post(f"/memberships/{held.id}/edit", typed).status_code == 303
    (row,) = held_by(owen)
    assert (row.starts_on, row.ends_on) == (today() - timedelta(days=30), today() + timedelta(days=9))


def test_a_page_of_a_term_that_is_over_begins_a_new_one(app, hull, team):
    owen, last = make.person(), today() - timedelta(days=2)
    held = make.belongs(owen, hull, "facilitator", since=last - timedelta(days=30), until=last)
    typed = {"role": "facilitator", **dict.fromkeys(days("ends_on", last), "")}
    assert Visitor(app, team).post(f"/memberships/{held.id}/edit", typed).status_code == 303
    over, again = held_by(owen)
    assert (over.ends_on, again.starts_on, again.ends_on) == (last, today(), None)


def test_who_is_to_come_comes_on_their_day_in_another_role_too(app, hull, team):
    owen, soon = make.person(), today() + timedelta(days=9)
    held = make.belongs(owen, hull, "facilitator", since=soon)
    assert Visitor(app, team).post(f"/memberships/{held.id}/edit", {"role": "member"}).status_code == 303
    assert not reading(owen).places
    assert [(one.role, one.starts_on) for one in held_by(owen) if one.ended_at is None] == [("member", soon)]


def test_the_account_of_an_only_lead_is_not_closed_and_the_page_says_why(app, hull, lead, team):
    visitor = Visitor(app, team)
    answer = visitor.post(f"/people/{lead.id}/disabling", on=f"/people/{lead.id}")
    page = visitor.text(answer.location)
    assert "Grace Oyelaran is the only lead of Hull. Make somebody else lead first." in page
    assert reading(lead).leads == {hull.id}
