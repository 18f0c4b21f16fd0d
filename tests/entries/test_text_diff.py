"""What changed, marked; quickly whatever it is, and with nothing of it taken for HTML."""

import random
import time

import pytest
from markupsafe import Markup

from lpcommunity.entries.text_diff import diff


def test_words_that_changed_are_marked_in_both():
    found = diff("Text", "We had planned for nine. It rained.", "We had planned for eleven. It rained.")
    assert found.before == Markup("We had planned for <del>nine.</del> It rained.")
    assert found.after == Markup("We had planned for <ins>eleven.</ins> It rained.")
    assert not found.same


def test_what_was_written_is_never_html():
    found = diff("Text", "<b>one</b>", "<i onclick=x>two</i>")
    assert "<b>" not in found.before
    assert "<i " not in found.after


def test_nothing_and_something():
    assert diff("Text", "", "").same
    assert diff("Text", "", "New").after == Markup("<ins>New</ins>")


@pytest.mark.parametrize("kinds", [1, 2, 60, 100, 1000])
@pytest.mark.parametrize("between", [" ", "\n", ". "])
def test_hostile_texts_are_compared_quickly(kinds, between):
    chance = random.Random(1)
    one, other = (between.join(str(chance.randrange(kinds)) for _ in range(9000))[:20_000] for _ in range(2))
    began = time.process_time()
    found = diff("Text", one, other)
    assert time.process_time() - began < 2
    assert found.before.striptags().split() == one.split()


def test_nothing_is_lost_in_marking():
    one, other = "A b.\n\nC d? E", "A x.\n\nC d? F g!\n"
    found = diff("Text", one, other)
    assert str(found.before).replace("<del>", "").replace("</del>", "") == one
    assert str(found.after).replace("<ins>", "").replace("</ins>", "") == other
