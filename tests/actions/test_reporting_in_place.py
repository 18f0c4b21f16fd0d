"""Reporting back from within another form, without scripts: nothing that was typed is lost, whichever way one goes."""

import html
import re

import pytest

from lpcommunity.drafts import queries as drafts
from lpcommunity.entries.models import Entry
from lpcommunity.storage import session
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, main_of

OWN, CAME = "The gate was locked again.", "Eight had lost the date."
DONE = {"outcome": "done", "came_of_it": CAME, "then": "reflection"}
ONWARD = re.compile(r'<button[^>]* form="(\w+)"[^>]* name="keep" value="(/[^"]+)"[^>]*>(.*?)</button>', re.S)


@pytest.fixture
def amina(app):
    return make.person("Amina Rahman")


@pytest.fixture
def place(amina):
    place = make.place("Bedford")
    make.belongs(amina, place)
    return place


@pytest.fixture
def actions(amina, place):
    return [make.action(amina, place, "partnership", owner=amina, what=what) for what in ("Ring ten", "Print a map")]


@pytest.fixture
def new(place):
    return f"/partnerships/{place.slug}/reflections/new"


@pytest.fixture
def visitor(app, amina, actions):
    return Visitor(app, amina)


def ways_on(page, form):
    """Where the buttons lead that keep what was typed in this form, by what they say."""
    found = ONWARD.findall(main_of(page))
    return {
        html.unescape(re.sub(r"<[^>]+>|\s+", " ", label)).strip(): html.unescape(path)
        for of, path, label in found
        if of == form
    }


def report_on(visitor, page, action, form="writing", **typed):
    """Press “Report back” on an action in an open form, with this typed into that. Returns the page that comes."""
    path = next(path for label, path in ways_on(page.page, form).items() if action in label)
    answer = page.send(**typed, keep=path)
    assert answer.status_code == 303, answer.status_code
    return answer.location, visitor.text(answer.location)


def shown_again(visitor, location, actions, at=0):
    """The report's form on the page at this address."""
    return Form(visitor, f"/actions/{actions[at].id}/report", visitor.get(location))


def test_a_report_from_within_a_reflection_keeps_what_was_written_and_gives_it_back(visitor, new, actions, amina):
    form = Form(visitor, new)
    location, page = report_on(visitor, form, "Ring ten", what=OWN)
    assert OWN in page  # as the draft with which one carries on
    assert 'name="so_what"' not in page  # one form at a time: what is typed in the one cannot be lost by the other
    answer = shown_again(visitor, location, actions).send(**DONE)
    assert answer.status_code == 303
    back = Form(visitor, answer.location)
    assert OWN in back.fields["what"]
    assert CAME in back.fields["what"]
    assert back.send(cycle="driscoll", audience="partnership").status_code == 303
    assert OWN in session().query(Entry).one().fields["what"]
    assert drafts.all_of(reading(amina)) == []


def test_a_report_that_could_not_be_taken_leads_back_all_the_same(visitor, new, actions):
    location, _ = report_on(visitor, Form(visitor, new), "Ring ten", what=OWN)
    wrong = shown_again(visitor, location, actions).send(**{**DONE, "outcome": ""})
    assert wrong.status_code == 422
    again = Form(visitor, f"/actions/{actions[0].id}/report", wrong)
    assert again.fields["came_of_it"] == CAME
    assert 'name="then" value="reflection"' in again.page
    back = Form(visitor, again.send(**DONE).location)
    assert OWN in back.fields["what"]


def test_whoever_does_not_report_after_all_finds_both(visitor, new, actions, amina):
    location, page = report_on(visitor, Form(visitor, new), "Ring ten", what=OWN)
    report = shown_again(visitor, location, actions)
    back = next(path for label, path in ways_on(page, "report").items() if "Not now" in label)
    answer = report.send(came_of_it=CAME, keep=back)
    assert Form(visitor, answer.location).fields["what"] == OWN
    assert {one.label for one in drafts.all_of(reading(amina))} == {OWN.rstrip("."), CAME.rstrip(".")}


def test_from_one_report_to_another_both_are_kept(visitor, new, actions, amina):
    location, page = report_on(visitor, Form(visitor, new), "Ring ten", what=OWN)
    report = shown_again(visitor, location, actions)
    location, page = report_on(visitor, report, "Print a map", "report", came_of_it=CAME)
    assert OWN in page
    assert {one.label for one in drafts.all_of(reading(amina))} == {OWN.rstrip("."), CAME.rstrip(".")}
    answer = shown_again(visitor, location, actions, 1).send(**DONE)
    assert OWN in Form(visitor, answer.location).fields["what"]


def test_a_report_begun_in_place_is_offered_when_the_page_is_opened_again(visitor, new, actions):
    location, _ = report_on(visitor, Form(visitor, new), "Ring ten", what=OWN)
    shown_again(visitor, location, actions).send(came_of_it=CAME, keep="1")
    again = visitor.text(location)
    assert "You began to write here" in again
    assert CAME.rstrip(".") in again


def test_what_is_carried_over_is_there_once(visitor, new, actions):
    location, _ = report_on(visitor, Form(visitor, new), "Ring ten", what=OWN)
    there = shown_again(visitor, location, actions).send(**DONE).location
    kept = Form(visitor, there).send(keep="1")
    key = kept.location.partition("draft=")[2]
    again = Form(visitor, f"{new}?draft={key}&begin=action-{actions[0].id}")
    assert again.fields["what"].count(CAME) == 1


def test_in_the_list_of_a_place_from_one_report_to_another_the_first_is_kept(visitor, place, actions, amina):
    path = f"/partnerships/{place.slug}/actions"
    report = Form(visitor, f"/actions/{actions[0].id}/report", visitor.get(f"{path}?report={actions[0].id}"))
    report_on(visitor, report, "Print a map", "report", came_of_it=CAME)
    assert [one.label for one in drafts.all_of(reading(amina))] == [CAME.rstrip(".")]


def test_nothing_beside_a_form_leads_away_but_as_its_button(visitor, new, place, actions, amina):
    """Links of the frame and to help aside: whoever follows one in the midst of a form loses what was typed."""
    actions[1].outcome, actions[1].came_of_it, actions[1].reported_at = "done", CAME, actions[1].created_at
    session().commit()
    update = make.update(amina, place)
    for path in (
        new,
        f"/partnerships/{place.slug}/check-ins/new",
        f"/partnerships/{place.slug}/updates/new",
        f"/partnerships/{place.slug}/actions/new?source=update:{update.id}",
    ):
        main = main_of(visitor.text(path)).partition("lp-write")[2]
        assert main, path
        assert re.findall(r'<a [^>]*href="/[^"]*"', main) == [], path
