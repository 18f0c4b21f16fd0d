"""What is behind a figure of a place in a month: entries and reported actions, as far as the reader may open them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam

from lpcommunity.access.reader import Reader
from lpcommunity.actions.action_lines import ActionLine
from lpcommunity.actions.queries import reported_between
from lpcommunity.entries.policy import ENTRY, reads
from lpcommunity.entries.queries import Card, Page, cards, cursor, place_in_list
from lpcommunity.pages.queries.month_range import Month
from lpcommunity.storage import Moment, Statement

BEHIND = 50  # entries or actions at a time
OF_ACTIONS = "action-"  # how a cursor begins that goes on among the actions

CARDS_IN_MONTH: Statement[Card] = cards(
    ENTRY.c.partnership_id == bindparam("place", type_=Integer),
    ENTRY.c.published_at >= bindparam("since", type_=Moment),
)


@dataclass(frozen=True)
class BehindFigure:
    """What is behind a figure: entries first, then actions; and the cursor of the next page."""

    cards: list[Card]
    actions: list[ActionLine]
    next: str | None


def behind(actor: Reader, place_id: int, month: Month, after: str | None = None, size: int = BEHIND) -> BehindFigure:
    """What came of a place in a month, as far as this reader may open it, newest first: two queries at most."""
    begins, ends = month.begins, month.later(1).begins
    found = Page([], None)
    if not (after or "").startswith(OF_ACTIONS):
        found = _cards(actor, place_id, begins, ends, after, size)
        if found.next:
            return BehindFigure(found.cards, [], found.next)
        after = None
    top = {"before": ends, "before_id": 0}
    before = place_in_list(after.removeprefix(OF_ACTIONS)) if after else top
    actions = reported_between(actor, place_id, begins, min(before, top, key=lambda one: one["before"]), size + 1)
    shown = actions[:size]
    last = shown[-1] if len(actions) > size else None
    following = f"{OF_ACTIONS}{cursor(last.reported_at, last.id)}" if last is not None and last.reported_at else None
    return BehindFigure(found.cards, shown, following)


def _cards(actor: Reader, place_id: int, begins: datetime, ends: datetime, after: str | None, size: int) -> Page:
    place = place_in_list(after)
    before = place if place["before"] < ends else {"before": ends, "before_id": 0}
    found = CARDS_IN_MONTH.all(reads(actor), before, place=place_id, since=begins, size=size + 1)
    shown = found[:size]
    return Page(shown, cursor(shown[-1].published_at, shown[-1].id) if len(found) > size else None)
