"""On home: the last step and the next of the places that somebody follows, as far as they may know."""

from datetime import timedelta

import pytest

from lpcommunity.following.commands import follow
from lpcommunity.pages.queries.followed_places import MOST, followed_with_steps
from lpcommunity.storage import clock, now, session, today
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor


class Places:
    """Amina of Bedford follows Hull; Ben leads it. Keele is nobody's news to her."""

    def __init__(self) -> None:
        self.bedford, self.hull, self.keele = (make.place(name) for name in ("Bedford", "Hull", "Keele"))
        self.amina, self.ben = make.person("Amina Rahman"), make.person("Ben Brook")
        make.belongs(self.amina, self.bedford)
        make.belongs(self.ben, self.hull, "lead")
        make.belongs(self.ben, self.keele, "lead")
        follow(reading(self.amina), partnership=self.hull)

    def steps(self) -> tuple[str, str]:
        """What Amina's home says of Hull: the last step and the next."""
        [hull] = followed_with_steps(reading(self.amina))
        assert hull.name == "Hull"
        last, following = (step.words if step else "" for step in (hull.last, hull.next))
        return last, following


@pytest.fixture
def places(app) -> Places:
    return Places()


def _said(places: Places, words: str, audience: str = "community", make_one=make.update, **more: object) -> None:
    entry = make_one(places.ben, more.pop("where", places.hull), audience, **more)
    entry.title = words
    session().commit()


def _reported(places: Places, what: str, days_ago: int, audience: str = "community") -> None:
    action = make.action(places.ben, places.hull, audience, what=what, outcome="done", came_of_it="It worked.")
    action.reported_at = now() - timedelta(days=days_ago)
    session().commit()


def test_the_last_is_the_newest_of_what_was_written_and_what_was_done(places):
    assert places.steps() == ("", "")
    with clock.at(now() - timedelta(days=5)):
        _said(places, "We walked")
    _reported(places, "Ring ten firms", 8)
    assert places.steps()[0] == "We walked"
    _reported(places, "Print the map", 2)
    assert places.steps()[0] == "Print the map"


def test_the_next_is_the_first_day_to_come_of_milestones_and_actions(places):
    make.milestone(places.hull, name="Doors open", in_days=20)
    assert places.steps()[1] == "Doors open"
    make.action(places.ben, places.hull, "community", what="Was late", due_on=today() - timedelta(days=3))
    make.action(places.ben, places.hull, "community", what="Paint the doors", due_on=today() + timedelta(days=9))
    assert places.steps()[1] == "Paint the doors"


def test_of_what_is_not_for_her_she_learns_nothing(places):
    _said(places, "For all")
    before = places.steps()
    with clock.at(now() + timedelta(hours=1)):
        for audience in ("me", "facilitators", "partnership"):
            _said(places, f"For {audience}", audience)
            _said(places, f"For {audience}", audience, make.reflection)
            make.action(places.ben, places.hull, audience, due_on=today() + timedelta(days=1))
        _said(places, "Withdrawn", state="withdrawn")
        _said(places, "Of another place", where=places.keele)
        _reported(places, "Done among ourselves", 0, "partnership")
        assert places.steps() == before == ("For all", "")


def test_ones_own_places_stand_elsewhere_and_of_many_the_newest(places):
    follow(reading(places.amina), partnership=places.bedford)
    follow(reading(places.amina), partnership=places.keele)
    for n in range(3):
        follow(reading(places.amina), partnership=make.place(f"Place {n}"))
    _said(places, "The latest of all", where=places.keele)
    found = followed_with_steps(reading(places.amina))
    assert len(found) == MOST
    assert found[0].name == "Keele"
    assert "Bedford" not in {place.name for place in found}


def test_home_shows_them_above_the_news(app, places):
    _said(places, "We walked")
    html = Visitor(app, places.amina).text("/home")
    assert html.index("Places that you follow") < html.index('id="new"')
    html = Visitor(app, places.ben).text("/home")
    assert "Places that you follow" not in html
