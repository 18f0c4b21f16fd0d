"""What is said to an author of what waits when a facilitator goes."""

from lpcommunity.reviews.prospects import Prospects
from lpcommunity.web.humanize import people_list

TAKE_BACK = "You can take it back."


def goes_on(found: Prospects) -> str:
    """Who can still answer what waits; empty where nothing waits, or nobody could."""
    names = found.all_of_it or found.some_of_it
    go = "goes" if len(names) == 1 else "go"
    if found.all_of_it:
        return f"{people_list(names)} {go} on, and can answer what waits. {TAKE_BACK}"
    if found.some_of_it:
        some = f"{people_list(names)} {go} on, and can answer some of what waits."
        return f"{some} The rest goes on waiting for whoever comes. {TAKE_BACK}"
    return ""
