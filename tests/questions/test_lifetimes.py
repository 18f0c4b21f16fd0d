"""How long questions live: one figure for a programme, of which nobody learns whose questions they were."""

import random
from itertools import pairwise

import pytest

from lpcommunity.questions.lifetimes import Life, steady_median

A, B, C, D, E, F = range(6)


@pytest.mark.parametrize(
    ("lives", "says"),
    [
        ([], None),
        ([(A, 1), (B, 2), (C, 3), (A, 4)], None),  # four questions
        ([(A, 1), (B, 2), (A, 3), (B, 4), (A, 5), (B, 6)], None),  # two people
        ([(A, 1), (B, 2), (C, 3), (A, 4), (B, 50)], 3),
        ([(A, 1), (B, 2), (C, 3), (A, 4), (B, 5), (D, 100), (D, 100), (E, 100)], 3),  # two more people
        ([(A, 1), (B, 2), (C, 3), (A, 4), (B, 5), (D, 100), (E, 100), (A, 100)], 4),  # three more have answered
    ],
)
def test_it_appears_from_five_questions_of_three_people_and_changes_with_three_more(lives, says):
    assert steady_median(Life(*one) for one in lives) == says


def test_no_single_person_changes_the_figure():
    """Whatever one person adds at the end, and however much, the figure says the same as before."""
    chance = random.Random(7)
    for _ in range(300):
        lives = [Life(chance.randrange(6), chance.randrange(400)) for _ in range(chance.randrange(30))]
        before = steady_median(lives)
        if before is None:
            continue
        steps = [steady_median(lives[:n]) for n in range(len(lives) + 1)]
        turns = [n for n, (old, new) in enumerate(pairwise(steps), 1) if old != new]
        for first, second in pairwise(turns):
            assert len({one.author_id for one in lives[first:second]}) >= 3
