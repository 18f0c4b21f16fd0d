"""Moving a file's days, so that a story told once can always have happened lately.

Whole weeks, so that a Tuesday stays a Tuesday and nobody posts at the weekend who did not.
"""

from datetime import date, datetime, timedelta
from typing import Any

from lpcommunity.histories.schema_types import Item
from lpcommunity.storage import clock

WEEK = timedelta(days=7)


def weeks_until(as_if_today: date, today: date) -> int:
    """By how many whole weeks to move, so that `as_if_today` is today or at most six days ago."""
    return (today - as_if_today) // WEEK


def move(item: Item, by: timedelta) -> Item:
    """The same, with every day and time in it moved. One that would fall into the hour that a spring night leaves out
    comes at its end, and still no later than what follows it.
    """
    return Item(item.place, item.places, {key: _moved(value, by) for key, value in item.items()})


def _moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, datetime):
        return clock.next_shown(value + by)
    if isinstance(value, date):
        return value + by
    if isinstance(value, Item):
        return move(value, by)
    if isinstance(value, list):
        return [_moved(part, by) for part in value]
    return value


def snap_to_months(file: Item, as_if_today: date, today: date) -> None:
    """Let the programme start and end as many months from today as it does from `as_if_today` in the file.

    A programme runs from the first of one month to the last of another; weeks would blur that.
    """
    programme = file["programme"]
    months = (today.year - as_if_today.year) * 12 + today.month - as_if_today.month
    programme["starts"] = _first_of(programme["starts"], months)
    programme["ends"] = _first_of(programme["ends"], months + 1) - timedelta(days=1)


def _first_of(day: date, months_later: int) -> date:
    month = day.year * 12 + day.month - 1 + months_later
    return date(month // 12, month % 12 + 1, 1)
