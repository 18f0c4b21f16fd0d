"""Setting up a place from within its programme: what it needs is added beside it, and nothing typed is lost."""

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Refused
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR
from lpcommunity.partnerships import queries
from lpcommunity.partnerships.commands import (
    NamedOrganisation,
    add_organisation,
    found_partnership,
    organisation_named,
    take_into_programme,
)  # fmt: skip
from lpcommunity.partnerships.models import Partnership, programme_partnership
from lpcommunity.people.models import Organisation
from lpcommunity.programmes.commands import add_programme
from lpcommunity.projects.commands import begin_project, take_out_of_programme
from lpcommunity.projects.queries import places_elsewhere
from lpcommunity.storage import session
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor

NEW = "/programmes/phase-2/places/new"
TYPED = {"name": "Hull", "summary": "Growth for all.", "latitude": "53.74", "longitude": "-0.33"}
ADD = {"add_organisation": "1"}


@pytest.fixture
def team(app):
    return Visitor(app, make.person("Priya Nair", role="programme-team"))


@pytest.fixture
def programme(app):
    return add_programme(OPERATOR, name="Phase 2", starts_on=None, ends_on=None)


@pytest.fixture
def council(app):
    return add_organisation(OPERATOR, name="Hull City Council", sector="council")


def number_of(model) -> int:
    return session().scalar(select(func.count()).select_from(model))


def test_a_place_that_is_set_up_takes_part_and_its_lead_is_invited_next(team, programme, council):
    answer = team.post(NEW, {**TYPED, "organisations": [council.slug]})
    assert answer.location == "/partnerships/hull/invitations/lead?programme=phase-2"
    page = team.text(answer.location)
    assert "Hull is set up, and takes part in Phase 2. Next: invite whoever leads it." in page
    assert "Back to Phase 2" in page
    assert "Hull" in team.text(programme.desk_path)
    assert team.post(NEW, {**TYPED, "organisations": [council.slug]}).status_code == 303, "a double click is one"
    assert number_of(Partnership) == number_of(programme_partnership) == 1


def test_an_organisation_is_added_beside_the_list_and_everything_typed_stays(team, programme, council):
    typed = {**TYPED, "organisations": [council.slug]}
    page = team.post(NEW, {**typed, "organisation": "University of Hull", "sector": "university", **ADD})
    assert page.status_code == 200
    for kept in ('value="Hull"', "Growth for all.", 'value="53.74"', 'value="-0.33"'):
        assert kept in page.text
    for slug in (council.slug, "university-of-hull"):
        assert f'value="{slug}" checked' in page.text
    assert 'name="organisation" type="text" value=""' in page.text, "ready for one more"
    said = "University of Hull is added to the list, and ticked. The place itself is not saved yet."
    assert page.text.count(said) == 1
    assert said not in team.text(NEW), "once"
    assert number_of(Partnership) == 0, "nothing is set up yet"
    assert number_of(Organisation) == 2


def test_a_form_without_its_token_adds_no_organisation(team, programme, council):
    page = team.client.post(NEW, data={"organisation": "University of Hull", "sector": "university", **ADD})
    assert page.status_code == 422
    assert number_of(Organisation) == 1


def test_with_nothing_else_typed_yet_only_the_organisation_is_looked_at(team, programme):
    page = team.post(NEW, {"organisation": "", **ADD})
    assert page.status_code == 422
    assert "Write the name of the organisation" in page.text
    assert "Give the place a name" not in page.text
    assert "added to the list" not in page.text
    page = team.post(NEW, {"organisation": "Humber Trust", **ADD})
    assert "Choose the kind of organisation" in page.text
    assert 'value="Humber Trust"' in page.text
    assert number_of(Organisation) == 0


def test_one_that_is_known_is_found_by_its_name_however_it_is_typed(team, programme, council):
    page = team.post(NEW, {"organisation": "  hull city  COUNCIL", **ADD})
    assert page.status_code == 200
    assert f'value="{council.slug}" checked' in page.text
    assert "Hull City Council was in the list already, and ticked." in page.text
    assert number_of(Organisation) == 1
    assert '<option value="Hull City Council">' in page.text, "offered while one types"


def test_one_that_is_written_and_not_added_comes_along_with_the_place(team, programme, council):
    answer = team.post(NEW, {**TYPED, "organisation": "University of Hull"})
    assert answer.status_code == 422
    assert "Choose the kind of organisation" in answer.text
    assert number_of(Partnership) == 0
    new = {"organisation": "University of Hull", "sector": "university"}
    assert team.post(NEW, {**TYPED, "organisations": [council.slug], **new}).status_code == 303
    [hull] = session().scalars(select(Partnership))
    assert queries.slugs_of_organisations(hull.id) == ["hull-city-council", "university-of-hull"]


def test_what_is_refused_adds_no_organisation_on_the_way(team, programme):
    found_partnership(OPERATOR, name="Hull", slug="hull")
    new = {"organisation": "University of Hull", "sector": "university"}
    answer = team.post(NEW, {**TYPED, **new})
    assert answer.status_code == 422
    assert 'value="University of Hull"' in answer.text
    assert number_of(Organisation) == 0


def test_a_place_changes_its_organisations_in_the_same_way(team, programme, council):
    hull = found_partnership(OPERATOR, name="Hull", slug="hull", organisations=[council])
    typed = {"name": "Hull", "organisations": [council.slug], "organisation": "Humber Trust", "sector": "charity"}
    page = team.post("/partnerships/hull/edit", {**typed, **ADD})
    assert 'value="humber-trust" checked' in page.text
    assert queries.slugs_of_organisations(hull.id) == [council.slug]
    assert team.post("/partnerships/hull/edit", typed).status_code == 303
    assert queries.slugs_of_organisations(hull.id) == [council.slug, "humber-trust"]


def test_without_a_valid_token_nothing_is_added(app, programme):
    visitor = Visitor(app, make.person(role="programme-team"))
    page = visitor.client.post(NEW, data={"organisation": "Humber Trust", "sector": "charity", **ADD})
    assert page.status_code == 422
    assert 'value="Humber Trust"' in page.text
    assert number_of(Organisation) == 0


def test_taking_in_and_out_is_the_teams_and_twice_is_once(app, programme):
    team, hull, keele = make.person(role="programme-team"), make.place("Hull"), make.place("Keele")
    lead = make.person()
    make.belongs(lead, hull, "lead")
    for act in (take_into_programme, take_out_of_programme):
        with pytest.raises(Refused):
            act(reading(lead), hull, programme)
    with pytest.raises(Refused):
        organisation_named(reading(lead), NamedOrganisation("Humber Trust", "charity"))
    begin_project(OPERATOR, keele, programme, title="A school")
    assert [one.name for one in places_elsewhere(programme.id)] == ["Hull"]
    for _ in range(2):
        take_into_programme(reading(team), hull, programme)
    assert places_elsewhere(programme.id) == []
    for _ in range(2):
        take_out_of_programme(reading(team), hull, programme)
    assert [one.name for one in places_elsewhere(programme.id)] == ["Hull"]
    acts = session().scalars(select(AuditRecord.act).where(AuditRecord.act.like("place-%")).order_by(AuditRecord.id))
    assert acts.all() == ["place-taken-in", "place-taken-out"]
