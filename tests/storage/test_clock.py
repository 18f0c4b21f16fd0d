"""A time on a clock in London is one moment: also on the two nights on which clocks change."""

from datetime import UTC, datetime, timedelta

import pytest

from lpcommunity.storage import clock

SPRING, AUTUMN = datetime(2018, 3, 25), datetime(2018, 10, 28)  # noqa: DTZ001


@pytest.mark.parametrize("minutes", [0, 59, 120, 121, 1439])
def test_what_a_clock_shows_in_spring_is_taken(minutes):
    moment = SPRING + timedelta(minutes=minutes)
    assert not clock.is_skipped(moment)
    assert clock.next_shown(moment) == moment


@pytest.mark.parametrize("minutes", [60, 90, 119])
def test_the_hour_that_no_clock_shows_is_known_and_ends_at_two(minutes):
    moment = SPRING + timedelta(minutes=minutes)
    assert clock.is_skipped(moment)
    assert clock.next_shown(moment) == SPRING + timedelta(hours=2)


def test_of_the_hour_that_comes_twice_the_first_is_meant():
    assert not any(clock.is_skipped(AUTUMN + timedelta(minutes=minute)) for minute in range(0, 240, 15))
    assert clock.from_london(AUTUMN + timedelta(minutes=90)) == datetime(2018, 10, 28, 0, 30, tzinfo=UTC)
    assert clock.from_london(AUTUMN + timedelta(hours=2)) == datetime(2018, 10, 28, 2, tzinfo=UTC)


def test_midnight_is_there_on_every_day():
    """So a day can be turned into its first moment without being asked about: terms, the audit record, `tidy`."""
    day = datetime(1900, 1, 1)  # noqa: DTZ001
    skipped = [day + timedelta(days=n) for n in range(60_000) if clock.is_skipped(day + timedelta(days=n))]
    assert skipped == []
