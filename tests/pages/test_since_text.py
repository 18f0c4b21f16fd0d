"""Since you last looked: what came to a place meanwhile, as far as its reader may know, and others did it."""

from datetime import timedelta

import pytest

from lpcommunity.following.commands import follow, note_visit
from lpcommunity.storage import clock, now, session
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor

LATER = timedelta(days=3)


class Place:
    """Amina follows Hull and looked at it three days ago; Ben leads it."""

    def __init__(self, app) -> None:
        self.app, self.hull = app, make.place("Hull")
        self.amina, self.ben = make.person("Amina Rahman"), make.person("Ben Brook")
        make.belongs(self.amina, make.place("Bedford"))
        make.belongs(self.ben, self.hull, "lead")
        follow(reading(self.amina), partnership=self.hull)
        self.stone = make.milestone(self.hull)
        make.update(self.ben, self.hull)
        self.began = now()
        note_visit(reading(self.amina), self.hull)

    def news(self, who=None, page="") -> str:
        """What the page says to her, three days on."""
        with clock.at(self.began + LATER):
            html = Visitor(self.app, who or self.amina).text(f"/partnerships/{self.hull.slug}{page}")
        if "Since you last looked" not in html:
            return ""
        return html.split("</strong>", 1)[1].split(".", 1)[0].strip()


@pytest.fixture
def place(app) -> Place:
    return Place(app)


def test_what_others_did_since_is_said_in_a_line(place):
    assert place.news() == "nothing new"
    with clock.at(place.began + timedelta(days=2)):
        make.update(place.ben, place.hull)
        make.reflection(place.ben, place.hull, "community")
        done = make.action(place.ben, place.hull, "community", outcome="done", came_of_it="It worked.")
        done.reported_at, done.reporter_id, done.created_at = now(), place.ben.id, place.began - LATER
        session().commit()
        make.action(place.ben, place.hull, "community")
        make.slip(place.stone, place.ben)
    said = "one update and one reflection, one action reported, one begun and one milestone moved"
    assert place.news() == place.news(page="/journey") == said


def test_of_what_is_not_for_her_it_says_nothing(place):
    with clock.at(place.began + timedelta(days=2)):
        for audience in ("me", "facilitators", "partnership"):
            make.update(place.ben, place.hull, audience)
            make.reflection(place.ben, place.hull, audience)
            make.action(place.ben, place.hull, audience)
        make.update(place.ben, place.hull, state="withdrawn")
    assert place.news() == "nothing new"


def test_ones_own_is_not_new_and_who_never_looked_is_told_of_nothing(place):
    note_visit(reading(place.ben), place.hull)
    with clock.at(place.began + timedelta(days=2)):
        make.update(place.ben, place.hull)
        make.slip(place.stone, place.ben)
    assert place.news(place.ben) == "nothing new"
    carla = make.person("Carla")
    make.belongs(carla, place.hull)
    assert place.news(carla) == ""
    stranger = make.person("Dan", role="evaluator")
    assert place.news(stranger) == ""
    with clock.at(place.began + LATER):
        html = Visitor(place.app, stranger).text(f"/partnerships/{place.hull.slug}")
    assert "data-visit" not in html, "of a place that one neither follows nor belongs to nothing is noted"


def test_having_seen_it_takes_the_line_away(place):
    with clock.at(place.began + timedelta(days=2)):
        make.update(place.ben, place.hull)
    with clock.at(place.began + LATER - timedelta(minutes=1)):
        Visitor(place.app, place.amina).post(f"/partnerships/{place.hull.slug}/visit")
    assert place.news() == "one update", "it stays while she looks"
    with clock.at(place.began + LATER - timedelta(seconds=30)):
        Visitor(place.app, place.amina).post(f"/partnerships/{place.hull.slug}/visit", {"seen": "yes"})
    assert place.news() == "nothing new"
