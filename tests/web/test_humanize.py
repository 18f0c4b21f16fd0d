"""Words: dates, numbers and names as people write them, also on the nights when the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lpcommunity.storage import clock
from lpcommunity.web import humanize

NOW = datetime(2018, 2, 21, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now():
    with clock.at(NOW):
        yield


def test_days():
    assert humanize.day(date(2018, 2, 19)) == "19 February 2018"
    assert humanize.day(datetime(2018, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2018"  # summer time in London
    assert humanize.short_day(date(2018, 2, 9)) == "9 February"
    assert humanize.short_day(date(2017, 12, 9)) == "9 December 2017"
    assert humanize.full(datetime(2018, 2, 19, 9, 5, tzinfo=UTC)) == "Monday 19 February 2018, 9:05"
    assert humanize.month(date(2018, 2, 9)) == "February 2018"


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=16), "yesterday"),
        (timedelta(days=2), "2 days ago"),
        (timedelta(days=7), "7 days ago"),
        (timedelta(days=8), "13 February"),
        (timedelta(days=100), "13 November 2017"),
        (timedelta(days=-2), "23 February"),
        (timedelta(seconds=-20), "just now"),
    ],
)
def test_ago(before, said):
    assert humanize.ago(NOW - before) == said


def test_the_hour_that_comes_twice():
    first = datetime(2018, 10, 28, 0, 30, tzinfo=UTC)  # 1:30 summer time
    second = datetime(2018, 10, 28, 1, 30, tzinfo=UTC)  # 1:30 winter time
    assert humanize.clock_time(first) == humanize.clock_time(second) == "1:30"
    assert humanize.iso(first) == "2018-10-28T01:30+01:00"
    assert humanize.iso(second) == "2018-10-28T01:30+00:00"


def test_the_hour_that_never_comes():
    assert humanize.clock_time(datetime(2018, 3, 25, 0, 59, tzinfo=UTC)) == "0:59"
    assert humanize.clock_time(datetime(2018, 3, 25, 1, 0, tzinfo=UTC)) == "2:00"


def test_yesterday_is_a_day_of_london():
    with clock.at(datetime(2018, 6, 30, 23, 30, tzinfo=UTC)):  # 0:30 on 1 July in London
        assert humanize.ago(datetime(2018, 6, 30, 22, 0, tzinfo=UTC)) == "yesterday"
        assert humanize.saved_at(datetime(2018, 6, 30, 16, 42, tzinfo=UTC)) == "yesterday at 17:42"


def test_saved_at():
    assert humanize.saved_at(NOW) == "at 15:00"
    assert humanize.saved_at(NOW - timedelta(days=5)) == "on 16 February at 15:00"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        humanize.full(datetime(2018, 2, 19))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("n", "one", "said"),
    [
        (0, "update", "no updates"),
        (1, "update", "one update"),
        (9, "person", "nine people"),
        (11, "reply", "11 replies"),
        (1024, "entry", "1,024 entries"),
    ],
)
def test_plural(n, one, said):
    assert humanize.plural(n, one) == said


@pytest.mark.parametrize(
    ("names", "most", "said"),
    [
        ([], None, ""),
        (["Owen"], None, "Owen"),
        (["Owen", "Ruth"], None, "Owen and Ruth"),
        (["Owen", "Ruth", "Ben"], 3, "Owen, Ruth and Ben"),
        (["Owen", "Ruth", "Ben"], 2, "Owen, Ruth and Ben"),
        (["A", "B", "C", "D"], 2, "A, B and two others"),
    ],
)
def test_people_list(names, most, said):
    assert humanize.people_list(names, most) == said


@pytest.mark.parametrize(
    ("octets", "said"),
    [(0, "0 bytes"), (1, "1 byte"), (84_120, "84 kB"), (999_600, "1 MB"), (1_200_000, "1.2 MB"), (999, "999 bytes")],
)
def test_size(octets, said):
    assert humanize.size(octets) == said
