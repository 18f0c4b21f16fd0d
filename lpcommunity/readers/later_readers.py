"""Who will be able to read an entry, or its exchange, if its author leaves it as it is; in words for its author."""

from collections.abc import Iterable
from datetime import datetime

from lpcommunity.entries.models import FACILITATORS
from lpcommunity.readers.queries import OpensLater
from lpcommunity.web.humanize import clock_time, short_day


def readers_later(openings: Iterable[OpensLater], audience: str, now: datetime) -> list[str]:
    """A sentence for each to whom what waits will open: from when on, and how to prevent it."""
    what = "" if audience == FACILITATORS else " can read the exchange, too"
    return [f"{_from(one.opens_at, now)}: {one.name}{what}, unless you say no or take it back." for one in openings]


def _from(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return "Three days after the e-mail that tells you the name"
    return f"From {short_day(moment)}, {clock_time(moment)}" if moment > now else "In a few minutes"
