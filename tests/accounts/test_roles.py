"""Who holds a role in the whole installation, and ending one."""

import pytest
from sqlalchemy import select

from lpcommunity.access import Invalid
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts.commands import disable
from lpcommunity.people import commands, policy
from lpcommunity.people.models import Person
from lpcommunity.storage import session
from tests import factories as make
from tests.harness.races import at_once, slowly
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


@pytest.mark.parametrize("role", ["programme-team", "administrator"])
def test_the_page_of_the_last_one_says_so_and_offers_no_button(app, role):
    last = make.person("Priya Nair", role=role)
    make.person(role="administrator" if role == "programme-team" else "programme-team")
    visitor = Visitor(app, last)
    path = f"/roles/{last.id}/ending?role={role}"
    page = visitor.text(path)
    assert "You are the only" in page
    assert "so the role stays" in page
    assert "End your role" not in page
    assert f'action="/roles/{last.id}/ending' not in page
    disable(OPERATOR, make.person(role=role))
    assert "You are the only" in visitor.text(path), "whoever cannot sign in takes nothing over"
    make.person(role=role)
    assert "End your role" in visitor.text(path)


def test_an_ended_role_is_named_as_one_is_in_it(app, team):
    evaluator = make.person("Hannah Lindqvist", role="evaluator")
    visitor = Visitor(app, team)
    answer = visitor.post(f"/roles/{evaluator.id}/ending", {"role": "evaluator"}, on="/roles")
    assert "Hannah Lindqvist is no longer an evaluator." in visitor.text(answer.location)
    make.person(role="programme-team")
    answer = visitor.post(f"/roles/{team.id}/ending", {"role": "programme-team"}, on="/roles")
    assert "You are no longer in the programme team." in visitor.text(answer.location)


def test_an_administrator_is_ended_by_administrators_only(app, team):
    administrator = make.person(role="administrator")
    visitor = Visitor(app, team)
    assert visitor.post(f"/roles/{administrator.id}/ending", {"role": "administrator"}, on="/roles").status_code == 404
    assert visitor.post(f"/roles/{team.id}/ending", {"role": "emperor"}, on="/roles").status_code == 404
    assert make.reading(administrator).roles == {"administrator"}


def test_nobody_gives_themselves_a_role_in_the_installation(app, team):
    admin = make.person(role="administrator")
    for who, role in ((team, "evaluator"), (admin, "programme-team"), (admin, "evaluator")):
        with pytest.raises(Invalid) as refused:
            commands.grant_role(make.reading(who), who, role)
        assert (refused.value.code, refused.value.field) == ("role-for-oneself", "person")
    commands.grant_role(make.reading(admin), team, "administrator")
    commands.grant_role(OPERATOR, admin, "programme-team")
    granted = session().scalars(select(AuditRecord).where(AuditRecord.act == "role-granted").order_by(AuditRecord.id))
    assert [(row.actor_id, row.details.get("by")) for row in granted] == [(admin.id, None), (None, "operator")]


def test_the_last_administrator_stays(app, team):
    admin = make.person("Amy Admin", role="administrator")
    visitor = Visitor(app, admin)
    answer = visitor.post(f"/roles/{admin.id}/ending", {"role": "administrator"}, on="/roles")
    assert "This is the last administrator. Invite somebody else first." in visitor.text(answer.location)
    assert make.reading(admin).roles == {"administrator"}
    make.person(role="administrator")
    visitor.post(f"/roles/{admin.id}/ending", {"role": "administrator"}, on="/roles")
    assert not make.reading(admin).roles


def test_the_account_of_the_last_of_the_programme_team_stays_open(app, team):
    visitor = Visitor(app, make.person(role="administrator"))
    answer = visitor.post(f"/people/{team.id}/disabling", on=f"/people/{team.id}")
    page = visitor.text(answer.location)
    assert "The account stays open" in page
    assert "This is the last one of the programme team. Invite somebody else first." in page
    other = make.person(role="programme-team")
    disable(OPERATOR, other)
    visitor.post(f"/people/{team.id}/disabling", on=f"/people/{team.id}")
    assert make.reading(team).programme_team, "whoever cannot sign in takes nothing over"
    make.person(role="programme-team")
    visitor.post(f"/people/{team.id}/disabling", on=f"/people/{team.id}")
    assert not make.reading(team).roles


@pytest.mark.parametrize("role", ["programme-team", "administrator"])
@pytest.mark.parametrize("how", ["ends", "closes"])
def test_of_two_last_ones_at_once_one_stays(database, app, monkeypatch, role, how):
    two = [make.person(role=role).id, make.person(role=role).id]
    slowly(monkeypatch, policy, "is_last_in")

    def act(one, other):
        person, asks = session().get_one(Person, one), make.reading(session().get_one(Person, other))
        if how == "ends":
            commands.end_role(make.reading(person), person, role)
        else:
            disable(asks, person)

    refused = at_once(database, lambda: act(*two), lambda: act(*reversed(two)))
    assert len(refused) == 1
    assert sum(bool(make.reading(session().get_one(Person, one)).roles) for one in two) == 1
