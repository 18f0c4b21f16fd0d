"""The partnerships in their order, page by page; what waits and who is quiet; and the map."""

import re
from datetime import timedelta

import pytest

from lpcommunity.access.reader import OPERATOR, VISITOR
from lpcommunity.entries.commands import withdraw_entry
from lpcommunity.following.commands import follow
from lpcommunity.pages.charts.map import Spot, picture
from lpcommunity.pages.queries import directory as queries
from lpcommunity.pages.queries.directory import Choice, choices, directory, number_of_places, quiet_places
from lpcommunity.pages.queries.map_spots import spots
from lpcommunity.partnerships.commands import change_partnership, found_partnership, take_into_programme
from lpcommunity.programmes.commands import add_programme
from lpcommunity.storage import clock, now, transactional
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor


@pytest.fixture
def lively(app):
    """Twelve places: of six something is on record, of three of those in public; two were active at the same moment."""
    author = make.person("Author")
    places = [make.place(f"Place {letter}") for letter in "LKJIHGFEDCBA"]
    with clock.at(now() - timedelta(days=90)):
        for number, place in enumerate(places[:6]):
            with clock.at(now() + timedelta(days=max(number, 1))):
                make.update(author, place, "public" if number % 2 else "community")
        make.update(author, places[7], "partnership")
    return places


def _walk(actor, size, choice=queries.EVERYTHING):
    names, after = [], ""
    while True:
        page = directory(actor, choice, after, size)
        names += [place.name[-1] for place in page.places]
        assert len(page.places) <= size
        if not page.next:
            return "".join(names)
        after = page.next


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 7, 20])
def test_lately_active_first_then_by_name_whatever_the_page(lively, size):
    """L was active on the same day as K; by name K comes first. Those of which nothing is on record follow by name."""
    assert _walk(reading(make.person(role="evaluator")), size) == "GHIJKLABCDEF"
    assert _walk(VISITOR, size) == "GIKABCDEFHJL"


def test_what_is_for_few_moves_nothing_and_what_is_withdrawn_moves_back(lively):
    author, evaluator = make.person(), reading(make.person(role="evaluator"))
    a = lively[-1]
    for audience in ("me", "facilitators", "partnership"):
        make.update(author, a, audience)
    assert _walk(evaluator, 20) == "GHIJKLABCDEF"
    shared = make.update(author, a, "public")
    assert _walk(evaluator, 20)[0] == _walk(VISITOR, 20)[0] == "A"
    withdraw_entry(reading(author), shared)
    assert _walk(evaluator, 20) == "GHIJKLABCDEF"


def test_a_place_taken_into_a_programme_is_found_by_it_before_it_has_a_project(world):
    new = found_partnership(OPERATOR, name="Ayr", slug="ayr", programme=world.programme)
    other = add_programme(OPERATOR, name="Phase 3", slug="phase-3", starts_on=None, ends_on=None)
    make.place("Truro")  # in none
    chosen = Choice(programme="phase-2")
    assert [place.name for place in directory(VISITOR, chosen).places] == ["Hull", "Ayr", "Keele"]
    assert number_of_places(chosen) == 3
    assert number_of_places(Choice(programme="phase-2", theme="growth")) == 1, "it works on no theme"
    assert number_of_places(Choice(programme="phase-3")) == 0
    assert [slug for slug, _ in choices()[1]] == ["phase-2"], "a programme without places is not offered"
    visitor = Visitor(world.app, None)
    before = visitor.text("/partnerships?programme=phase-3")
    take_into_programme(OPERATOR, new, other)
    assert [slug for slug, _ in choices()[1]] == ["phase-2", "phase-3"]
    page = visitor.text("/partnerships?programme=phase-3")
    assert page != before, "a public page is made anew"
    assert "Ayr" in page
    assert "Truro" not in page


def test_a_page_after_a_place_that_is_not_there_is_the_first(lively):
    assert directory(VISITOR, after="nowhere").places == directory(VISITOR).places


def test_only_what_fits_the_choice_and_its_number(world):
    everything, growth = Choice(), Choice(theme="growth", sector="council", programme="phase-2")
    assert _walk(VISITOR, 1, growth) == _walk(VISITOR, 20, growth) == "l"  # Hull
    assert (number_of_places(everything), number_of_places(growth)) == (2, 1)
    assert number_of_places(Choice(sector="nhs")) == number_of_places(Choice(theme="nothing")) == 0
    assert [spot.slug for spot in spots(growth)] == [world.hull.slug]
    assert spots(Choice(sector="nhs")) == ()


def test_its_address_goes_on_from_the_last_of_a_page(app, lively):
    visitor = Visitor(app, None)
    for number in range(12):
        make.place(f"More {number:02}")
    html = visitor.text("/partnerships")
    assert html.count('class="lp-place__name"') == queries.PAGE
    assert "Twenty-four partnerships" in html or "24 partnerships" in html
    following = html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = visitor.text(following)
    assert rest.count('class="lp-place__name"') == 4
    assert 'rel="next"' not in rest


