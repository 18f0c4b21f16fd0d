"""Rhythms, check-ins and chances passed over, as a history tells of them: what cannot have been is told by its line."""

import pytest

from lpcommunity.histories.problems import CannotImport
from lpcommunity.importing.commands import check_programme

PASSED = "  - passing-over: {partnership: a-place, by: lead@place.example, at: %s, what: %s, day: %s, why: No.%s}\n"
LAST = "      body: And then\n"


def passed(at, what, day, more=""):
    """As it stands in a history."""
    return PASSED % (at, what, day, more)


def problems_of(programme_file, *acts):
    """What is wrong with the small programme where these acts happened last, without the numbers of lines."""
    with pytest.raises(CannotImport) as refused:
        check_programme(programme_file((LAST, LAST + "".join(acts))))
    return [problem.text for problem in refused.value.problems]


def test_what_became_of_a_chance_is_told_once(app, programme_file):
    twice = [passed(f"2018-01-22 1{n}:00", "check-in", "2018-01-01") for n in range(2)]
    assert problems_of(programme_file, *twice) == ["What became of this chance is told already"]
