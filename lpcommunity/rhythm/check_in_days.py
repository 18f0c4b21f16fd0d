"""On which days a place checks in, and when a project is half over. Days only; no tables.

A day that would fall on a weekend is the Monday after: a check-in is a minute of somebody's work.
"""

import calendar
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3}
FORTNIGHT = timedelta(days=14)
ONE_DAY = timedelta(days=1)
SATURDAY = 5


def next_day(every: str, counted_from: date, after: date) -> date:
    """The first day of this rhythm after that day, and never the one that it is counted from."""
    after = max(after, counted_from)
    number = 1
    if every == "fortnight":
        number = max(1, (after - counted_from) // FORTNIGHT)
    else:
        number = max(1, ((after.year - counted_from.year) * 12 + after.month - counted_from.month) // MONTHS[every] - 1)
    while (day := on_a_weekday(_nth_day(every, counted_from, number))) <= after:
        number += 1
    return day


def middle(starts_on: date, ends_on: date) -> date:
    """The day on which half of it is over."""
    return on_a_weekday(starts_on + (ends_on - starts_on) // 2)


def on_a_weekday(day: date) -> date:
    """This day, or the Monday after it."""
    while day.weekday() >= SATURDAY:
        day += ONE_DAY
    return day


def _nth_day(every: str, counted_from: date, number: int) -> date:
    if every == "fortnight":
        return counted_from + number * FORTNIGHT
    months = counted_from.month - 1 + number * MONTHS[every]
    year, month = counted_from.year + months // 12, months % 12 + 1
    return date(year, month, min(counted_from.day, calendar.monthrange(year, month)[1]))
