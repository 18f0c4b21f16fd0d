"""Entries of a list under heads that say when: this week, earlier in November, October, December 2025."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from lpcommunity.entries.queries import Card
from lpcommunity.storage import today
from lpcommunity.web.humanize import in_london

THIS_WEEK = timedelta(days=7)


def dated(cards: Sequence[Card]) -> list[tuple[str, list[Card]]]:
    """These, newest first as they come, under the heads that they need."""
    return [(head, list(those)) for head, those in groupby(cards, key=_head)]


def _head(card: Card) -> str:
    day, now_is = in_london(card.published_at).date(), today()
    if now_is - day < THIS_WEEK:
        return "This week"
    if (day.year, day.month) == (now_is.year, now_is.month):
        return f"Earlier in {day:%B}"
    return f"{day:%B}" if day.year == now_is.year else f"{day:%B %Y}"
