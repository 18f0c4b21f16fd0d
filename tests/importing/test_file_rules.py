"""What only the file can say is told by line, without a database."""

from datetime import date

import pytest

from lpcommunity.histories.problems import Problems
from lpcommunity.importing import file_rules
from lpcommunity.importing.programme_file import read_programme
from tests.importing.conftest import is_told_at


def problems_of(path, *, pictures=False):
    problems = Problems()
    file_rules.check(read_programme(path), problems, today=date(2027, 2, 1), pictures=pictures)
    return [str(problem) for problem in problems.found]


def test_the_small_programme_is_fine(programme_file):
    assert problems_of(programme_file()) == []


# What is changed, on which line the problem is found, what is said.
RULES = [
    (("slug: the-pilot", "slug: places-that-learn"), "slug: the-pilot", "cannot follow itself"),
    (("email: member@", "email: lead@"), "Kim Member", "the person “lead@place.example” is in programme.yaml, line"),
    (("role: lead}", "role: member}"), "    people:", "this partnership has no lead"),
    (("{person: gone@", "{person: member@"), "{person: gone@", "has two roles here at the same time"),
    (("name: Second step", "name: First step"), "name: Second step", "the milestone “First step” is in"),
    (("due: 2018-02-01", "due: 2018-03-01"), "due: 2018-02", "the last slip moves it to 2018-02-01"),
    (("          first-planned: 2017-11-01\n", ""), "          slips:", "says where it was “first-planned”"),
    (("on: 2017-11-20", "on: 2017-09-20"), "on: 2017-11-20", "slips are in order of time"),
    (("on: 2017-11-20", "on: 2018-01-24"), "on: 2017-11-20", "this is not before 2018-01-24"),
    (("on: 2017-10-02", "on: 2017-06-30"), "on: 2017-10-02", "this is before the morning of 2017-07-01, with which"),
    (("reached: 2017-09-01", "reached: 2017-06-30"), "{name: First step", "before the morning of 2017-07-01"),
    (("at: 2017-08-08 10:30", "at: 2017-07-01 00:00"), "at: 2017-08-08", "before the morning of 2017-07-01"),
    (("reached: 2017-09-01", "reached: 2018-01-24"), "{name: First step", "this is not before 2018-01-24"),
    (("reached: 2017-09-01", "reached: 2018-02-24"), "{name: First step", "it has not happened yet"),
    (("at: 2017-08-09 20:00", "at: 2017-08-07 20:00"), "at: 2017-08-09 20", "a history is in order of time"),
    (("at: 2018-01-20 08:00", "at: 2018-01-24 08:00"), "at: 2018-01-20", "this is not before 2018-01-24"),
    (("ref: wrong", "ref: first"), "ref: wrong", "“first” names something else already"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "at", "says"), RULES, ids=lambda value: str(value)[:40].replace("\n", " "))
def test_each_mistake_is_told_with_its_line(programme_file, change, at, says):
    is_told_at(problems_of(programme_file(change)), change, at, says)


def test_without_a_day_to_stand_on_nothing_lies_in_the_future(programme_file):
    path = programme_file(("as-if-today: 2018-01-24\n", ""), ("at: 2018-01-20 08:00", "at: 2999-01-20 08:00"))
    assert any("this has not happened yet" in problem for problem in problems_of(path))


def test_pictures_are_for_the_demonstration(programme_file):
    path = programme_file(("themes: [growth]\n", "themes: [growth]\n      pictures: [{draw: a-map, alt: A map}]\n"))
    assert "pictures are drawn for the demonstration only" in problems_of(path)[0]
    assert problems_of(path, pictures=True) == []


def test_without_a_history_a_milestone_may_be_reached_today_and_not_tomorrow(without_history):
    day = ("reached: 2017-09-01", "reached: 2027-02-0{}")
    assert problems_of(without_history((day[0], day[1].format(1)))) == []
    [problem] = problems_of(without_history((day[0], day[1].format(2))))
    assert "this is after 2027-02-01: it has not happened yet" in problem
