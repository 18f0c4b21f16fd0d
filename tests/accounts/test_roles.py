"""Who holds a role in the whole installation, and ending one."""

import pytest

from tests import factories as make
from tests.harness.visitor import Visitor


@pytest.fixture
def team(app):
    return make.person("Priya Nair", role="programme-team")


def test_those_who_give_roles_see_who_holds_one(app, team):
    make.person("Dr Hannah Lindqvist", role="evaluator")
    page = Visitor(app, team).text("/roles")
    assert "Priya Nair" in page
    assert "Dr Hannah Lindqvist" in page


@pytest.mark.parametrize("role", [None, "evaluator"])
def test_nobody_else_does(app, team, role):
    other = Visitor(app, make.person(role=role))
    assert other.get("/roles").status_code == 404
    assert other.post(f"/roles/{team.id}/ending", {"role": "programme-team"}).status_code == 404
    assert make.reading(team).roles == {"programme-team"}


def test_a_role_ends_at_once(app, team):
    evaluator = make.person("Dr Hannah Lindqvist", role="evaluator")
    answer = Visitor(app, team).post(f"/roles/{evaluator.id}/ending", {"role": "evaluator"}, on="/roles")
    assert answer.status_code == 303
    assert make.reading(evaluator).roles == frozenset()


def test_the_last_of_the_programme_team_stays(app, team):
    visitor = Visitor(app, team)
    answer = visitor.post(f"/roles/{team.id}/ending", {"role": "programme-team"}, on="/roles")
    assert "This is the last one of the programme team" in visitor.text(answer.location)
    assert make.reading(team).roles == {"programme-team"}


def test_an_administrator_is_ended_by_administrators_only(app, team):
    administrator = make.person(role="administrator")
    visitor = Visitor(app, team)
    assert visitor.post(f"/roles/{administrator.id}/ending", {"role": "administrator"}, on="/roles").status_code == 404
    assert visitor.post(f"/roles/{team.id}/ending", {"role": "emperor"}, on="/roles").status_code == 404
    assert make.reading(administrator).roles == {"administrator"}
