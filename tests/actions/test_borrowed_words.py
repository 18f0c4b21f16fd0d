"""Which words are somebody's: those of a move that a text goes on holding, and not what everybody says all day."""

import pytest

from lpcommunity.actions.borrowed_words import holds

MOVE = "Perhaps we don’t know yet what to do about it. What would have to be true for them to ring back?"


@pytest.mark.parametrize(
    "text",
    [
        MOVE,
        "Find out WHAT would – have to be true, for ten",
        "Ask: “to be true for them to”",
    ],
)
def test_six_words_in_a_row_are_somebodys(text):
    assert holds(text, MOVE)


@pytest.mark.parametrize(
    "text",
    [
        "We don’t know yet",
        "We don't know yet what to do about the ramp",  # nine of everybody's
        "Whether it would have to be true",
        "True for them: ring somebody back",
        "",
    ],
)
def test_what_everybody_says_is_nobodys(text):
    assert not holds(text, MOVE)


def test_a_move_as_a_whole_is_somebodys_however_short_and_everyday():
    assert holds("First: what do you need?", "What do you need?")
    assert holds("Ask them, who told you that", "Who told you that?")
    assert not holds("Ask them why", "Why?")
    assert not holds("What do you do?", "What do you need?")
    assert not holds("Anything", "")
