"""The page of what was found: what it offers to be narrowed by, and what it says of what it passed over."""

import html
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import pytest

from lpcommunity.search import filling, finding
from lpcommunity.storage import clock, now, session
from tests import factories
from tests.harness.visitor import Visitor
from tests.search.texts import post, say

OFFER = re.compile(r'<li><a class="govuk-link" dir="auto" href="[^"]*">([^<]*)</a><span data-count>([^<]*)</span>')


@pytest.fixture
def search(app):
    """A function that gives the page as Ann gets it, who wrote of kites from one of two places, for two audiences."""
    here, there = factories.place("Tees Valley"), factories.place("Hull")
    ann, bob = factories.person("Ann Author"), factories.person("Bob Builder")
    factories.belongs(ann, here)
    factories.belongs(bob, there)
    post(ann, here, "Kites", "Red kites.")
    post(ann, here, "Kites again", "Blue kites.", audience="partnership")
    post(bob, there, "Boats", "Blue boats.")
    visitor = Visitor(app, ann)
    return lambda **query: visitor.get("/search", query_string=query).get_data(as_text=True)


def test_what_would_narrow_nothing_is_not_offered(search):
    offered = OFFER.findall(search(q="kites"))
    assert ("For the community", "1") in offered
    assert ("For the partnership", "1") in offered
    assert not {"Tees Valley", "Me"} & {label for label, _ in offered}  # both are all of it
    assert {("Tees Valley", "1"), ("Hull", "1")} <= set(OFFER.findall(search(q="blue")))


def test_days_are_chosen_beside_what_is_chosen_already(search):
    page = search(q="kites", audience="partnership", **{"from": "2020-01-01"})
    form = re.search(r'<form[^>]*aria-label="Choose the days">(.*?)</form>', page, re.DOTALL).group(1)
    assert '<input type="hidden" name="q" value="kites">' in form
    assert '<input type="hidden" name="audience" value="partnership">' in form
    assert 'name="from" type="date" value="2020-01-01"' in form
    assert 'type="hidden" name="from"' not in form
    assert "Choose the days" not in search(q="boats")  # of one, nothing is to be narrowed


def test_a_day_that_is_none_is_said_and_passed_over(search):
    page = search(q="kites", **{"from": "2026-02-31", "to": "<b>"})
    assert "“<bdi>2026-02-31</bdi>” and “<bdi>&lt;b&gt;</bdi>” are not days, so they were left out." in page
    assert page.count("data-search-result") == 2
    assert "<title>Error: Search: kites" in page
    none = search(q="zeppelin", **{"from": "2026-02-31"})
    assert "is not a day, so it was left out." in none


@pytest.mark.parametrize("far", ["0001-01-01", "1850-06-01", "2200-01-01", "9999-12-31"])
def test_every_day_of_the_calendar_is_one(search, far):
    """Before anything was written, and after everything."""
    for name in ("from", "to"):
        page = search(q="kites", **{name: far})
        assert "is not a day" not in page
        assert page.count("data-search-result") == (2 if (name == "from") == (far < "2000") else 0)


def test_nothing_with_filters_is_not_nothing(search):
    assert "Nothing that you may read with this filter has “kites” in it" in search(q="kites", partnership="hull")
    assert "Nothing that you may read has “zeppelin” in it" in search(q="zeppelin", partnership="hull")


def test_a_name_that_begins_so_could_be_meant(search):
    meant = re.compile(r"Did you mean (.*?)\?</p>", re.DOTALL)
    assert "Tees Valley" in meant.search(search(q="vall"))[1]
    for typed in ("qq", "va", "??", "zeppelin"):
        assert not meant.search(search(q=typed)), typed


def test_other_words_are_looked_for_among_what_is_chosen_already(app):
    here = factories.place("Tees Valley")
    ann = factories.person("Ann Author")
    factories.belongs(ann, here)
    post(ann, here, "Kites", "Red kites.", audience="partnership")
    visitor = Visitor(app, ann)
    page = visitor.text("/search?q=kites&audience=partnership&from=2020-01-01")
    form = re.search(r'<form class="lp-find".*?</form>', page, re.DOTALL).group(0)
    fields = dict(re.findall(r'<input type="hidden" name="(audience|from)" value="([^"]*)">', form))
    assert fields == {"audience": "partnership", "from": "2020-01-01"}
    answer = visitor.post("/search", {"q": "red", **fields}, on="/search")
    assert answer.location == "/search?q=red&audience=partnership&from=2020-01-01"
    assert visitor.post("/search", {"q": "red"}, on="/search").location == "/search?q=red", "from the masthead"


