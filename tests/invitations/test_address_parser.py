"""Lists as people paste them."""

import time

import pytest

from lpcommunity.invitations.address_parser import Addressee, parse_addressees


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a@b.example", [(1, "a@b.example", "")]),
        ("a@b.example\n\n c@d.example ", [(1, "a@b.example", ""), (3, "c@d.example", "")]),
        ("a@b.example, c@d.example;e@f.example",
         [(1, "a@b.example", ""), (1, "c@d.example", ""), (1, "e@f.example", "")]),
        ("Grace Oyelaran <grace@hull.example>", [(1, "grace@hull.example", "Grace Oyelaran")]),
        ('"Oyelaran, Grace" <grace@hull.example>', [(1, "grace@hull.example", "Grace Oyelaran")]),
        ("Oyelaran, Grace <grace@hull.example>; Nair, Priya <p@t.example>",
         [(1, "grace@hull.example", "Grace Oyelaran"), (1, "p@t.example", "Priya Nair")]),
        ("<a@b.example>, mailto:c@d.example", [(1, "a@b.example", ""), (1, "c@d.example", "")]),
        ("a@b.example\nA@B.example", [(1, "a@b.example", "")]),
        ("nonsense, a@b.example", [(1, "nonsense", ""), (1, "a@b.example", "")]),
        ("a@b.example\tc@d.example", [(1, "a@b.example", ""), (1, "c@d.example", "")]),
        (",;\n,", []),
        ("", []),
    ],
)  # fmt: skip
def test_every_way_of_writing_them(text, found):
    assert parse_addressees(text) == [Addressee(*one) for one in found]


HOSTILE = [
    "<" * 40_000, '"' * 39_999, '"<' * 20_000, "a@b.example," * 3_000, "<a" * 20_000, "\t" * 40_000, "\t'" * 20_000,
    ",'a' " * 8_000, "to:" * 13_000, "\tto" * 13_000, "; to: " * 6_000, "to " * 13_000, "'" * 40_000, "“'" * 20_000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_lists_take_no_time(text):
    began = time.process_time()
    assert isinstance(parse_addressees(text), list)
    assert time.process_time() - began < 5  # a guard against hanging
