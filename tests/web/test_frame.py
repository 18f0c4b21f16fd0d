"""The frame of every page: masthead, footer, banner, and the small parts."""

from datetime import date
from types import SimpleNamespace

import pytest
from flask import flash, get_template_attribute, render_template
from structlog.testing import capture_logs

from lpcommunity.web import masthead
from lpcommunity.web.masthead import Account, Item, Masthead
from tests.web.markup import read


def member():
    return Masthead(
        home_url="/home",
        items=[Item("Home", "/home", current=True), Item("Search", "/search")],
        person=Account("Amina Rahman", "AR"),
        unread=3,
    )


def test_signed_out(client):
    page = read(client.get("/"))
    top = page.one("header")
    assert [a.text for a in top.all("a")] == ["lpcommunity", "What this is", "Partnerships", "Themes", "Sign in"]
    assert page.one("html")["lang"] == "en-GB"
    assert [a["href"] for a in page.one("footer").all("a")] == [
        "/how-it-works", "/who-can-see-what", "/help", "/feeds", "/accessibility", "/privacy"
    ]  # fmt: skip
    assert "Source code" not in page.text
    assert not page.all("form")
    assert not page.all(class_="lp-demo")


def test_signed_in(signed_in):
    masthead.provide(member)
    page = read(signed_in.client.get("/"))
    assert page.one(aria_current="page").text == "Home"
    count = [node for node in page.walk() if "data-unread" in node.attributes]
    assert [(node.text, node["data-unread"], "lp-count" in node.classes) for node in count] == [("3", "3", True)]
    out = page.one("footer").one("form")
    assert (out["method"], out["action"], out.one("button").text) == ("post", "/sign-out", "Sign out")
    assert out.one("input", name="csrf_token")["value"]


def test_nothing_unread_is_not_marked(signed_in):
    masthead.provide(lambda: Masthead(person=Account("Amina Rahman", "AR")))
    page = read(signed_in.client.get("/"))
    assert [node.classes for node in page.walk() if "data-unread" in node.attributes] == [["govuk-visually-hidden"]]


def test_the_demonstration_says_so(make_app):
    page = read(make_app(DEMO=True).test_client().get("/"))
    assert page.one(class_="lp-demo").text.startswith("This is a demonstration.")


def test_what_was_done_is_said_once(signed_in):
    data = {"csrf_token": signed_in.token(), "title": "A title", "body": "Words", "audience": "me"}
    signed_in.client.post("/write", data=data)
    assert read(signed_in.client.get("/")).one(class_="lp-done").text == "Done Posted"
    assert not read(signed_in.client.get("/")).all(class_="lp-done")


def test_what_was_done_may_have_its_own_title(app):
    with app.test_request_context():
        flash("Your password is set.", "You are in")
        assert read(render_template("layout/flash.html")).one("h2").text == "You are in"


@pytest.fixture
def bit(app):
    with app.test_request_context():
        yield lambda name: get_template_attribute("components/bits.html", name)


def test_names_are_never_markup(bit):
    who = SimpleNamespace(name="<script>alert(1)</script>", initials="<b")
    assert "<script" not in str(bit("person")(who))
    assert "<b" not in str(bit("face")(who)).replace("<span", "")


def test_a_photo_where_there_is_one(bit):
    who = SimpleNamespace(name="Amina", initials="A", photo_url="/people/7/photo")
    assert read(bit("face")(who)).one("img").attributes["alt"] == ""


@pytest.mark.parametrize(
    ("standing", "word"), [("on-track", "On track"), ("needs-attention", "Needs attention"), ("off-track", "Off track")]
)
def test_how_it_stands_is_a_shape_and_a_word(bit, standing, word):
    page = read(bit("state")(standing))
    assert page.text == word
    assert page.all("svg")


def test_a_list_that_ends_has_nothing_more_to_show(bit):
    assert not str(bit("show_more")(None))
    assert read(bit("show_more")("/home?after=7")).one("a", rel="next")["href"] == "/home?after=7"


def test_a_toggle_says_whether_it_is_pressed(bit):
    page = read(bit("toggle")("/follows", "Following", True, "check", "follow-hull", {"partnership": 4}, "Hull"))
    assert page.one("button")["id"] == "follow-hull"
    assert page.one("button")["aria-pressed"] == "true"
    assert page.one("button").text == "Following Hull"
    assert page.one("input", name="partnership")["value"] == "4"
    assert page.one("input", name="csrf_token")["value"]


def test_a_day_carries_its_date(bit):
    assert str(bit("on_day")(date(2018, 2, 19))) == '<time datetime="2018-02-19">19 February 2018</time>'


def test_log_lines_name_the_route_and_nobody(make_app):
    client = make_app(PROPAGATE_EXCEPTIONS=False).test_client()
    with capture_logs() as lines:
        client.get("/claims/a-token-that-is-secret?email=amina@example.org")
        client.get("/broken")
    assert [line["event"] for line in lines] == ["request", "failed", "request"]
    assert lines[0]["route"] == "/claims/<token:token>"
    assert lines[1]["error"] == "ZeroDivisionError"
    assert "secret" not in str(lines)
    assert "amina" not in str(lines)
