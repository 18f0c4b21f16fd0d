"""When somebody last looked at a place: noted by POST, of what they follow or belong to, and known to them alone."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Refused
from lpcommunity.following import commands
from lpcommunity.following.models import Visit
from lpcommunity.following.visits import OFTEN_ENOUGH, SITTING, last_look, looks
from lpcommunity.storage import clock, now, session
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor


@pytest.fixture
def places(app):
    return make.place("Bedford"), make.place("Hull"), make.place("Exeter")


@pytest.fixture
def amina(app, places):
    """A member of Bedford who follows Hull."""
    bedford, hull, _ = places
    amina = make.person("Amina Rahman")
    make.belongs(amina, bedford, "member")
    commands.follow(reading(amina), partnership=hull)
    return amina


def _rows() -> int:
    found = session().scalar(select(func.count()).select_from(Visit)) or 0
    session().rollback()
    return found


def test_what_is_new_counts_from_the_time_before_while_somebody_looks(amina, places):
    bedford, hull, _ = places
    first = now()
    with clock.at(first):
        commands.note_visit(reading(amina), hull)
        assert last_look(reading(amina), hull.id) is None, "they look for the first time"
        assert looks(reading(amina), [bedford.id, hull.id]) == {hull.id: first}
    with clock.at(first + timedelta(days=3)):
        assert last_look(reading(amina), hull.id) == first
        commands.note_visit(reading(amina), hull)
        assert last_look(reading(amina), hull.id) == first, "what was new stays marked while they look"
    with clock.at(first + timedelta(days=3) + SITTING - timedelta(minutes=1)):
        commands.note_visit(reading(amina), hull)
        assert last_look(reading(amina), hull.id) == first
    last = first + timedelta(days=3) + SITTING - timedelta(minutes=1)
    with clock.at(last + SITTING):
        assert last_look(reading(amina), hull.id) == last
    assert _rows() == 1


def test_whoever_has_seen_it_finds_nothing_new(amina, places):
    _, hull, _ = places
    commands.note_visit(reading(amina), hull)
    moment = now() + timedelta(days=2)
    with clock.at(moment):
        commands.note_visit(reading(amina), hull, seen=True)
        assert last_look(reading(amina), hull.id) == moment


def test_it_is_noted_of_ones_own_places_and_those_one_follows(amina, places):
    bedford, hull, exeter = places
    commands.note_visit(reading(amina), bedford)
    commands.note_visit(reading(amina), hull)
    with pytest.raises(Refused):
        commands.note_visit(reading(amina), exeter)
    stranger = make.person()
    with pytest.raises(Refused):
        commands.note_visit(reading(stranger), hull)
    assert _rows() == 2


def test_nobody_learns_when_somebody_else_looked(amina, places):
    _, hull, _ = places
    ben = make.person("Ben")
    make.belongs(ben, hull, "lead")
    commands.note_visit(reading(amina), hull)
    assert last_look(reading(ben), hull.id) is None
    assert looks(reading(ben), [hull.id]) == {}


def test_a_page_that_is_only_fetched_notes_nothing_and_its_form_does(app, amina, places):
    _, hull, exeter = places
    visitor, path = Visitor(app, amina), f"/partnerships/{hull.slug}"
    visitor.get(path)
    assert _rows() == 0
    assert visitor.post(f"{path}/visit").status_code == 204
    assert _rows() == 1
    answer = visitor.post(f"{path}/visit", {"seen": "yes"})
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert visitor.post(f"/partnerships/{exeter.slug}/visit").status_code == 404


def test_who_goes_on_looking_writes_only_now_and_then(app, amina, places):
    _, hull, _ = places
    visitor = Visitor(app, amina)
    moment = now()
    with clock.at(moment):
        visitor.post(f"/partnerships/{hull.slug}/visit")
    with clock.at(moment + OFTEN_ENOUGH - timedelta(seconds=1)):
        visitor.post(f"/partnerships/{hull.slug}/visit")
        assert looks(reading(amina), [hull.id]) == {hull.id: moment}
