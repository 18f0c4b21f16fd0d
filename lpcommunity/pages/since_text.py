"""What came to a place since somebody last looked at its page, in a line: what they may read of it, and others did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.following.policy import has_visits
from lpcommunity.following.visits import last_look
from lpcommunity.pages.journey_story import NewSince
from lpcommunity.pages.journey_text import Known
from lpcommunity.pages.queries.place import Head
from lpcommunity.pages.timeline_text import number_of_each
from lpcommunity.slips.queries import SlipLine, slips_of_place
from lpcommunity.storage.clock import LONDON
from lpcommunity.web.humanize import number, people_list, plural


@dataclass(frozen=True)
class LastLook:
    """Since when a place is new to its reader (UTC), and what came since. `since`: None where that is not known yet."""

    since: datetime | None
    news: str = ""
    new: NewSince | None = None


def last_look_at(
    actor: Reader | Visitor, place: Head, known: Known, slips: Sequence[SlipLine] | None = None
) -> LastLook | None:
    """What is new at a place of their own or that they follow; None at any other: a query at most, and one for the
    slips of the place, if they are not at hand.
    """
    if not isinstance(actor, Reader) or not has_visits(actor, place.id, followed=place.followed):
        return None
    since = last_look(actor, place.id)
    if since is None:
        return LastLook(None)
    new = NewSince(since, actor.id)
    moves = slips if slips is not None else slips_of_place(actor, place.id)
    moved = [slip for slip in moves if _is_new(slip, new)]
    return LastLook(since, people_list(_parts(known, moved, new)), new)


def _is_new(slip: SlipLine, new: NewSince) -> bool:
    """A move is known by its day: of the day on which somebody looked it may have been there already."""
    return not slip.own and slip.moved_on > new.moment.astimezone(LONDON).date()


def _parts(known: Known, moved: Sequence[SlipLine], new: NewSince) -> Iterator[str]:
    """One update, one action reported, two begun, and one milestone moved."""
    events = [one for one in (*known.happened, *known.looked_back) if new.covers(one.published_at, one.author_id)]
    if events:
        yield number_of_each(events)
    reported = [one for one in known.actions if one.reported_at and new.covers(one.reported_at, one.reporter_id)]
    begun = [one for one in known.actions if new.covers(one.created_at, one.author_id) and one not in reported]
    if reported:
        yield f"{plural(len(reported), 'action')} reported"
    if begun:
        yield f"{number(len(begun)) if reported else plural(len(begun), 'action')} begun"
    if stones := {one.milestone_id for one in moved}:
        yield f"{plural(len(stones), 'milestone')} moved"
