"""Markdown becomes safe HTML once, and says enough of itself on a card."""

import time

import pytest

from lpcommunity.entries import markdown
from lpcommunity.entries.content import Content


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[here](javascript:alert(1))",
        "[here](data:text/html;base64,PHNjcmlwdD4=)",
        '<img src=x onerror="alert(1)">',
        "![x](https://elsewhere.example/pixel.png)",
        '<a href="https://x.example" onclick="x()">x</a>',
        "<style>p{display:none}</style>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    ],
)
def test_nothing_active_comes_through(hostile):
    html = markdown.render(hostile)
    for active in (
        "<script",
        "<img src=x",
        'href="javascript',
        'href="data',
        "<style",
        "elsewhere.example/pixel",
        "<form",
    ):
        assert active not in html.replace("&lt;", "‹"), html


def test_a_table_and_a_list_come_through():
    html = markdown.render("| a | b |\n|---|---|\n| 1 | 2 |\n\n- one\n- two")
    assert "<table>" in html
    assert '<li dir="auto">one</li>' in html


def test_headings_begin_below_the_title():
    assert markdown.render("# One\n\n## Two") == '<h2 dir="auto">One</h2>\n<h3 dir="auto">Two</h3>\n'


def test_a_picture_of_our_own_comes_through():
    assert '<img src="/attachments/7" alt="A walk">' in markdown.render("![A walk](/attachments/7)")


@pytest.mark.parametrize("hostile", ["[" * 20_000, "`" * 20_000, "*" * 20_000, "> " * 10_000, "![" * 10_000])
def test_hostile_text_is_rendered_soon(hostile):
    began = time.process_time()
    markdown.render(hostile)
    assert time.process_time() - began < 5  # a guard against hanging: five seconds is dead (PROMISES section 2)


def test_text_beyond_all_bounds_is_refused():
    with pytest.raises(ValueError, match="too long"):
        markdown.render("x" * (markdown.LONGEST + 1))


def test_a_card_opens_with_prose_and_whole_sentences():
    html = markdown.render("# Heading\n\n| walk | people |\n|---|---|\n| 1 | 14 |\n\nIt rained. We walked anyway.")
    assert markdown.opening(html) == "It rained. We walked anyway."
    long = markdown.render("A sentence of some length stands here. " * 12)
    assert markdown.opening(long).endswith("here.")
    assert len(markdown.opening(long)) <= 220
    assert markdown.opening(markdown.render("word " * 100)).endswith("word …")


def test_where_there_is_nothing_but_a_table_the_table_speaks():
    assert markdown.opening(markdown.render("| walk | people |\n|---|---|\n| 1 | 14 |")) == "walk people 1 14"


def test_a_missing_title_is_the_first_sentence():
    assert Content.written("", {"body": "Nobody came. We had expected forty."}).title == "Nobody came"
    assert Content.written("", {"body": "Why did nobody come? We had expected forty."}).title == "Why did nobody come?"
    assert Content.written("  Given ", {"body": "x"}).title == "Given"
