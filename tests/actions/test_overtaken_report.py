"""A report begun on an action that was reported on meanwhile, or is no longer theirs: the words stay at hand."""

import html
import re

import pytest

from lpcommunity.actions.models import Action
from lpcommunity.drafts import queries as drafts
from lpcommunity.storage import session, transactional
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, fields_of, main_of

FIRST, SECOND = "Eight had lost the date.", "Nobody had told the caretaker."


@pytest.fixture
def people(app):
    place, amina, ben = make.place("Bedford"), make.person("Amina Rahman"), make.person("Ben Brook")
    for who in (amina, ben):
        make.belongs(who, place)
    return place, amina, ben


def report(visitor, action):
    return Form(visitor, f"/actions/{action.id}/report", visitor.get(f"/actions/{action.id}"))


def plain(page):
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", main_of(page))).replace("  ", " ")


@pytest.mark.parametrize(("first", "says"), [("amina", "You reported on this"), ("ben", "Ben Brook reported on this")])
def test_who_was_quicker_is_named_and_oneself_as_oneself(app, people, first, says):
    place, amina, ben = people
    action = make.action(amina, place, owner=ben)
    late, quick = Visitor(app, amina), Visitor(app, amina if first == "amina" else ben)
    form = report(late, action)
    assert report(quick, action).send(outcome="done", came_of_it=FIRST).status_code == 303
    answer = form.send(outcome="dropped", came_of_it=SECOND)
    assert answer.status_code == 409
    text = plain(answer.get_data(as_text=True))
    assert says in text
    assert ("in another window" in text) is (first == "amina")
    assert SECOND in text
    [kept] = drafts.all_of(reading(amina))
    assert "What you wrote" in (page := plain(late.text(kept.address)))
    assert SECOND in page
    assert "Finish your report" not in late.text("/home"), "what cannot be finished"
    assert SECOND.rstrip(".") in late.text("/drafts")


def test_the_kept_words_begin_an_update_and_are_thrown_away(app, people):
    place, amina, _ben = people
    action = make.action(amina, place, owner=amina)
    visitor = Visitor(app, amina)
    form = report(visitor, action)
    report(visitor, action).send(outcome="done", came_of_it=FIRST)
    page = main_of(form.send(outcome="dropped", came_of_it=SECOND).get_data(as_text=True))
    on = re.search(r'href="(/partnerships/[^"]+/updates/new\?begin=[\w-]+)"', page)
    assert on is not None
    assert SECOND in fields_of(visitor.text(on[1]))["body"]
    [kept] = drafts.all_of(reading(amina))
    assert f"/drafts/{kept.id}/disposal" in page
    other = Visitor(app, make.person())
    assert SECOND not in other.get(on[1], follow_redirects=True).get_data(as_text=True)


def test_of_what_was_handed_on_meanwhile_the_words_are_kept_and_not_to_be_finished(app, people):
    place, amina, ben = people
    action = make.action(ben, place, owner=amina)
    visitor = Visitor(app, amina)
    kept = report(visitor, action).send(outcome="done", came_of_it=SECOND, keep="1")
    assert "Finish your report" in visitor.text("/home")
    _hand_on(action, ben)
    page = plain(visitor.text(kept.location))
    assert SECOND in page
    assert "not yours any more" in page
    assert "Finish your report" not in visitor.text("/home")


def test_what_can_be_finished_is_offered_though_something_later_cannot(app, people):
    place, amina, ben = people
    action, other = make.action(ben, place, owner=amina), make.action(ben, place, owner=amina, what="Print a map")
    visitor = Visitor(app, amina)
    report(visitor, other).send(outcome="done", came_of_it=FIRST, keep="1")
    report(visitor, action).send(outcome="done", came_of_it=SECOND, keep="1")
    _hand_on(action, ben)
    home = plain(visitor.text("/home"))
    assert f"“{FIRST.rstrip('.')}”" in home


@transactional
def _hand_on(action, to):
    row = session().get(Action, action.id)
    assert row is not None
    row.owner_id = to.id
