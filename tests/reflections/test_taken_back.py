"""What its author took back stands in their own lists, with all they can do with it, and in nobody else's."""

from typing import Any

import pytest

from lpcommunity.access import Refused
from lpcommunity.access.reader import OPERATOR
from lpcommunity.entries.commands import withdraw_entry
from lpcommunity.entries.queries import taken_back
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.reflections.commands import take_back
from lpcommunity.reflections.models import Reflection
from lpcommunity.storage import session
from tests.factories import belongs, person, reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import main_of
from tests.reviews.world import WORDS, World, world, written


@pytest.fixture
def w(app) -> World:
    return world()


@pytest.fixture
def back(w) -> Reflection:
    made = written(w)
    take_back(reading(w.amina), made)
    return made


@pytest.fixture
def at(app) -> Any:
    return lambda who: Visitor(app, who)


def test_it_stands_in_every_list_of_ones_own_marked(w, back, at):
    amina, mark = at(w.amina), f'data-entry-id="{back.id}"'
    for path in (f"/people/{w.amina.id}", f"/partnerships/{w.hull.slug}", "/drafts"):
        page = main_of(amina.text(path))
        assert mark in page, path
        assert "You took this back" in page, path
    assert "reflection, which you took back" in amina.text(f"/partnerships/{w.hull.slug}")
    home = main_of(amina.text("/home"))
    assert "Finish the reflection that you took back" in home
    assert f'href="/reflections/{back.id}"' in home


def test_nobody_else_finds_it_anywhere(w, back, at):
    for who in (w.owen, w.colin, person(role="programme-team"), None):
        visitor = at(who)
        for path in (f"/people/{w.amina.id}", f"/partnerships/{w.hull.slug}", "/drafts", "/home", "/reviews"):
            page = visitor.get(path).get_data(as_text=True)
            assert WORDS.title not in page
            assert "ook this back" not in page
        assert visitor.get(f"/reflections/{back.id}/withdrawal").status_code in {303, 404}
    with pytest.raises(Refused):
        withdraw_entry(reading(w.owen), back)


def test_every_act_is_offered_and_done(w, back, at):
    amina, path = at(w.amina), f"/reflections/{back.id}"
    page = main_of(amina.text(path))
    for act in ("/submission", "/edit", "/withdrawal"):
        assert f"{path}{act}" in page, act
    assert f"{path}/audience" not in page, "that it has when it is sent"
    asked = main_of(amina.text(f"{path}/withdrawal"))
    assert "only you can read it now" in asked
    assert "facilitators" not in asked
    assert amina.post(f"{path}/withdrawal").status_code == 303
    session().refresh(back)
    assert back.state == "withdrawn"
    assert taken_back(reading(w.amina)) == []
    assert "You withdrew this" in amina.text(f"/people/{w.amina.id}")
    assert f'data-entry-id="{back.id}"' not in amina.text(f"/partnerships/{w.hull.slug}")


def test_sent_again_it_is_taken_back_no_more(w, back, at):
    amina = at(w.amina)
    assert amina.post(f"/reflections/{back.id}/submission").status_code == 303
    assert "You took this back" not in amina.text(f"/partnerships/{w.hull.slug}")
    assert WORDS.title in at(w.owen).text("/reviews")
    assert "among your drafts" not in amina.text(f"/reflections/{back.id}")
    assert amina.post(f"/reflections/{back.id}/taking-back").status_code == 303
    assert "you find it among your drafts" in amina.text(f"/reflections/{back.id}")


def test_who_has_left_finds_it_and_may_let_it_go(w, back, at):
    belongs(person(), w.hull, "lead")
    end_membership(OPERATOR, session().query(Membership).filter_by(person_id=w.amina.id).one())
    amina = at(w.amina)
    assert "You took this back" in amina.text("/home")
    page = main_of(amina.text(f"/reflections/{back.id}"))
    assert "/edit" not in page
    assert amina.post(f"/reflections/{back.id}/withdrawal").status_code == 303