def test_one_follows_those_whom_one_follows(world):
    elsewhere = world.who["elsewhere"]
    follow(reading(elsewhere), partnership=world.hull)
    html = world.visit("elsewhere").text("/partnerships")
    assert html.count(f'action="/partnerships/{world.hull.slug}/follow-withdrawal"') == 1
    assert html.count(f'action="/partnerships/{world.keele.slug}/follow"') == 0, "it is their own"
    assert html.count("You belong here: its news comes to your home page.") == 1
    follow(reading(elsewhere), partnership=world.keele)
    html = world.visit("elsewhere").text("/partnerships")
    assert html.count(f'action="/partnerships/{world.keele.slug}/follow-withdrawal"') == 1, "and can be stopped"
    assert "You belong here" not in world.visit("evaluator").text("/partnerships")
    assert "You belong here" not in world.visit(None).text("/partnerships")


@pytest.mark.parametrize("kind", ["member", "facilitator", "elsewhere", "evaluator"])
def test_beside_an_entry_one_is_offered_to_follow_its_place_unless_it_is_ones_own(world, kind):
    html = world.visit(kind).text(f"/updates/{world.entries['update', 'community'].id}")
    offers = f'action="/partnerships/{world.hull.slug}/follow"' in html
    assert offers == (kind in ("elsewhere", "evaluator"))
    assert f'action="/people/{world.who["author"].id}/follow"' in html
    follow(reading(world.who[kind]), partnership=world.hull)
    html = world.visit(kind).text(f"/updates/{world.entries['update', 'community'].id}")
    assert f'action="/partnerships/{world.hull.slug}/follow-withdrawal"' in html


def test_the_quiet_are_named_the_longest_first_and_not_all_of_them(lively, monkeypatch):
    """Twelve places were set up just now; of L to G something was heard before that, which an import brings."""
    moment = now() - timedelta(days=86, hours=12)
    assert "".join(place.name[-1] for place in quiet_places(moment)) == "LKJI", "those set up since are not quiet"
    _set_up(lively, now() - timedelta(days=100))
    assert "".join(place.name[-1] for place in quiet_places(moment)) == "FEDCBALKJI"
    _set_up(lively[6:9], moment)
    assert "".join(place.name[-1] for place in quiet_places(moment)) == "CBALKJI"
    _set_up(lively, now() - timedelta(days=100))
    monkeypatch.setattr(queries, "QUIET", 2)  # times as many are looked at, and one more
    assert "".join(place.name[-1] for place in quiet_places(moment)) == "FEDCBAL"


@transactional
def _set_up(places, moment):
    for place in places:
        place.created_at = moment


def test_home_of_the_team_says_that_more_are_quiet(app, monkeypatch):
    for _ in range(queries.QUIET + 1):
        with clock.at(now() - timedelta(days=30)):
            make.place()
    visitor = Visitor(app, make.person(role="programme-team"))
    html = visitor.text("/home")
    assert html.count("no news for the community yet") == queries.QUIET
    assert "These have been quiet for longest" in html


def test_a_picture_is_drawn_once_for_the_same_places(app):
    picture.cache_clear()
    found_partnership(OPERATOR, name="Hull", latitude=53.744, longitude=-0.333)
    assert spots() == (Spot("Hull", "hull", 390.9, 429.5, 404.9, 435.5, "start"),)
    with app.test_request_context():
        assert 'href="/partnerships/hull"' in picture(spots())
        assert picture(spots()) is picture(spots())
        assert picture(spots(), light=True) != picture(spots())
    assert picture.cache_info().maxsize is not None


def test_a_name_is_data_on_the_map_as_well(app):
    place = found_partnership(OPERATOR, name="Hull", latitude=53.744, longitude=-0.333)
    change_partnership(
        OPERATOR, place, name="<b>Hull</b>", summary="", latitude=53.744, longitude=-0.333, organisations=[]
    )
    html = Visitor(app, None).text("/partnerships")
    assert "<b>Hull</b>" not in html
    assert "&lt;b&gt;Hull&lt;/b&gt;" in html


def test_every_dot_on_the_map_has_a_name_and_a_long_one_is_whole_where_it_is_read_out(app):
    long = "Blaenau Gwent and the Valleys beyond it"
    named = Spot("Hull", "hull", 390.9, 429.5, 404.9, 435.5, "start")
    cut = Spot(long, "gwent", 200, 500, 214, 506, "start")
    with app.test_request_context():
        hull, gwent, goole = (picture((spot,)) for spot in (named, cut, Spot("Goole", "goole", 391, 430)))
    assert re.search(r'class="lp-map__name" [^>]+>Hull</text>', hull)
    assert "<title>" not in hull
    assert re.search(r'class="lp-map__name" [^>]+>Blaenau Gwent …</text>', gwent)
    assert f'aria-label="{long}"' in gwent
    assert f"<title>{long}</title>" in gwent
    assert re.search(r'class="lp-map__name lp-map__name--waits" x="377" y="436" text-anchor="end">Goole</text>', goole)
    assert 'aria-label="Goole"' in goole
    with app.test_request_context():
        drawn = picture((Spot("Goole", "goole", 391, 430), named, Spot("Selby", "selby", 390, 428), cut))
    assert re.findall(r'href="/partnerships/(\w+)"', drawn) == ["hull", "gwent", "goole", "selby"], "over the others"
