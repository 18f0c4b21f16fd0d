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


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("act", "says"),
    [
        (passed("2018-01-22 10:00", "check-in", "2018-02-01"), "This day was still to come"),
        (passed("2018-01-22 10:00", "check-in", "2017-12-20"), "Nothing of this kind was offered here on that day"),
        (passed("2018-01-22 10:00", "milestone-reached", "2017-09-04", ", milestone: First step"), "Nothing of this"),
        (passed("2018-01-22 10:00", "milestone-moved", "2017-09-01", ", milestone: First step"), "Nothing of this"),
    ],
)  # fmt: skip
def test_nothing_is_passed_over_that_was_not_offered(app, programme_file, act, says):
    [problem] = problems_of(programme_file, act)
    assert problem.startswith(says)


def test_what_was_offered_is_passed_over(app, programme_file):
    acts = [
        passed("2018-01-22 10:00", "check-in", "2018-01-01"),
        passed("2018-01-22 10:01", "milestone-reached", "2017-09-01", ", milestone: First step"),
        passed("2018-01-22 10:02", "milestone-moved", "2017-11-20", ", milestone: Second step"),
        "  - rhythm: {partnership: a-place, by: lead@place.example, at: 2018-01-22 10:03, every: fortnight}\n",
        passed("2018-01-22 10:04", "check-in", "2017-12-01"),  # by the rhythm of before
    ]
    check_programme(programme_file((LAST, LAST + "".join(acts))))


CHECK_IN = """\
  - check-in: {ref: c, partnership: a-place, by: lead@place.example, at: 2018-01-22 10:00, audience: community,
      says: It stands., %s}
"""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("act", "says"),
    [
        (CHECK_IN % "standing: needs-attention", "“needs-attention” wants a reason"),
        (CHECK_IN % "standing: on-track, next: Ask, next-owner: member@place.example",
         "whoever does what is next has a day: “next-due”"),
        ("  - revision: {of: first, by: lead@place.example, at: 2018-01-22 10:00, standing: off-track}\n",
         "“off-track” wants a reason"),
    ],
)  # fmt: skip
def test_nothing_that_the_file_says_is_dropped(app, programme_file, act, says):
    assert problems_of(programme_file, act) == [says]
