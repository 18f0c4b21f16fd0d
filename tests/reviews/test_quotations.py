"""Passages are found as people copy them, and marked without breaking the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpcommunity.entries import markdown
from lpcommunity.reviews.quotations import Highlight, contains, highlighted

TEXT = "Sixty-three said *they were* keen. “Would you like help?”, we had asked.\n\nForty did not answer & hung up."


@pytest.mark.parametrize(
    "passage",
    [
        "they were keen",
        "Sixty-three said they were",
        '"Would you like help?"',
        "we  had\nasked.",
        "asked. Forty did",
        "answer & hung up",
        "said *they were* keen",
    ],
)
def test_exact_words_are_found_however_they_were_copied(passage):
    assert contains(markdown.render(TEXT), TEXT, passage)


@pytest.mark.parametrize("passage", ["they were not keen", "Forty  didnot", "", "   "])
def test_other_words_are_not(passage):
    assert not passage.strip() or not contains(markdown.render(TEXT), TEXT, passage)


def test_a_mark_stands_around_its_words_and_a_number_after_them():
    html = highlighted(
        "<p>We rang <strong>each of</strong> them &amp; waited.</p>", (Highlight("rang each of them &", "[1]"),)
    )
    assert html == (
        '<p>We <mark class="lp-marked">rang </mark><strong><mark class="lp-marked">each of</mark></strong>'
        '<mark class="lp-marked"> them &amp;</mark>[1] waited.</p>'
    )


def test_marks_may_touch_and_overlap():
    html = highlighted("<p>one two three</p>", (Highlight("one two", "[1]"), Highlight("two three", "[2]")))
    assert html == '<p><mark class="lp-marked">one two</mark>[1]<mark class="lp-marked"> three</mark>[2]</p>'


def test_what_is_not_found_leaves_the_text_alone():
    assert highlighted("<p>one</p>", (Highlight("two", "[1]"),)) == "<p>one</p>"


def test_marks_do_not_run_over_the_edges_of_blocks():
    html = highlighted("<p>one two</p>\n<ul>\n<li>three</li></ul>", (Highlight("two three", "[1]"),))
    first, second = '<mark class="lp-marked">two</mark>', '<mark class="lp-marked">three</mark>'
    assert html == f"<p>one {first}</p>\n<ul>\n<li>{second}[1]</li></ul>"


@given(st.text("ab <>&*\"'’\n-", max_size=40), st.integers(0, 30), st.integers(1, 10))
def test_any_words_of_any_text_can_be_marked_and_taken_off_again(text, start, length):
    html = markdown.render(text)
    words = markdown.plain(html)
    passage = words[start : start + length]
    if passage.strip():
        assert contains(html, text, passage)
    again = highlighted(html, (Highlight(passage, ""),)).replace('<mark class="lp-marked">', "").replace("</mark>", "")
    assert again == html
