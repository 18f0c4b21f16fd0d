"""The programme team and leads at work: programmes, themes, organisations, places, people, projects, milestones."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lpcommunity.access.reader import OPERATOR
from lpcommunity.partnerships import queries
from lpcommunity.partnerships.commands import add_organisation
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.programmes.commands import add_programme, add_theme
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.storage import session, today
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor

TEAM_FORMS = ["/programmes/new", "/themes/new", "/organisations/new", "/partnerships/new"]
TEAM_PAGES = [*TEAM_FORMS, "/programmes", "/organisations"]


@pytest.fixture
def team(app):
    return Visitor(app, make.person("Priya Nair", role="programme-team"))


@pytest.fixture
def hull(app):
    return make.place("Hull")


@pytest.fixture
def lead(app, hull):
    grace = make.person("Grace Oyelaran")
    make.belongs(grace, hull, "lead")
    return grace


def days(field, day):
    return {f"{field}-day": day.day, f"{field}-month": day.month, f"{field}-year": day.year}


@pytest.mark.parametrize("path", TEAM_PAGES)
def test_what_the_programme_team_sets_up_does_not_exist_for_others(app, lead, path):
    assert Visitor(app, lead).get(path).status_code == 404
    if path in TEAM_FORMS:
        assert Visitor(app, lead).post(path, {"name": "Mine"}).status_code == 404
    assert Visitor(app).get(path).status_code == 303
    assert session().scalar(select(func.count()).select_from(Theme)) == 0


@pytest.mark.parametrize("path", TEAM_PAGES)
def test_the_programme_team_opens_its_pages(team, path):
    assert "<h1" in team.text(path)


def test_setting_up_a_programme_that_follows_another(team):
    first = {"name": "Leading Places", "summary": "The pilot"}
    assert team.post("/programmes/new", first).status_code == 303
    second = {"name": "Leading Places, phase 2", "predecessor": "leading-places"}
    second |= days("starts_on", today()) | days("ends_on", today() + timedelta(days=270))
    assert team.post("/programmes/new", second).status_code == 303
    page = team.text("/programmes")
    assert "Follows Leading Places" in page
    assert "Days not known" in page


def test_a_programme_cannot_end_before_it_begins_nor_follow_itself(team):
    wrong = {"name": "Backwards", **days("starts_on", today()), **days("ends_on", today() - timedelta(days=1))}
    answer = team.post("/programmes/new", wrong)
    assert answer.status_code == 422
    assert "The last day must be after the first day" in answer.text
    assert 'value="Backwards"' in answer.text
    first = add_programme(OPERATOR, name="One", starts_on=None, ends_on=None)
    add_programme(OPERATOR, name="Two", starts_on=None, ends_on=None, predecessor=first)
    circle = team.post("/programmes/one/edit", {"name": "One", "predecessor": "two"})
    assert circle.status_code == 422
    assert "cannot follow itself" in circle.text


def test_the_same_name_twice_is_said_kindly(team):
    add_theme(OPERATOR, name="Digital health")
    answer = team.post("/themes/new", {"name": "Digital Health"})
    assert answer.status_code == 422
    assert "There is a theme called" in answer.text


def test_setting_up_a_place_leads_to_its_people(team):
    add_organisation(OPERATOR, name="A university", sector="university")
    typed = {"name": "Tees Valley", "organisations": ["a-university"], "latitude": "54.57", "longitude": "-1.23"}
    answer = team.post("/partnerships/new", typed)
    assert answer.status_code == 303
    assert answer.location == "/partnerships/tees-valley/people"
    assert "Nobody belongs to Tees Valley yet" in team.text(answer.location)
    place = queries.partnership("tees-valley")
    assert place is not None
    assert queries.slugs_of_organisations(place.id) == ["a-university"]
    assert (place.latitude, place.longitude) == (54.57, -1.23)


@pytest.mark.parametrize(
    ("latitude", "longitude", "says"),
    [
        ("north", "0", "Latitude: write a number of degrees, such as 53.74"),
        ("north", "west", "Longitude: write a number of degrees, such as -0.33"),
        ("53.7", "", "Give both latitude and longitude"),
        ("40.7", "-74", "This latitude is not in the United Kingdom"),
        ("40.7", "-74", "This longitude is not in the United Kingdom"),
        ("nan", "0", "This latitude is not in the United Kingdom"),
    ],
)
def test_a_place_off_the_map_is_refused_with_everything_kept(team, latitude, longitude, says):
    answer = team.post("/partnerships/new", {"name": "Nowhere", "latitude": latitude, "longitude": longitude})
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{latitude}"' in answer.text
    assert session().scalar(select(func.count()).select_from(Partnership)) == 0


def test_whatever_is_wrong_with_a_place_is_said_at_once(team):
    page = team.post("/partnerships/new", {"name": "", "latitude": "north", "longitude": "west"}).text
    summary = page.split("govuk-error-summary__body")[1].split("</ul>")[0]
    for says in ("Give the place a name", "Latitude: write", "Longitude: write"):
        assert says in summary
    page = team.post("/partnerships/new", {"name": "Nowhere", "latitude": "", "longitude": "1"}).text
    assert 'href="#latitude"' in page.split("govuk-error-summary__body")[1].split("</ul>")[0], "the one that is missing"


def test_a_lead_sees_and_changes_who_belongs_and_nobody_else_does(app, hull, lead):
    member, other = make.person("Leila Haddad"), make.person("Tom Beddoes")
    make.belongs(member, hull)
    assert "Leila Haddad" in Visitor(app, lead).text("/partnerships/place/people".replace("place", hull.slug))
    for stranger in (member, other):
        assert Visitor(app, stranger).get(f"/partnerships/{hull.slug}/people").status_code == 404
    answer = Visitor(app, lead).post(f"/partnerships/{hull.slug}/people/new", {"email": other.email, "role": "deputy"})
    assert answer.status_code == 303
    assert reading(other).leads == {hull.id}


def test_a_lead_appoints_no_facilitator(app, hull, lead):
    newcomer = make.person()
    visitor = Visitor(app, lead)
    assert (
        "facilitator" not in visitor.text(f"/partnerships/{hull.slug}/people/new").split("<form")[1].split("Deputy")[0]
    )
    typed = {"email": newcomer.email, "role": "facilitator"}
    assert visitor.post(f"/partnerships/{hull.slug}/people/new", typed).status_code == 422
    assert not reading(newcomer).facilitates


def test_somebody_without_an_account_is_to_be_invited(app, hull, lead):
    answer = Visitor(app, lead).post(
        f"/partnerships/{hull.slug}/people/new", {"email": "new@example.org", "role": "member"}
    )
    assert answer.status_code == 422
    assert f"/partnerships/{hull.slug}/invitations" in answer.text


def test_a_facilitator_is_appointed_from_and_to_a_day(app, team, hull):
    owen = make.person("Dr Owen Pritchard")
    soon, later = today() + timedelta(days=3), today() + timedelta(days=30)
    typed = {"email": owen.email, "role": "facilitator", **days("starts_on", soon), **days("ends_on", later)}
    assert team.post(f"/partnerships/{hull.slug}/people/new", typed).status_code == 303
    assert "Will come" in team.text(f"/partnerships/{hull.slug}/people")
    assert not reading(owen).facilitates


def test_leaving_asks_the_last_lead_for_a_successor(app, hull, lead):
    martin = make.person("Martin Shaw")
    make.belongs(martin, hull, "deputy")
    leading = session().scalars(select(Membership).where(Membership.person_id == lead.id)).one()
    path = f"/memberships/{leading.id}/ending"
    visitor = Visitor(app, lead)
    assert "Who takes over as lead?" in visitor.text(path)
    answer = visitor.post(path, {"successor": ""})
    assert answer.status_code == 422
    assert "You are the only lead" in answer.text
    assert visitor.post(path, {"successor": str(martin.id)}).location == "/home"
    assert reading(martin).leads == {hull.id}
    assert reading(lead).places == frozenset()


def test_nobody_ends_anothers_membership_unasked(app, hull, lead):
    member, other = make.person(), make.person()
    theirs = make.belongs(other, hull)
    make.belongs(member, hull)
    visitor = Visitor(app, member)
    assert visitor.get(f"/memberships/{theirs.id}/ending").status_code == 404
    assert visitor.post(f"/memberships/{theirs.id}/ending").status_code == 404
    assert reading(other).member_of == {hull.id}


def test_a_project_and_its_milestones(app, hull, lead):
    add_programme(OPERATOR, name="Phase 2", starts_on=None, ends_on=None)
    add_theme(OPERATOR, name="Inclusive growth")
    visitor = Visitor(app, lead)
    typed = {"title": "Growth for all", "aim": "A model.", "theme": "inclusive-growth", "programme": "phase-2"}
    begun = visitor.post(f"/partnerships/{hull.slug}/projects/new", typed)
    assert begun.status_code == 303
    assert "No milestone yet" in visitor.text(begun.location)
    project = session().scalars(select(Project)).one()
    renamed = {"title": "Growth that every street has a share in", "aim": "A model.", "theme": ""}
    assert 'value="Growth for all"' in visitor.text(f"/projects/{project.id}/edit")
    assert visitor.post(f"/projects/{project.id}/edit", renamed).status_code == 303
    assert "Growth that every street" in visitor.text(begun.location)
    due = today() + timedelta(days=20)
    assert visitor.post(begun.location, {"name": "Draft model", **days("due_on", due)}).status_code == 303
    milestone = session().scalars(select(Milestone)).one()
    visitor.post(f"/milestones/{milestone.id}/edit", {"name": "A draft model", **days("due_on", due + timedelta(30))})
    page = visitor.text(begun.location)
    assert "A draft model" in page
    assert "First planned for" not in page, "its name alone"
    assert f'href="/milestones/{milestone.id}/edit">Rename it<' in page
    assert f'href="/milestones/{milestone.id}/dates">Move its day<' in page
    tomorrow = today() + timedelta(days=1)
    early = visitor.post(f"/milestones/{milestone.id}/reaching", days("reached_on", tomorrow))
    assert early.status_code == 422
    assert "This day has not come yet" in early.text
    visitor.post(f"/milestones/{milestone.id}/reaching", {})
    assert "Reached on" in visitor.text(begun.location)
    asked = visitor.text(f"/milestones/{milestone.id}/reopening")
    assert "Leave it as it is" in asked
    assert f'action="/milestones/{milestone.id}/reopening"' not in visitor.text(begun.location), "one click asks"
    assert "Reached on" in visitor.text(begun.location), "asking changes nothing"
    assert visitor.post(f"/milestones/{milestone.id}/reopening").location == begun.location
    assert "is not reached yet. That it was said to be reached on" in visitor.text(begun.location)
    assert "Once said to be reached on" in visitor.text(begun.location)
    assert "Reached on" not in visitor.text(begun.location)
    assert "there is nothing to take back" in visitor.text(f"/milestones/{milestone.id}/reopening")
    impossible = visitor.post(begun.location, {"name": "x", "due_on-day": 31, "due_on-month": 2, "due_on-year": 2027})
    assert "31 February does not exist" in impossible.text


def test_a_member_changes_no_project(app, hull, lead):
    member = make.person()
    make.belongs(member, hull)
    add_programme(OPERATOR, name="Phase 2", starts_on=None, ends_on=None)
    Visitor(app, lead).post(f"/partnerships/{hull.slug}/projects/new", {"title": "One", "programme": "phase-2"})
    project = session().scalars(select(Project)).one()
    visitor = Visitor(app, member)
    for path in (
        f"/partnerships/{hull.slug}/projects/new",
        f"/projects/{project.id}/edit",
        f"/projects/{project.id}/milestones",
    ):
        assert visitor.get(path).status_code == 404
        assert visitor.post(path, {"title": "Two", "name": "Two", "programme": "phase-2"}).status_code == 404
    assert session().scalar(select(func.count()).select_from(Programme)) == 1
