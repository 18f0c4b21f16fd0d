"""Two or three places side by side, as far as their reader may know."""

import random
import re
from datetime import date, timedelta
from itertools import combinations, pairwise
from types import SimpleNamespace

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.pages import compare_text
from lpcommunity.pages.charts.compare import Lane, draw_upright, draw_wide
from lpcommunity.pages.charts.journey_facts import Cycle, Happened, Journey, Stone
from lpcommunity.programmes.commands import add_programme
from lpcommunity.projects.commands import begin_project
from lpcommunity.reviews.commands import MoveContent
from lpcommunity.storage import clock, now, today
from tests import factories as make
from tests.harness.visitor import Visitor
from tests.harness.writing_form import main_of
from tests.reviews.world import answer, world, written

ASKS = MoveContent("challenging", "", "", "Who needed it?")


@pytest.fixture
def w(app):
    """Hull, where a reflection of some weeks ago was answered; and two more places."""
    with clock.at(now() - timedelta(days=90)):
        made = world()
        places = [made.hull, make.place("Keele"), make.place("Bath")]
        programme = add_programme(OPERATOR, name="P", starts_on=today(), ends_on=today() + timedelta(days=300))
        for where in places:
            begin_project(OPERATOR, where, programme, title="A project")
    with clock.at(now() - timedelta(days=50)):
        reflection = written(made, "public")  # whose exchange stays where it was
        answer(made.owen, reflection, "acknowledges", ASKS)
    make.update(made.colin, made.hull, "public")
    return SimpleNamespace(**vars(made), places=places)


@pytest.fixture
def at(app):
    return lambda who: Visitor(app, who)


def _address(*places):
    return "/compare?" + "&".join(f"place={one.slug}" for one in places)


def _order(text):
    return [part.partition("<")[0] for part in text.split('class="lp-journey__place"')[1:]]


def test_ones_own_place_comes_first_then_as_they_were_named(w, at):
    hull, keele, bath = w.places
    text = at(w.colin).text(_address(bath, keele, hull))
    assert [one.rpartition(">")[2] for one in _order(text)] == ["Hull", "Bath", "Keele"]
    assert "three ways" in text
    text = at(None).text(_address(bath, hull, hull))
    assert [one.rpartition(">")[2] for one in _order(text)] == ["Bath", "Hull"]


@pytest.mark.parametrize("query", ["", "?place=", "?place=hull-is-not-here", "?place=é"])
def test_whoever_names_none_or_what_there_is_not_can_choose(w, at, query):
    text = main_of(at(None).text(f"/compare{query}"))
    assert "Choose two places, or three" in text
    assert "lp-compare__wide" not in text
    assert f'value="{w.hull.slug}"' in text


def test_beside_one_place_stands_ones_own_and_of_more_than_three_the_first_are_shown(w, at):
    hull, keele, bath = w.places
    text = main_of(at(w.colin).text(_address(keele)))
    first, second = (text.index(f'value="{one.slug}" selected') for one in (hull, keele))
    assert first < second
    assert "lp-compare__wide" in text
    assert "lp-compare__wide" not in main_of(at(None).text(_address(keele)))
    more = main_of(at(None).text(_address(hull, keele, bath, make.place("York"))))
    assert "Three places fit" in more
    assert "three ways" in more


def test_one_place_alone_or_the_same_twice_is_said_to_be_too_few(w, at):
    hull, *_ = w.places
    one = f"place={hull.slug}"
    for query in (f"?{one}&place=&place=", f"?{one}&{one}", "?place=&place=&place="):
        text = at(w.colin).text(f"/compare{query}")
        assert "<title>Error: " in text, query
        assert "Choose two different places" in main_of(text), query
    assert "Error" not in at(w.colin).text("/compare").split("<title>")[1].split("</title>")[0]


def test_a_dip_is_plain_for_whoever_may_not_read_the_exchange(w, at):
    hull, keele, _ = w.places
    for who, knows in ((w.amina, True), (w.owen, True), (w.colin, False), (None, False)):
        assert ("lp-question__mark" in at(who).text(_address(hull, keele))) == knows


def test_months_are_counted_from_each_places_own_first_day(w, at):
    hull, keele, _ = w.places
    text = main_of(at(w.amina).text(_address(hull, keele)))
    # Hull began ninety days ago, and reflected forty days after that.
    assert "Month 2</th>" in text
    assert "Month 1</th>" not in text
    assert 'Month 3<span class="lp-compare__now">now</span>' in text


def test_queries_are_few_whatever_the_number_of_places(w, at, count_queries):
    visitor, asked = at(w.owen), []
    for places in (w.places[:2], w.places):
        address = _address(*places)
        visitor.text(address)
        with count_queries() as found:
            visitor.text(address)
        asked.append(found)
    assert len(asked[0]) == len(asked[1]) <= 8, asked[1]


def _random_lane(chance, months):
    first = date(2026, 1, 1) + timedelta(days=chance.randrange(60))
    last = first + timedelta(days=round(months * compare_text.A_MONTH) - 1)
    long = (last - first).days

    def day():
        return first + timedelta(days=chance.randrange(long + 1))

    days = sorted(day() for _ in range(chance.randrange(8)))
    cycles = tuple(_random_cycle(chance, n, one, last) for n, one in enumerate(days, 1))
    names = ("Doors open", "What we measured and what we make of it", "W" * 90)
    stones = tuple(
        Stone(chance.choice(names), one, one, chance.random() < 0.5)
        for one in (day() for _ in range(chance.randrange(7)))
    )
    happened = tuple(Happened(one, chance.random() < 0.2) for one in sorted(day() for _ in range(chance.randrange(40))))
    name = chance.choice(("Hull", "Nottingham", "Newcastle, Gateshead and North Tyneside", "W" * 60))
    journey = Journey(first, last, day(), "", "", cycles, happened, (), stones)
    return Lane(name, journey, chance.choice((last, None)))


def _random_cycle(chance, n, begins, last):
    answers = tuple(
        sorted(min(begins + timedelta(days=chance.randrange(50)), last) for _ in range(chance.randrange(3)))
    )
    title = chance.choice(("The zoo", "Who looks after the coach when the coach has had a bad week?", "x" * 200))
    waits = chance.random() < 0.2
    return Cycle(n, n, begins, title, "", answers, max(answers, default=None) if not waits else None, waits)


@pytest.mark.parametrize("draw", [draw_wide, draw_upright])
def test_words_never_meet_nor_leave_the_picture(draw):
    chance = random.Random(11)
    for _ in range(150):
        months = chance.randint(1, 24)
        drawn = draw([_random_lane(chance, months) for _ in range(chance.choice((2, 3)))], months, "", "")
        for one in drawn.words:
            begins, ends = one.room
            assert begins >= -1, one
            assert ends <= drawn.width + 40, one
        for one, other in combinations(drawn.words, 2):
            apart = abs(one.y - other.y) >= 16 or one.room[1] <= other.room[0] or other.room[1] <= one.room[0]
            assert apart, (one, other)
        for lane in drawn.lanes:
            end = drawn.height if drawn.upright else drawn.width
            assert all(one.ends <= end for one in lane.dives)
            assert all(after.begins > before.ends for before, after in pairwise(lane.dives))
            found = re.match(r"M([\d.]+) ([\d.]+)", lane.today)
            if found is not None:  # what happened never lies behind today
                along = 1 if drawn.upright else 0
                now = float(found[1 + along])
                back = [one.ends for one in lane.dives if not one.open_end] + [
                    mark.ends or mark.at for mark in lane.marks
                ]
                assert max([0, *back, *(ring[along] for ring in lane.rings)]) <= now
