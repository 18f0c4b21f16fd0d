"""When something began, and from when to when it was, in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from lpcommunity.readers.intervals import Interval
from lpcommunity.web.humanize import clock_time, in_london, people_list, short_day

AT_THE_EARLIEST = ", at the earliest"
MOMENT = timedelta(microseconds=1)  # a stretch ends before its end: one until midnight, on the day before


def since(moment: datetime) -> str:
    """Since 22 July, 22:15."""
    return f"since {short_day(moment)}, {clock_time(moment)}"


def since_each(moments: Sequence[datetime]) -> str:
    """The same for several: since 22 July, 22:15; where it was not for all at once: since 22 July, 22:15, at the
    earliest.
    """
    first, last = since(min(moments)), since(max(moments))
    return first if first == last else f"{first}{AT_THE_EARLIEST}"


def last_day(until: datetime) -> str:
    """The day on which it ended: of what ended at midnight, the day that was over then."""
    return short_day(until - MOMENT)


def stretch(time: Interval) -> str:
    """20 to 22 July; 14 August to 11 September; 3 May, 10:05 to 14:30; what goes on: since 3 May, 10:05."""
    if time.goes_on:
        return since(time.since)
    first, last = in_london(time.since), in_london(time.until - MOMENT)
    if first.date() == last.date():
        return f"{short_day(first)}{_hours(time)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {short_day(last)}"
    return f"{short_day(first)} to {short_day(last)}"


def _hours(time: Interval) -> str:
    """Of one day: the whole of it, from when on, until when, or both."""
    begins, ends = clock_time(time.since), clock_time(time.until)
    if ends == "0:00":
        return "" if begins == "0:00" else f", from {begins}"
    return f", {begins}" + (f" to {ends}" if begins != ends else "")


def stretches(times: Sequence[Interval], most: int = 3) -> str:
    """Several of them, the latest so many."""
    return people_list([stretch(one) for one in times[-most:]])
