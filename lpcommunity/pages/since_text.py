"""What came to a place since somebody last looked at its page, in a line: what they may read of it, and others did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.following.policy import has_visits
from lpcommunity.following.visits import last_look
from lpcommunity.pages.queries.place import Head
from lpcommunity.pages.queries.timeline import Event
from lpcommunity.pages.timeline_text import number_of_each


@dataclass(frozen=True)
class LastLook:
    """Since when a place is new to its reader (UTC), and what came since. `since`: None where that is not known yet."""

    since: datetime | None
    news: str = ""


def last_look_at(actor: Reader | Visitor, place: Head, events: Sequence[Event]) -> LastLook | None:
    """What is new at a place of their own or that they follow; None at any other: a query at most."""
    if not isinstance(actor, Reader) or not has_visits(actor, place.id, followed=place.followed):
        return None
    since = last_look(actor, place.id)
    if since is None:
        return LastLook(None)
    new = [one for one in events if one.published_at > since and one.author_id != actor.id]
    return LastLook(since, number_of_each(new))
