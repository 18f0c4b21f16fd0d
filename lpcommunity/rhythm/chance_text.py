"""What a chance to look back is of, in words."""

from datetime import date

from lpcommunity.rhythm.models import CHECK_IN, MIDDLE, MOVED, REACHED
from lpcommunity.web.humanize import short_day


def what_it_is(kind: str, day: date, milestone: str | None, project: str | None) -> str:
    """As part of a sentence: “the walks begin” was reached."""
    if kind == CHECK_IN:
        return f"the check-in of {short_day(day)}"
    if kind == REACHED:
        return f"“{milestone}” was reached"
    if kind == MOVED:
        return f"“{milestone}” moved to another day"
    return f"“{project}” is half over" if kind == MIDDLE else f"“{project}” comes to its end"
