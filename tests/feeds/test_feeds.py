"""Feeds: for everybody what is public, for the community what it may read; the secret address of one's own."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Refused
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts.commands.accounts import disable, enable
from lpcommunity.entries import lifecycle
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.feeds import commands, views
from lpcommunity.feeds.models import FeedAddress
from lpcommunity.feeds.queries import MOST
from lpcommunity.following.commands import follow
from lpcommunity.partnerships import memberships
from lpcommunity.partnerships.models import Membership
from lpcommunity.programmes.commands import add_theme
from lpcommunity.storage import session, transactional
from tests import factories as make
from tests.factories import reading
from tests.factories.world import KINDS_OF_PERSON, READERS, World
from tests.harness.visitor import Visitor

ATOM = "{http://www.w3.org/2005/Atom}"
OWN = re.compile(r'>https?://[^"/<]*(/feeds/personal/[^"<]+\.atom)</textarea>')
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    views.BUDGET.clear()


@pytest.fixture
def world(begin_with):
    return begin_with(_parted)


def _parted():
    made: Any = World()
    made.themes = [add_theme(OPERATOR, slug=slug, name=slug.title()) for slug in ("sport", "growth")]
    author, elsewhere = made.someone("author"), made.someone("member elsewhere")
    made.titles = {audience: f"Something for {audience} here" for audience in AUDIENCES}
    made.entries = {
        audience: _update(author, made.here, audience, title, made.themes[0]) for audience, title in made.titles.items()
    }
    _update(elsewhere, made.elsewhere, "public", "Public elsewhere", made.themes[1])
    _update(elsewhere, made.elsewhere, "community", "Community elsewhere")
    made.part()
    return made


@transactional
def _update(author, where, audience, title, theme=None):
    entry = make.update(author, where, audience)
    entry.title, entry.standfirst = title, "And the first line of it."
    if theme is not None:
        lifecycle.put_themes(entry, [theme.id])
    return entry


def _titles(answer) -> list[str]:
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.get_data())
    return [entry.findtext(f"{ATOM}title") or "" for entry in feed.findall(f"{ATOM}entry")]


def _address(app, person) -> str:
    """Makes the address of this person's feed by the page, as they would."""
    visitor = Visitor(app, person)
    assert visitor.post("/feeds/personal", on="/feeds").status_code == 303
    found = OWN.search(visitor.text("/feeds"))
    assert found
    return found[1]


def test_a_public_feed_has_what_is_public_there_whoever_asks(app, world):
    here, elsewhere = world.here.slug, world.elsewhere.slug
    for kind in ("anonymous", "author", "facilitator here", "programme team"):
        visitor = Visitor(app, world.people[kind])
        ours = world.titles["public"]
        assert sorted(_titles(visitor.get("/feeds/public.atom"))) == ["Public elsewhere", ours]
        assert _titles(visitor.get(f"/feeds/partnerships/{here}.atom")) == [ours]
        assert _titles(visitor.get(f"/feeds/partnerships/{elsewhere}.atom")) == ["Public elsewhere"]
        assert _titles(visitor.get(f"/feeds/themes/{world.themes[0].slug}.atom")) == [ours]
        assert _titles(visitor.get(f"/feeds/themes/{world.themes[1].slug}.atom")) == ["Public elsewhere"]
    for none in ("/feeds/partnerships/nowhere.atom", "/feeds/themes/nothing.atom", "/feeds/personal/nothing-here.atom"):
        assert Visitor(app).get(none).status_code == 404


def test_ones_own_feed_has_what_the_community_may_read_and_nothing_for_fewer(app, world):
    for kind in KINDS_OF_PERSON:
        person = world.people[kind]
        if person is None or kind == "disabled member":
            continue
        if kind not in READERS["community"]:
            with pytest.raises(Refused):
                commands.make_address(reading(person))
            continue
        told = set(_titles(Visitor(app).get(_address(app, person))))
        assert told == {world.titles["community"], world.titles["public"], "Public elsewhere", "Community elsewhere"}


def test_a_feed_tells_title_first_line_and_link_and_names_nobody(app, world):
    address = _address(app, world.someone("author"))
    for path in (address, "/feeds/public.atom"):
        text = Visitor(app).get(path).get_data(as_text=True)
        for person in filter(None, world.people.values()):
            assert person.name not in text
            assert person.email not in text
        assert "<summary>" in text
        days = re.findall(r"<(?:updated|published)>([^<]*)</", text)
        assert days
        assert all(RFC_3339.fullmatch(one) for one in days)
        assert f"/updates/{world.entries['public'].id}" in text
        assert address.split("/")[-1] not in text, "what is passed on tells no secret"