def test_of_what_is_frequent_figures_are_of_the_newest_and_of_names(app, monkeypatch):
    """Of other kinds there may be some that are older: they can be chosen, and nothing is said of how many."""
    monkeypatch.setattr(finding, "SAMPLE", 2)
    here = factories.place("Kites of Hull")
    ann = factories.person("Ann Author")
    factories.belongs(ann, here)
    for number in range(4):
        post(ann, here, f"Kites {number}", "Red kites.")
    page = Visitor(app, ann).text("/search?q=kites")
    tabs = re.search(r'<nav aria-label="Kinds">(.*?)</nav>', page, re.DOTALL).group(1)
    said = [re.sub("<[^>]*>", "", one) for one in re.findall(r"<li>(.*?)</li>", tabs)]
    assert {"Everything", "Updates", "Places, 1", "Comments", "Documents"} <= set(said)
    assert not any(one.startswith(("People", "Themes")) for one in said), "of names all are counted"
    monkeypatch.undo()
    tabs = re.search(
        r'<nav aria-label="Kinds">(.*?)</nav>', Visitor(app, ann).text("/search?q=kites"), re.DOTALL
    ).group(1)
    said = [re.sub("<[^>]*>", "", one) for one in re.findall(r"<li>(.*?)</li>", tabs)]
    assert said == ["Everything, 5", "Updates, 4", "Places, 1"], "of what is few all is counted"


def test_a_lively_conversation_leaves_room_for_what_else_was_found(app):
    """Three of what is said of one thing without a break are shown, the others folded, none left out."""
    here = factories.place("Hull")
    ann = factories.person("Ann Author")
    factories.belongs(ann, here)
    first, second = post(ann, here, "Kites", "Red."), post(ann, here, "Boats", "Blue kites.")
    for number, entry in enumerate([*[first] * 5, *[second] * 3], start=1):
        with clock.at(now() + timedelta(seconds=number)):  # of one second they would come in any order
            say(ann, entry, f"Kites, said {number}.")
    page = Visitor(app, ann).text("/search?q=kites")
    assert page.count("data-search-result") == 10
    assert re.findall(r"<summary[^>]*>(.*?)</summary>", page.partition('id="filters"')[0], re.DOTALL) == [
        '<span class="govuk-details__summary-text">Two more on “<bdi>Kites</bdi>”</span>'
    ]


def test_names_come_after_what_has_a_day_page_after_page_and_between_no_days(app):
    here, *there = [factories.place(f"Kites of {name}") for name in ("Hull", "York", "Leeds", "Ripon", "Selby")]
    ann = factories.person("Ann Author")
    factories.belongs(ann, here)
    titles = [f"Flown {number}" for number in range(8)]
    for second, title in enumerate(titles):
        with clock.at(now() + timedelta(seconds=second)):
            post(ann, here, title, "Red kites.")
    visitor, title_of = Visitor(app, ann), re.compile(r'lp-found__title" dir="auto"><a[^>]*>(.*?)</a>')
    first = visitor.text("/search?q=kites")
    following = visitor.text(html.unescape(re.search(r'rel="next" href="([^"]*)"', first)[1]))
    found = [re.sub("<[^>]*>", "", one) for one in title_of.findall(first) + title_of.findall(following)]
    assert found == [*reversed(titles), *[place.name for place in (*reversed(there), here)]]
    assert (first.count("data-search-result"), 'rel="next"' in following) == (10, False)
    between = [visitor.text(f"/search?q=kites&{days}") for days in ("from=2020-01-01", "to=2199-12-31")]
    assert ["Kites of York" in page for page in between] == [False, False]
    assert all(page.count("data-search-result") == 8 for page in between)


def test_days_in_the_wrong_order_are_said_and_turned_round_with_one_link(search):
    page = search(q="kites", audience="partnership", **{"from": "2199-03-02", "to": "2020-01-01"})
    assert "The days are the wrong way round" in page
    assert "You chose from 2 March 2199 to 1 January 2020, which is earlier" in page
    assert "<title>Error: Search: kites" in page
    link = html.unescape(re.search(r'href="([^"]*)">Search from 1 January 2020 to 2 March 2199</a>', page)[1])
    query = dict(parse_qsl(link.partition("?")[2]))
    assert query == {"q": "kites", "audience": "partnership", "from": "2020-01-01", "to": "2199-03-02"}
    assert search(**query).count("data-search-result") == 1
    for right in ({"from": "2020-01-01", "to": "2020-01-01"}, {"from": "2199-03-02"}, {"to": "2020-01-01"}):
        assert "wrong way round" not in search(q="kites", **right)


def test_show_more_goes_on_before_1970(app):
    here, ann = factories.place("Hull"), factories.person("Ann Author")
    factories.belongs(ann, here)
    titles = [f"Flown {number}" for number in range(12)]
    for second, title in enumerate(titles):
        made = post(ann, here, title, "Red kites.")
        made.published_at = datetime(1968, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
        session().commit()
    filling.begin()
    list(filling.steps())
    visitor, title_of = Visitor(app, ann), re.compile(r'lp-found__title" dir="auto"><a[^>]*>(.*?)</a>')
    first = visitor.text("/search?q=kites")
    following = visitor.text(html.unescape(re.search(r'rel="next" href="([^"]*)"', first)[1]))
    found = [re.sub("<[^>]*>", "", one) for one in title_of.findall(first) + title_of.findall(following)]
    assert found == titles[::-1]
