"""When something began, and from when to when it was, in words."""

from collections.abc import Sequence
from datetime import datetime

from lpcommunity.readers.intervals import Interval
from lpcommunity.web.humanize import clock_time, in_london, people_list, short_day


def since(moment: datetime) -> str:
    """Since 22 July, 22:15."""
    return f"since {short_day(moment)}, {clock_time(moment)}"


def stretch(time: Interval) -> str:
    """20 to 22 July; 14 August to 11 September; 3 May, 10:05 to 14:30; what goes on: since 3 May, 10:05."""
    if time.goes_on:
        return since(time.since)
    first, last = in_london(time.since), in_london(time.until)
    if first.date() == last.date():
        begins, ends = clock_time(first), clock_time(last)
        return f"{short_day(first)}, {begins}" + (f" to {ends}" if begins != ends else "")
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {short_day(last)}"
    return f"{short_day(first)} to {short_day(last)}"


def stretches(times: Sequence[Interval], most: int = 3) -> str:
    """Several of them, the latest so many."""
    return people_list([stretch(one) for one in times[-most:]])