def test_an_address_is_a_secret_that_its_owner_ends_and_dies_with_the_last_role(app, world):
    author = world.someone("author")
    first = _address(app, author)
    second = _address(app, author)
    assert first != second
    nobody = Visitor(app)
    assert nobody.get(first).status_code == 404, "a new one ends the one before"
    answer = nobody.get(second)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert nobody.get(second[:-8] + "AAA.atom").status_code == 404
    Visitor(app, author).post("/feeds/personal/ending", on="/feeds")
    assert nobody.get(second).status_code == 404
    assert session().scalar(select(func.count()).select_from(FeedAddress)) == 0
    third = _address(app, author)
    for one in session().scalars(select(Membership).where(Membership.person_id == author.id)):
        memberships.end_membership(OPERATOR, one)
    assert nobody.get(third).status_code == 404, "no role, no feed"
    member = world.someone("member here")
    fourth = _address(app, member)
    disable(reading(world.someone("administrator")), member)
    assert nobody.get(fourth).status_code == 404, "a closed account has none"
    enable(reading(world.someone("administrator")), member)
    assert nobody.get(fourth).status_code == 404, "nor when it is opened again"


def test_what_is_withdrawn_or_made_for_fewer_is_gone_from_feeds(app, world):
    address = _address(app, world.someone("member elsewhere"))
    author = reading(world.someone("author"))
    change_entry_audience(author, world.entries["community"], "partnership")
    withdraw_entry(author, world.entries["public"])
    left = {"Public elsewhere", "Community elsewhere"}
    assert set(_titles(Visitor(app).get(address))) == left
    assert _titles(Visitor(app).get("/feeds/public.atom")) == ["Public elsewhere"]


def test_a_feed_is_well_formed_whatever_was_written_and_has_an_end(app, world):
    author = world.someone("author")
    title = "5 < 6 & “so” ]]> \U0001f6b2 \x0b\ufffe"
    _update(author, world.here, "public", title)
    assert _titles(Visitor(app).get("/feeds/public.atom"))[0] == "5 < 6 & “so” ]]> \U0001f6b2 "
    for n in range(MOST):
        _update(author, world.here, "public", f"One more {n}")
    assert len(_titles(Visitor(app).get("/feeds/public.atom"))) == MOST


def test_a_public_feed_is_not_sent_again_while_nothing_changed(app, world):
    first = Visitor(app).get("/feeds/public.atom")
    tag = first.headers["ETag"]
    again = Visitor(app).get("/feeds/public.atom", headers={"If-None-Match": tag})
    assert again.status_code == 304
    _update(world.someone("author"), world.here, "partnership", "Nobody learns of this")
    assert Visitor(app).get("/feeds/public.atom", headers={"If-None-Match": tag}).status_code == 304


def test_queries(app, world, count_queries):
    address = _address(app, world.someone("author"))
    for path, most in (("/feeds/public.atom", 2), (f"/feeds/partnerships/{world.here.slug}.atom", 3), (address, 3)):
        Visitor(app).get(path)
        with count_queries() as queries:
            Visitor(app).get(path, headers={"Accept-Encoding": "identity;q=0.5"})
        assert len(queries) <= most, queries


PREVIEW = re.compile(r'<meta property="og:(\w+)" content="([^"]*)">')


def test_a_link_is_previewed_where_anybody_may_read_it_and_nowhere_else(app, world):
    nobody = Visitor(app)
    for audience, entry in world.entries.items():
        path = f"/updates/{entry.id}"
        found = dict(PREVIEW.findall(nobody.get(path).get_data(as_text=True)))
        if audience == "public":
            assert found["title"] == world.titles["public"]
            assert found["url"].endswith(path)
            assert found["description"]
        else:
            assert found == {}
        assert not PREVIEW.search(Visitor(app, world.someone("author")).text(path)), "whoever reads it is signed in"
    for path in ("/", "/public", "/themes", "/partnerships", f"/partnerships/{world.here.slug}"):
        assert PREVIEW.search(nobody.text(path)), path
    for path in ("/sign-in", "/feeds/personal/nothing.atom", "/forgotten-password"):
        assert not PREVIEW.search(nobody.get(path).get_data(as_text=True)), path


def test_a_program_asks_for_ones_own_feed_no_more_often_than_any_needs(app, world):
    address = _address(app, world.someone("author"))
    answers = [Visitor(app).get(address) for _ in range(views.BUDGET.most + 1)]
    assert [one.status_code for one in answers[-2:]] == [200, 429]
    assert int(answers[-1].headers["Retry-After"]) <= 60
    assert Visitor(app).get(_address(app, world.someone("member here"))).status_code == 200


def test_the_page_names_the_feeds_of_ones_own_places_and_of_those_followed(app, world):
    owner, other = world.people["member here"], world.people["lead of both"]
    follow(reading(owner), theme=world.themes[0])
    follow(reading(owner), partnership=world.elsewhere)

    def named(who):
        page = Visitor(app, who).text("/feeds").partition("What is public")[2]
        return re.findall(r'href="/feeds/([^"]+)\.atom"', page)

    here, elsewhere = f"partnerships/{world.here.slug}", f"partnerships/{world.elsewhere.slug}"
    assert named(owner) == ["public", here, elsewhere, f"themes/{world.themes[0].slug}"]
    assert sorted(named(other)) == sorted(["public", here, elsewhere])
    assert named(None) == ["public"]
    assert "while you are signed out" not in Visitor(app, owner).text("/feeds")
