"""The arithmetic of the pictures."""

import re
from datetime import date, timedelta

import pytest

from lpcommunity.pages.charts import months, thread

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


TODAY = date(2018, 2, 21)


def _thread(**more):
    return thread.Thread(first=date(2017, 7, 1), last=date(2018, 3, 31), today=TODAY, **more)


def test_dots_stand_at_their_days():
    drawing = thread.draw(_thread(updates=[date(2017, 7, 1), date(2018, 3, 31), TODAY]))
    assert (drawing.dots[0], drawing.dots[-1]) == (5, 225)
    assert drawing.dots[1] == drawing.now == pytest.approx(194.4, abs=0.1)


def test_a_dip_with_two_answers_has_two_curls_and_comes_up_again():
    dip = thread.Dip(date(2017, 9, 1), (date(2017, 9, 20), date(2017, 10, 20)), closed=date(2017, 11, 20))
    [path] = thread.draw(_thread(dips=[dip])).paths
    assert path.count("a4.5 4.5") == 2
    assert path.endswith(" 12")
    assert "32" in path


def test_an_exchange_that_is_not_known_leaves_a_plain_dip():
    [path] = thread.draw(_thread(dips=[thread.Dip(date(2017, 9, 1))])).paths
    assert "a4.5" not in path
    assert path.endswith(" 12")


def test_a_dip_comes_up_before_the_next_one_begins():
    first, second = date(2017, 9, 1), date(2017, 9, 20)
    plain = [thread.Dip(second), thread.Dip(first)]
    known = [thread.Dip(first, (date(2017, 9, 5),), closed=date(2017, 11, 20)), thread.Dip(second)]
    for dips in (plain, known):
        paths = thread.draw(_thread(dips=dips)).paths
        ends = float(NUMBER.findall(paths[0])[-2])
        assert ends <= float(NUMBER.findall(paths[1])[0]) + 0.1


def test_waiting_stays_down():
    [path] = thread.draw(_thread(dips=[thread.Dip(date(2018, 2, 10), waiting=True)])).paths
    assert path.endswith(" 32")


@pytest.mark.parametrize("gap", [0, 1, 400])
def test_whatever_the_days_no_number_is_wild(gap):
    dip = thread.Dip(TODAY, (TODAY, TODAY, TODAY + timedelta(days=gap)), closed=TODAY)
    drawing = thread.draw(thread.Thread(TODAY, TODAY, TODAY, [TODAY], [dip]))
    numbers = [float(found) for path in drawing.paths for found in NUMBER.findall(path)]
    assert all(-1 <= number <= 300 for number in numbers)


def test_the_window_is_the_programme_and_nothing_falls_outside():
    programme = (date(2017, 7, 1), date(2018, 3, 31))
    assert thread.window(*programme, [date(2017, 8, 1)], TODAY) == programme
    first, last = thread.window(*programme, [date(2016, 1, 1)], date(2018, 6, 1))
    assert (first, last) == (date(2016, 1, 1), date(2018, 6, 1))
    first, last = thread.window(None, None, [], TODAY)
    assert first < TODAY <= last


def test_months_count_each_entry_once():
    entries = [
        (date(2018, 2, 1), False),
        (date(2018, 2, 20), True),
        (date(2017, 9, 30), False),
        (date(2017, 8, 31), True),
    ]
    picture = months.draw(TODAY, entries)
    assert [label for _, label in picture.labels] == ["Sep", "Oct", "Nov", "Dec", "Jan", "Feb"]
    assert [mark.ring for mark in picture.marks] == [False, False, True]


def test_a_crowded_month_says_its_number():
    picture = months.draw(TODAY, [(TODAY, False)] * 30)
    assert len(picture.marks) == months.MOST - 1
    assert picture.more[0][2] == 30
    assert all(mark.y > 0 for mark in picture.marks)
