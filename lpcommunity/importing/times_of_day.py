"""At what time of a day something happened of which a file says the day alone."""

from datetime import date, datetime, time


def morning(day: date) -> datetime:
    """A minute past midnight: whoever comes on a day is there for all of it."""
    return datetime.combine(day, time(0, 1))


def noon(day: date) -> datetime:
    """When somebody sat down in the middle of a day."""
    return datetime.combine(day, time(12, 0))


def evening(day: date) -> datetime:
    """When the work of a day is done."""
    return datetime.combine(day, time(18, 0))
