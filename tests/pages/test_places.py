"""Directory, partnership, theme and person: each for each kind of person, with nothing that they may not read."""

import pytest

from lpcommunity.web.conditional_requests import kept_pages
from tests import factories as make
from tests.pages.conftest import KINDS, canaries, sees


@pytest.mark.parametrize("kind", KINDS)
def test_a_partnership_shows_what_its_reader_may_read(world, kind):
    html = world.visit(kind).text(f"/partnerships/{world.hull.slug}")
    expected = {(one, audience) for one in ("update", "reflection") for audience in sees(kind)}
    assert canaries(html) == expected
    assert f"Everything, {len(expected)}<" in html
    assert f"Updates, {len(expected) // 2}<" in html
    assert "Evidence review" in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_community_sees_names(world, kind):
    html = world.visit(kind).text(f"/partnerships/{world.hull.slug}")
    for name in ("Lead of Hull", "Deputy of Hull"):  # one of the people, and the author of what is public
        assert (name in html) == (kind not in (None, "former"))


@pytest.mark.parametrize("kind", KINDS)
def test_buttons_for_those_who_may(world, kind):
    html = world.visit(kind).text(f"/partnerships/{world.hull.slug}")
    assert ("Post an update" in html) == (kind in ("member", "lead", "author"))
    offered = kind not in (None, "former", "member", "lead", "author", "facilitator")  # one's own comes to one anyway
    assert (f"/partnerships/{world.hull.slug}/follow" in html) == offered
    assert (f"/partnerships/{world.hull.slug}/people" in html) == (kind in ("lead", "author", "team"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_directory_counts_what_its_reader_may_read(world, kind):
    html = world.visit(kind).text("/partnerships")
    number = len(sees(kind))
    assert f"{number} update{'' if number == 1 else 's'}, {number} reflection" in html
    assert canaries(html) == set()
    listed = html.split("<main")[1]
    assert listed.index(">Hull</a>") < listed.index(">Keele</a>")  # lately active first


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "Two partnerships"),
        ("?theme=growth", "One partnership"),
        ("?sector=council", "One partnership"),
        ("?sector=nhs", "No partnership has that"),
        ("?programme=phase-2", "Two partnerships"),
        ("?theme=growth&sector=council&programme=phase-2", "One partnership"),
        ("?theme=growth&sector=nhs&programme=phase-2", "No partnership has all three"),
        ("?theme=zz&sector=x&programme=%27;&after=zzz", "Two partnerships"),
    ],
)
def test_the_directory_is_narrowed(world, query, found):
    assert found in world.visit("elsewhere").text(f"/partnerships{query}")


@pytest.mark.parametrize("query", ["", "?kind=update", "?kind=nothing", "?after=broken", "?after=999999999999999999-1"])
def test_a_partnership_takes_whatever_stands_in_its_address(world, query):
    html = world.visit("member").text(f"/partnerships/{world.hull.slug}{query}")
    if query == "?kind=update":
        assert html.count("data-entry-id") == 3


def test_show_more_leads_through_everything(world):
    for _ in range(25):
        make.update(world.who["author"], world.hull)
    visitor, path, seen = world.visit("member"), f"/partnerships/{world.hull.slug}?kind=all", []
    for _ in range(4):
        html = visitor.text(path)
        seen += [part.split('"')[0] for part in html.split('data-entry-id="')[1:]]
        if 'rel="next"' not in html:
            break
        path = html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 25 + 6


@pytest.mark.parametrize("kind", KINDS)
def test_themes(world, kind):
    visitor = world.visit(kind)
    assert "Inclusive growth" in visitor.text("/themes")
    html = visitor.text("/themes/growth")
    assert "Hull" in html
    assert ("/themes/growth/follow" in html) == (kind not in (None, "former"))


def test_absent_places_and_themes(world):
    for path in ("/partnerships/nothing", "/themes/nothing", "/people/2000000000"):
        assert world.visit("member").get(path).status_code == 404
        assert world.visit(None).get(path).status_code == 303


@pytest.mark.parametrize("kind", KINDS)
def test_a_person_is_for_the_community(world, kind):
    visitor = world.visit(kind)
    answer = visitor.get(f"/people/{world.who['author'].id}")
    if kind is None:
        assert answer.status_code == 303
    elif kind == "former":
        assert answer.status_code == 404
        assert visitor.get(f"/people/{world.who['former'].id}").status_code == 200
    else:
        html = answer.get_data(as_text=True)
        assert canaries(html) == {(one, audience) for one in ("update", "reflection") for audience in sees(kind)}
        assert visitor.get(f"/people/{world.who['former'].id}").status_code == 404


# What each page asks of the database: of a facilitator, of a visitor.
QUERIES = {
    "/partnerships": (12, 9),
    "/partnerships?theme=growth": (12, 9),
    "/partnerships/{hull}": (20, 12),
    "/themes": (4, 2),
    "/themes/growth": (15, 8),
}


@pytest.mark.parametrize(
    ("kind", "path", "number"),
    [("facilitator", path, of_reader) for path, (of_reader, _) in QUERIES.items()]
    + [(None, path, of_visitor) for path, (_, of_visitor) in QUERIES.items()]
    + [("facilitator", "/people/{author}", 10)],
)
def test_queries_are_as_many_as_it_needs_whatever_the_data(app, world, kind, path, number, count_queries):
    visitor = world.visit(kind)
    path = path.format(hull=world.hull.slug, author=world.who["author"].id)
    visitor.text(path)
    kept_pages(app).clear()  # what a page costs that nobody has asked for yet
    with count_queries() as asked:
        visitor.text(path)
    assert len(asked) == number, asked
    for more in range(8):
        place = make.place()
        if more % 2:
            make.update(world.who["author"], place)
    with count_queries() as asked:
        visitor.text(path)
    assert len(asked) == number, asked
