"""Whatever is set up or changed in a form is there once, with one row in the record, however often it is pressed."""

from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Organisation, Person
from lpcommunity.programmes.commands import add_programme
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.projects.commands import begin_project
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.storage import blobs, session
from tests import factories as make
from tests.attachments.test_files import picture
from tests.harness.races import pressed
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form

PLACE = {"name": "Leeds", "summary": "Beside the Aire", "latitude": "53.8", "longitude": "-1.5"}


@pytest.fixture
def team(app):
    hull, team = make.place("Hull"), make.person("Tess", "programme-team")
    programme = add_programme(OPERATOR, name="Programme", starts_on=None, ends_on=None)
    project = begin_project(OPERATOR, hull, programme, title="A fair")
    return SimpleNamespace(at=Visitor(app, team), slug=hull.slug, project=f"/projects/{project.id}/milestones")


def number(table, **where):
    session().rollback()
    return session().scalar(select(func.count()).select_from(table).filter_by(**where))


@pytest.mark.parametrize(
    ("path", "typed", "table", "found", "act"),
    [
        ("/programmes/new", {"name": "Second"}, Programme, {"name": "Second"}, "programme-added"),
        ("/themes/new", {"name": "Growth", "summary": "Of all"}, Theme, {"name": "Growth"}, "theme-added"),
        ("/organisations/new", {"name": "Bank", "sector": "business"}, Organisation, {"name": "Bank"},
         "organisation-added"),
        ("/partnerships/new", PLACE, Partnership, {"name": "Leeds"}, "partnership-founded"),
        ("/partnerships/{slug}/edit", PLACE, Partnership, {"latitude": 53.8}, "partnership-changed"),
        ("/partnerships/{slug}/projects/new", {"title": "A walk", "aim": "To go", "programme": "programme"}, Project,
         {"title": "A walk"}, "project-begun"),
        ("/account/profile", {"name": "Tessa", "organisation": ""}, Person, {"name": "Tessa"}, "profile-changed"),
    ],
)  # fmt: skip
def test_pressed_often_at_once_it_is_there_once(team, path, typed, table, found, act):
    before = number(AuditRecord, act=act)
    answers = pressed(Form(team.at, path.format(slug=team.slug)), 3, **typed)
    assert set(answers) == {303}
    assert (number(table, **found), number(AuditRecord, act=act) - before) == (1, 1)


def test_a_milestone_added_often_at_once_is_one(team):
    day = {"due_on-day": "1", "due_on-month": "3", "due_on-year": "2027"}
    assert set(pressed(Form(team.at, team.project), 3, name="Doors open", **day)) == {303}
    assert number(Milestone) == 1


def test_a_photo_put_often_at_once_is_one_change_and_one_file(team):
    form = Form(team.at, "/account/profile")
    assert set(pressed(form, 3, photo=(picture(size=(64, 64)), "me.png"))) == {303}
    assert number(AuditRecord, act="photo-changed") == 1
    assert sum(len(list(folder.iterdir())) for folder in blobs.folders()) == 1


def test_the_same_name_with_other_words_is_still_refused(team):
    form = Form(team.at, "/themes/new")
    assert form.send(name="Growth", summary="Of all").status_code == 303
    assert form.send(name="Growth", summary="Of some").status_code == 422
    assert number(Theme) == 1
