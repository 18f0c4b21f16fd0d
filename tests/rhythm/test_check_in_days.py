"""On which days a place checks in."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpcommunity.rhythm.check_in_days import middle, next_day
from lpcommunity.rhythm.models import EVERY


@pytest.mark.parametrize(
    ("every", "counted_from", "after", "expected"),
    [
        ("fortnight", date(2025, 8, 4), date(2025, 8, 4), date(2025, 8, 18)),
        ("fortnight", date(2025, 8, 4), date(2025, 8, 18), date(2025, 9, 1)),
        ("fortnight", date(2025, 8, 9), date(2025, 8, 9), date(2025, 8, 25)),  # a Saturday's: on Monday
        ("month", date(2025, 1, 31), date(2025, 1, 31), date(2025, 2, 28)),
        ("month", date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31)),  # no day is lost for good
        ("quarter", date(2025, 11, 28), date(2025, 11, 28), date(2026, 3, 2)),
    ],
)
def test_the_next_day_is_one_period_on_and_never_a_weekend(every, counted_from, after, expected):
    assert next_day(every, counted_from, after) == expected


@given(st.sampled_from(sorted(EVERY)), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 2000))
def test_the_days_go_on_one_after_the_other_without_a_gap(every, counted_from, later):
    after = counted_from + timedelta(days=later)
    found = next_day(every, counted_from, after)
    longest = {"fortnight": 14, "month": 31, "quarter": 92}[every] + 2
    assert after < found <= after + timedelta(days=longest + (0 if later else longest))
    assert found.weekday() < 5
    walked = counted_from
    while walked <= after:
        walked = next_day(every, counted_from, walked)
    assert walked == found


def test_the_middle_is_on_a_working_day():
    assert middle(date(2025, 8, 1), date(2026, 7, 31)) == date(2026, 1, 30)
    assert middle(date(2025, 8, 2), date(2026, 8, 1)) == date(2026, 2, 2)
