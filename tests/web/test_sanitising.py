"""Typed text made safe to keep, within moments whatever it is made of."""

import time

import pytest

from lpcommunity.access import Invalid
from lpcommunity.people import email_addresses
from lpcommunity.web import sanitising


@pytest.mark.parametrize("hostile", ["<" + "@" * 200_000 + ">x", "<@" * 100_000, "<a@b>" + " " * 200_000 + "x"])
def test_an_endless_address_is_refused_at_once(hostile):
    started = time.process_time()
    sanitising.clean_address(hostile)
    email_addresses.lookup_form(hostile)
    with pytest.raises(Invalid):
        email_addresses.normalised(hostile)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Gita <gita@hull.example>", "gita@hull.example"),
        ("Gita <gita@hull.example", "gita@hull.example"),
        ("Gita <old> <gita@hull.example> ", "gita@hull.example"),
        ("<gita@hull.example> x", "gita@hull.example> x"),
    ],
)
def test_of_a_name_and_an_address_the_address_stays(typed, meant):
    assert sanitising.clean_address(typed) == meant


def test_an_address_longer_than_any_is_none():
    with pytest.raises(Invalid):
        email_addresses.normalised("a@" + "b." * 130 + "example")


@pytest.mark.parametrize("unseen", [*"\u200b\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"])
def test_nothing_unseen_turns_a_name_round(unseen):
    assert sanitising.clean_line(f"Gita {unseen} Pat{unseen}el{unseen}") == "Gita Patel"


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"])
def test_what_joins_letters_stays_in_a_name(joiner):
    assert sanitising.clean_line(f"a{joiner}b") == f"a{joiner}b"
