"""Which names stand after an @ in a text, and what becomes of them when it is rendered."""

import re
import time

import pytest

from lpcommunity.entries import markdown
from lpcommunity.entries.mention_marks import key_of

PEOPLE = {
    "Amina Rahman": 1, "Siân O’Neill": 2, "Nguyễn Văn Anh": 3, "Smith, Jane": 4, "Anna Smith": 5,
    "Anna Smith-Jones": 6, "Llŷr Müller": 7, "Łukasz MacDonald": 8, "Anna": 9,
}  # fmt: skip
NAMES = {key_of(name): number for name, number in PEOPLE.items()}
LINK = re.compile(r'<a class="lp-mention" href="/people/(\d+)" rel="[^"]*">([^<]*)</a>')


def _mentioned(text):
    return [(int(number), words) for number, words in LINK.findall(markdown.render(text, NAMES))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thanks @Amina Rahman, for this.", [(1, "@Amina Rahman")]),
        ("@amina rahman’s plan, **@AMINA RAHMAN**.", [(1, "@amina rahman"), (1, "@AMINA RAHMAN")]),
        ("@Amina  Rahman and @Sian O'Neill!", [(1, "@Amina  Rahman"), (2, "@Sian O'Neill")]),
        ("(@Nguyen Van Anh) “@Llyr Muller” @lukasz macdonald", [(3, None), (7, None), (8, None)]),
        ("@Smith, Jane wrote; @Anna Smith too.", [(4, "@Smith, Jane"), (5, "@Anna Smith")]),
        ("@Anna Smith-Jones, and @Anna Smith-Jonesy", [(6, "@Anna Smith-Jones"), (9, "@Anna")]),
        ("@Anna Smith\n\n- @Anna\n\n> @Anna", [(5, "@Anna Smith"), (9, "@Anna"), (9, "@Anna")]),
    ],
)
def test_a_name_is_found_however_it_is_written_and_the_longest_wins(text, expected):
    found = _mentioned(text)
    assert [number for number, _ in found] == [number for number, _ in expected]
    assert all(words in (None, said) for (_, words), (_, said) in zip(expected, found, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "me@Anna", "anna@Anna.example.org", "`@Anna`", "```\n@Anna Smith\n```", "[@Anna Smith](/people/2)",
        "![@Anna](/attachments/1)", "https://example.org/@Anna", "@Annabel Smithers", "@Amina Rahmani", "@ Anna",
        "/@Anna", "@Amina\nRahman", "@Anna@example.org", "@Anna_Smith",
    ],
)  # fmt: skip
def test_what_is_no_mention_stays_as_it_is(text):
    assert _mentioned(text) == []


def test_nobody_can_forge_one():
    """What looks like one and was typed is an ordinary link or plain words, and tells nobody."""
    for text in (
        "[@Amina Rahman](/people/2)",
        '<a class="lp-mention" href="/people/2">@Amina Rahman</a>',
        '[x](/people/2 "lp-mention"){.lp-mention}',
    ):
        html = markdown.render(text)
        assert markdown.mentioned_in(html) == {}, html


def test_what_is_rendered_anew_mentions_the_same_people():
    texts = ["@anna smith's and @Siân O'Neill & @Smith, Jane", "Nobody @here", "**@Anna** @Łukasz MacDonald"]
    for text in texts:
        html = markdown.render(text, NAMES)
        people = markdown.mentioned_in(html)
        assert markdown.render(text, people) == html
    assert markdown.mentioned_in(markdown.render(texts[0], NAMES)) == {
        "anna smith": 5,
        "sian o'neill": 2,
        "smith, jane": 4,
    }


def test_hostile_text_is_read_soon():
    for text in ("@a " * 20_000, "@" * 60_000, "@Anna Smith " * 5_000, "@" + "a" * 59_000, "@a’s" * 15_000):
        began = time.perf_counter()
        markdown.render(text, NAMES)
        markdown.signs_in(text)
        assert time.perf_counter() - began < 2
