"""The page of a theme: what its reader may know of it, in as many queries whatever there is."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.entries.commands import change_entry_audience
from lpcommunity.entries.content import Content
from lpcommunity.help_requests.commands import answer_request
from lpcommunity.pins.commands import pin as pin_in_place
from lpcommunity.programmes.commands import add_theme
from lpcommunity.projects.commands import begin_project
from lpcommunity.theme_pins.commands import pin
from lpcommunity.updates.commands import post_update
from lpcommunity.web.conditional_requests import kept_pages
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor

HEADS = re.compile(r"<h2[^>]*>([^<]+)</h2>")


def _post(world, who, where, title, audience="community", **more):
    words = Content.written(title, {"body": f"{title}, and more of it."})
    more = {"theme_ids": [world.theme.id], "standing": "on-track", **more}
    return post_update(reading(who), where, str(uuid4()), words, audience=audience, **more)


def _place(world, name):
    place, lead, member = make.place(name), make.person(f"{name} Lead"), make.person(f"{name} Member")
    make.belongs(lead, place, "lead")
    make.belongs(member, place)
    begin_project(OPERATOR, place, world.programme, title=f"In {name}", theme=world.theme)
    return SimpleNamespace(place=place, lead=lead, member=member)


@pytest.fixture
def world(app):
    made = SimpleNamespace(programme=make.programme(), theme=add_theme(OPERATOR, name="Walking", summary="On foot."))
    made.hull, made.keele = _place(made, "Hull"), _place(made, "Keele")
    made.owen, made.team = make.person("Owen"), make.person("Priya", role="programme-team")
    make.belongs(made.owen, made.hull.place, "facilitator")
    make.belongs(made.owen, made.keele.place, "facilitator")
    made.former = make.person("Former")
    made.at = lambda who: Visitor(app, who).text(f"/themes/{made.theme.slug}")
    return made


def test_with_nothing_it_says_what_will_be_there(world):
    for who in (world.hull.member, world.owen, world.team, world.former, None):
        page = world.at(who)
        assert "On foot." in page
        heads = set(HEADS.findall(page))
        assert not heads & {"Begin here", "What was learned"}
        assert {"Entries on this theme", "Places that work on it"} <= heads
        assert ("People of these places" in heads) == (who not in (world.former, None))
        assert ("Nothing is pinned yet" in page) == (who in (world.owen, world.team))


def _full(world):
    """For each audience something that asks, something that helped; what two places learned; something pinned."""
    hull = world.hull
    for audience in ("facilitators", "partnership", "community", "public"):
        _post(world, hull.member, hull.place, f"Asks {audience}", audience, help_wanted=f"canary-wanted-{audience}?")
        found = _post(world, hull.member, hull.place, f"Found {audience}", audience, help_wanted="Which?")
        answer_request(reading(hull.member), found, f"canary-helped-{audience}", None)
    pin_in_place(reading(hull.lead), make.reflection(hull.lead, hull.place, "partnership"))
    learned = _post(world, world.keele.lead, world.keele.place, "canary-learned-public", "public", theme_ids=[])
    pin_in_place(reading(world.keele.lead), learned)
    for audience in ("community", "public"):
        pinned = _post(world, hull.member, hull.place, f"Pinned {audience}", audience)
        pin(reading(world.team), world.theme, pinned, f"canary-pinned-{audience}")
    narrowed = _post(world, hull.member, hull.place, "Narrowed")
    pin(reading(world.team), world.theme, narrowed, "canary-pinned-partnership")
    change_entry_audience(reading(hull.member), narrowed, "partnership")


READS = {
    "member": ("partnership", "community", "public"),
    "peer": ("community", "public"),
    "facilitator": ("facilitators", "partnership", "community", "public"),
    "team": ("community", "public"),
    "outside": ("public",),
    "visitor": ("public",),
}


def test_each_finds_what_they_may_read_and_no_trace_of_the_rest(world):
    _full(world)
    everybody = {
        "member": world.hull.lead, "peer": world.keele.member, "facilitator": world.owen, "team": world.team,
        "outside": world.former, "visitor": None,
    }  # fmt: skip
    for kind, who in everybody.items():
        page, reads = world.at(who), set(READS[kind])
        pinned = {f"canary-pinned-{one}" for one in reads - {"facilitators"}}
        signed_in = set() if who is None else reads
        expected = pinned | {"canary-learned-public"} | {f"canary-wanted-{one}" for one in signed_in}
        latest = [one for one in ("public", "community", "partnership", "facilitators") if one in signed_in][:3]
        expected |= {f"canary-helped-{one}" for one in latest}
        aside = page.partition("<aside")[0]
        assert set(re.findall(r"canary-[\w-]+", aside)) == expected, kind
        assert ("Keele Member" in page) == (kind not in ("outside", "visitor")), kind
        assert ("Pinned by" in page) == (kind not in ("outside", "visitor")), kind
        assert ("Change what is pinned" in page) == (kind in ("facilitator", "team")), kind
        assert page.count(f'href="/people/{world.owen.id}"') <= 1, "who belongs to both stands once"
        assert re.search(r'href="/compare\?place=[\w-]+&amp;place=[\w-]+"', page), kind


def test_further_pages_are_entries_alone(app, world):
    _full(world)
    for number in range(12):
        _post(world, world.keele.lead, world.keele.place, f"More {number}")
    browser = Visitor(app, world.hull.member)
    following = re.search(r'rel="next" href="([^"#]+)', browser.text(f"/themes/{world.theme.slug}"))
    assert following is not None
    page = browser.text(following[1].replace("&amp;", "&"))
    assert set(HEADS.findall(page.partition("<aside")[0])) == {"Entries on this theme"}
    assert "canary-pinned" not in page
    assert "Back to the newest" in browser.text(f"/themes/{world.theme.slug}?after=1-1")


@pytest.mark.parametrize(("kind", "most"), [("member", 16), ("team", 16), ("visitor", 9)])
def test_queries_are_as_many_whatever_there_is(app, world, count_queries, kind, most):
    _full(world)
    who = {"member": world.hull.member, "team": world.team, "visitor": None}[kind]
    browser, path = Visitor(app, who), f"/themes/{world.theme.slug}"

    def asked() -> list[str]:
        browser.text(path)
        kept_pages(app).clear()
        with count_queries() as some:
            browser.text(path)
        return some

    few = asked()
    for number in range(4):
        more = _place(world, f"Place {number}")
        _post(world, more.lead, more.place, "Asks", "public", help_wanted="What?")
        learned = _post(world, more.lead, more.place, "Learned", "public")
        pin_in_place(reading(more.lead), learned)
    many = asked()
    assert len(many) == len(few) <= most, many
