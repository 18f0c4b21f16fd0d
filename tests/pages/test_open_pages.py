"""What anybody may open: the landing page, everything public, and the pages that explain."""

import pytest

from tests.pages.conftest import KINDS, canaries

STATEMENTS = ["/how-it-works", "/who-can-see-what", "/help", "/accessibility", "/privacy"]


def test_a_visitor_lands_among_the_partnerships(world):
    html = world.visit(None).text("/")
    assert canaries(html) == {("update", "public"), ("reflection", "public")}
    assert html.count(f'href="/partnerships/{world.hull.slug}"') == 2  # the dot on the map, and the list
    assert "Deputy of Hull" not in html
    assert html.count("<h1") == 1


def test_whoever_is_signed_in_goes_home(world):
    assert (world.visit("member").get("/").status_code, world.visit("member").get("/").location) == (303, "/home")


def test_a_landing_page_without_anything(app, client):
    html = client.get("/").get_data(as_text=True)
    assert "The first partnerships are being set up." in html


@pytest.mark.parametrize("kind", KINDS)
def test_everything_public_is_the_same_for_everybody(world, kind):
    assert canaries(world.visit(kind).text("/public")) == {("update", "public"), ("reflection", "public")}


@pytest.mark.parametrize("path", STATEMENTS)
@pytest.mark.parametrize("kind", [None, "former", "member"])
def test_statements(world, path, kind):
    html = world.visit(kind).text(path)
    assert html.count("<h1") == 1


def test_the_programme_team_is_named_to_the_community_only(world):
    assert world.who["team"].name in world.visit("member").text("/help").split("<main")[1]
    for kind in (None, "former"):
        assert f"/people/{world.who['team'].id}" not in world.visit(kind).text("/help")


def test_the_contact_is_the_operators(world):
    world.app.config["CONTACT"] = "help@example.org"
    try:
        for path in ("/help", "/accessibility", "/privacy"):
            assert "mailto:help@example.org" in world.visit(None).text(path)
    finally:
        world.app.config["CONTACT"] = ""


@pytest.mark.parametrize("path", ["/", "/public", "/help"])
def test_queries_are_few(world, path, count_queries):
    visitor = world.visit(None)
    visitor.text(path)
    with count_queries() as asked:
        visitor.text(path)
    assert len(asked) <= 8, asked
