"""What the pages on roles say before and after: who is told, from when it counts, and what would end."""

import re
from datetime import timedelta

import pytest

from lpcommunity.partnerships.memberships import standing
from lpcommunity.storage import session, today
from lpcommunity.web.humanize import day
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.partnerships.test_people_pages import days, said_beside


@pytest.fixture
def hull(app):
    return make.place("Hull")


@pytest.fixture
def team(app):
    return make.person("Priya Nair", role="programme-team")


@pytest.fixture
def owen(hull):
    """Who facilitates."""
    owen = make.person("Dr Owen Pritchard")
    make.belongs(owen, hull, "facilitator")
    return owen


@pytest.fixture
def add(app, hull, team):
    """What the page says once somebody was added, or why not."""
    visitor = Visitor(app, team)

    def post(person, role, **more):
        answer = visitor.post(f"/partnerships/{hull.slug}/people/new", {"email": person.email, "role": role, **more})
        session().expire_all()
        return visitor.text(answer.location) if answer.status_code == 303 else answer.text

    return post


def test_it_is_asked_before_a_facilitator_becomes_something_else(hull, owen, add):
    held = standing(hull.id, owen.id)
    page = add(owen, "member")
    assert "What was confided is closed to them, and those who confided something are told at once." in page
    assert said_beside(page, "may_end").startswith(
        "Error: Dr Owen Pritchard facilitates Hull, and would do so no longer"
    )
    assert re.search(rf'<input[^>]*name="asked_of"[^>]*value="{held.id}"', page)
    assert f'value="{owen.email}"' in page
    assert set(reading(owen).facilitates) == {hull.id}, "nothing is changed yet"
    assert "What was confided is closed" in add(owen, "member", may_end="y", asked_of=str(held.id + 1)), (
        "another was asked"
    )
    page = add(owen, "member", may_end="y", asked_of=str(held.id))
    assert "Dr Owen Pritchard facilitates Hull no longer, and is a member now." in page
    assert "those who confided something in Hull are told at once" in page
    assert reading(owen).member_of == {hull.id}


def test_a_facilitator_who_is_to_come_comes_on_their_day(add):
    soon = today() + timedelta(days=9)
    page = add(make.person("Ruth Adeyemi"), "facilitator", **days("starts_on", soon))
    assert f"Ruth Adeyemi facilitates Hull from {day(soon)}. They are told in the app; those who confided" in page
    page = add(make.person("Leila Haddad"), "member", **days("starts_on", soon))
    assert f"Leila Haddad belongs to Hull from {day(soon)}. They are told in the app." in page
    assert "Cora Cole belongs to Hull now. They are told in the app." in add(make.person("Cora Cole"), "member")


def test_adding_somebody_again_says_that_they_are_there_already(add):
    leila, until = make.person("Leila Haddad"), today() + timedelta(days=9)
    add(leila, "member")
    assert "Leila Haddad is a member already. Nothing has changed." in add(leila, "member")
    said = f"Leila Haddad is a member since {day(today())}, until {day(until)}."
    assert said in add(leila, "member", **days("ends_on", until))
    assert f"Leila Haddad is a member since {day(today())}, without a last day." in add(leila, "member")
    assert "Leila Haddad is a deputy of Hull now, no longer member." in add(leila, "deputy")


def test_pages_say_who_will_be_told(app, hull, team, owen):
    visitor, held = Visitor(app, team), standing(hull.id, owen.id)
    by_name = "by name and with a choice, those who confided something in Hull"
    assert by_name in visitor.text(f"/partnerships/{hull.slug}/people/new")
    assert "those who confided something in Hull are told, by name" in visitor.text(
        f"/partnerships/{hull.slug}/invitations"
    )
    page = visitor.text(f"/memberships/{held.id}/edit")
    assert "Those who confided something in Hull are told: a week before the last day, or at once" in page
    page = visitor.text(f"/memberships/{held.id}/ending")
    assert "Those who confided something in Hull are told at once, and so is Dr Owen Pritchard." in page
    member = make.belongs(make.person(), hull)
    assert by_name in visitor.text(f"/memberships/{member.id}/edit")
    assert "confided" not in visitor.text(f"/memberships/{member.id}/ending")


def test_a_page_on_which_no_facilitator_can_be_made_says_nothing_of_that(app, hull, owen):
    lead = make.person()
    held = make.belongs(lead, hull, "lead")
    visitor = Visitor(app, lead)
    for path in ("people/new", "invitations"):
        assert "confided" not in visitor.text(f"/partnerships/{hull.slug}/{path}")
    assert "confided" not in visitor.text(f"/memberships/{held.id}/edit")
