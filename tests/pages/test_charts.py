"""The arithmetic of the pictures."""

from datetime import date

import pytest

from lpcommunity.pages.charts import thread

TODAY = date(2018, 2, 21)
PROGRAMME = (date(2017, 7, 1), date(2018, 3, 31))


def _drawn(*marks):
    days = sorted(mark.day for mark in marks)
    return thread.draw(thread.window(*PROGRAMME, days, TODAY), marks)


def _on(*day, **more):
    return thread.Mark(date(*day), **more)


def test_a_month_is_a_column_whatever_the_day():
    first, last = _drawn(_on(2017, 7, 1)), _drawn(_on(2017, 7, 31))
    assert first.dots == last.dots
    wide = thread.WIDTH / 9
    assert first.dots[0].x == pytest.approx(wide / 2, abs=0.1)
    assert _drawn(_on(2018, 2, 1)).dots[0].x == pytest.approx(wide * 7.5, abs=0.1)


def test_one_update_is_a_dot_two_are_two_and_more_are_a_bar():
    month = [_on(2017, 9, day) for day in (1, 9, 30)]
    assert [(len(drawn.dots), len(drawn.bars)) for drawn in (_drawn(*month[:n]) for n in (1, 2, 3))] == [
        (1, 0),
        (2, 0),
        (0, 1),
    ]


@pytest.mark.parametrize("number", [1, 2, 3, 9])
def test_the_first_dot_of_a_month_is_open_where_help_was_asked_for(number):
    drawn = _drawn(*(_on(2017, 9, day, help=day == number) for day in range(1, number + 1)))
    assert [dot.open for dot in drawn.dots] == [True, False][: 2 if number == 2 else 1]
    assert len(drawn.bars) == (number > 2)


def test_a_month_dips_once_however_many_reflect():
    september = [_on(2017, 9, day, looks_back=True) for day in range(1, 20)]
    [dip] = _drawn(*september).dips
    assert dip.path.endswith(f" {thread.LEVEL}")
    assert (dip.open_end, dip.point) == ("", None)


def test_an_answer_is_a_point_and_who_waits_stays_down():
    answered = _drawn(_on(2017, 9, 1, looks_back=True, answered=True)).dips[0]
    assert answered.point is not None
    assert answered.open_end == ""
    waiting = _drawn(_on(2017, 9, 1, looks_back=True, waiting=True), _on(2017, 9, 2, looks_back=True)).dips[0]
    assert waiting.open_end
    assert waiting.path.endswith(f" {thread.LEVEL + thread.DEPTH}")
    assert waiting.point is None


def test_the_window_is_the_programme_and_nothing_falls_outside():
    def months(starts, ends, days):
        shown = thread.window(starts, ends, days, TODAY)
        return shown.last - shown.first + 1, shown.now - shown.first

    assert months(*PROGRAMME, [date(2017, 8, 1)]) == (9, 7)
    assert months(*PROGRAMME, [date(2017, 5, 1)]) == (11, 9)
    assert months(None, None, []) == (1, 0)
    assert months(date(2018, 5, 1), date(2018, 6, 1), []) == (5, 0)


def test_of_a_long_time_the_latest_months_are_shown_and_some_to_come():
    shown = thread.window(date(2010, 1, 1), date(2025, 1, 1), [], TODAY)
    assert (shown.last - shown.first + 1, shown.last - shown.now) == (thread.MOST, thread.AHEAD)
    assert thread.draw(shown, [_on(2011, 1, 1)]).dots == []


def test_months_before_the_oldest_that_is_known_are_not_told_as_silent():
    days = [date(2017, 12, 1), date(2018, 2, 1)]
    assert thread.window(*PROGRAMME, days, TODAY, all_known=False).first == thread.month(days[0])
    assert thread.window(*PROGRAMME, days, TODAY).first == thread.month(PROGRAMME[0])
