"""What a search says beside texts: nothing of what became of others' things, or of people whom one may not know of."""

import re
from datetime import timedelta

from sqlalchemy import select

from lpcommunity.access.reader import OPERATOR
from lpcommunity.comments.commands import post_comment
from lpcommunity.comments.words import Words
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.programmes.models import Programme
from lpcommunity.search import queries, suggestions
from lpcommunity.search.models import Searchable
from lpcommunity.storage import clock, now, session
from tests import factories
from tests.harness.visitor import Visitor
from tests.search.texts import post


def test_ones_own_comment_says_nothing_of_what_became_of_the_entry(app):
    """Its author reads for whom it was said, whatever was done with the entry since."""
    here, elsewhere = factories.place("Here"), factories.place("Elsewhere")
    author, guest = factories.person("Ann Author"), factories.person("Guest Who")
    factories.belongs(author, here)
    factories.belongs(guest, elsewhere)
    entry = post(author, here, "Walks", "We walked.")
    words = Words.written("Umbrellas.")
    post_comment(factories.reading(guest), entry, "said-1", words)
    visitor, seen = Visitor(app, guest), []
    for audience in ("community", "partnership", "facilitators", "me"):
        if audience != "community":
            change_entry_audience(factories.reading(author), session().get(type(entry), entry.id), audience)
        page = visitor.text("/search?q=umbrellas").partition("<main")[2]
        seen.append(re.findall(r'(?:For|Between)[^<]*|audience=\w+|"data-search-result', page))
        assert "Umbrellas" in page
    assert seen[1:] == [seen[1]] * 3, seen
    assert "Between author" not in str(seen)


def test_people_whom_one_may_not_know_of_take_nobodys_place_among_suggestions(app):
    here = factories.place("Here")
    ann, grace = factories.person("Ann Author"), factories.person("Grace Oyelaran")
    for who in (ann, grace):
        factories.belongs(who, here)
    for n in range(45):
        factories.person(f"Gra Former{n:02}")
    assert [one.name for one in suggestions.suggestions(factories.reading(ann), "gra")] == ["Grace Oyelaran"]


def test_a_programme_in_which_nobody_takes_part_is_as_good_as_none(app):
    ann = factories.person("Ann Author")
    factories.belongs(ann, factories.place("Here"))
    factories.programme("Moonlight Scheme")
    [slug] = session().scalars(select(Programme.slug))
    page = Visitor(app, ann).text(f"/search?q=the&programme={slug}")
    assert "Moonlight" not in page
    assert "Something that is not there" in page


def test_when_an_account_was_made_is_nobodys_business(app):
    ann, ben = factories.person("Ann Author"), factories.person("Ben Author")
    for who in (ann, ben):
        factories.belongs(who, factories.place())
    for span in ("from=2026-01-01", "from=2026-11-20"):
        assert (
            "data-search-result"
            not in Visitor(app, ann).text(f"/search?q=ben&kind=person&{span}").partition("<main")[2]
        )


def test_who_comes_is_suggested_from_then_on_and_who_goes_no_longer(app):
    here, ann, zoe = factories.place("Here"), factories.person("Ann Author"), factories.person("Zoe Newcomer")
    factories.belongs(ann, here)
    reader = factories.reading(ann)
    assert suggestions.suggestions(reader, "zoe") == []
    membership = factories.belongs(zoe, here)
    with clock.at(now() + timedelta(seconds=suggestions.FRESH)):
        assert [one.name for one in suggestions.suggestions(reader, "zoe")] == ["Zoe Newcomer"]
        end_membership(OPERATOR, membership)
        assert suggestions.suggestions(reader, "zoe") == []


def test_people_of_whom_one_may_know_nobody_take_no_place_of_places_that_are_alike(app):
    """Of many names that are alike only some are compared: for somebody outside the community places alone are."""
    here, left = factories.place("Brightonia"), factories.person("Ann Outside")
    for n in range(80):
        factories.belongs(factories.person(f"Brihgtonia Person{n}"), here)
    reader = factories.reading(left)
    assert not reader.in_community
    assert [one.name for one in suggestions.suggestions(reader, "Brihgtonia")] == ["Brightonia"]


def test_who_and_what_is_called_so_stands_before_all_that_was_said(app):
    here, ann = factories.place("Hull"), factories.person("Ann Author")
    grace, left = factories.person("Grace Hull"), factories.person("Hull Former")
    for who in (ann, grace):
        factories.belongs(who, here)
    post(ann, here, "Hull in the rain", "Grace was there.")
    inside, outside = Visitor(app, ann), Visitor(app, left)

    def called(visitor, query):
        page = re.search(r'<ul class="lp-called".*?</ul>', visitor.text(f"/search?{query}"), re.DOTALL)
        return re.findall(r'href="([^"]*)">([^<]*)</a>', page[0]) if page else []

    assert called(inside, "q=hull") == [(f"/people/{grace.id}", "Grace Hull"), (f"/partnerships/{here.slug}", "Hull")]
    assert called(inside, "q=hull+grace") == [(f"/people/{grace.id}", "Grace Hull")]
    assert called(inside, "q=rain") == called(inside, "q=hull&kind=update") == []
    assert called(outside, "q=hull") == [(f"/partnerships/{here.slug}", "Hull")]


def test_a_page_goes_on_after_a_thing_whatever_its_number_is(app):
    """Another text of the same second, which somebody may not read, can have moved the number of one that they read."""
    here, ann, ben = factories.place("Hull"), factories.person("Ann Author"), factories.person("Ben Author")
    for who in (ann, ben):
        factories.belongs(who, here)
    made = []
    for second in range(queries.PAGE + 5):
        with clock.at(now() + timedelta(seconds=second)):
            made.append(post(ann, here, f"Kites {second}", "Red kites."))
    visitor = Visitor(app, ben)
    first = visitor.text("/search?q=kites")
    last = made[5]
    [position] = re.findall(r"after=([^\"&]*)", first)
    assert position == f"{int(last.published_at.timestamp())}-entry-{last.id}"
    assert str(session().scalar(select(Searchable.id).where(Searchable.thing_id == last.id))) not in first
    session().rollback()
    titles = re.compile(r'lp-found__title" dir="auto"><a[^>]*>(.*?)</a>')

    def following():
        page = visitor.text(f"/search?q=kites&after={position}")
        return [re.sub("<[^>]*>", "", one) for one in titles.findall(page)]

    rest = [f"Kites {second}" for second in range(4, -1, -1)]
    assert following() == rest
    change_entry_audience(factories.reading(ann), last, "me")
    withdraw_entry(factories.reading(ann), made[4])
    assert following() == rest[1:], "what has gone meanwhile takes nothing along"
