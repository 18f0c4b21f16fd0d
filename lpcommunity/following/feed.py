"""What is new: what others put on record in one's own places and in those one follows, newest first."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, select, true, union

from lpcommunity.access.reader import Reader
from lpcommunity.entries.latest_per_group import latest_groups, latest_per_group
from lpcommunity.entries.models import entry_theme
from lpcommunity.entries.policy import ENTRY, READABLE, READER, READER_PLACES
from lpcommunity.entries.queries import CARD, CARD_ROWS, PAGE, PLACE, SIZE, Page, card_of, older, page
from lpcommunity.following.models import Follow
from lpcommunity.storage import Statement

FOLLOW: FromClause = Follow.__table__
THEIRS = READABLE & (ENTRY.c.author_id != READER)


def _newest(match: ColumnElement[bool]) -> Select[tuple[int]]:
    by_time = (ENTRY.c.published_at.desc(), ENTRY.c.id.desc())
    return select(ENTRY.c.id).where(match, THEIRS, older()).order_by(*by_time).limit(SIZE)


def _newest_with_theme() -> Select[tuple[int]]:
    """Along the index of a theme by time, so that a theme which very many entries carry costs what a rare one costs."""
    at, entry_id = entry_theme.c.published_at, entry_theme.c.entry_id
    return (
        select(ENTRY.c.id)
        .select_from(entry_theme.join(ENTRY, ENTRY.c.id == entry_id))
        .where(entry_theme.c.theme_id == FOLLOW.c.theme_id, older(at, entry_id), THEIRS)
        .order_by(at.desc(), entry_id.desc())
        .limit(SIZE)
    )


def _lately(dialect: str, key: str, column: ColumnElement[Any]) -> Select[Any]:
    """The newest of what is followed of one sort: an entry has one place, and one author."""
    followed = FOLLOW.c[key]
    mine = (FOLLOW.c.person_id == READER) & followed.is_not(None)
    lately = latest_groups(FOLLOW, followed, mine, _newest(column == followed), SIZE)
    return latest_per_group(dialect, lately, true(), _newest(column == lately.c.of))


def _feed(dialect: str) -> Select[Any]:
    themes = (FOLLOW.c.person_id == READER) & FOLLOW.c.theme_id.is_not(None)
    found = union(
        _lately(dialect, "partnership_id", ENTRY.c.partnership_id),
        _lately(dialect, "followed_id", ENTRY.c.author_id),
        latest_per_group(dialect, FOLLOW, themes, _newest_with_theme()),
        latest_per_group(dialect, PLACE, PLACE.c.id.in_(READER_PLACES), _newest(ENTRY.c.partnership_id == PLACE.c.id)),
    ).subquery("found")
    # Of all that was found the newest come first, by their moments alone; then only those are read.
    shown = select(found.c.id).order_by(found.c.published_at.desc(), found.c.id.desc()).limit(SIZE).subquery("shown")
    query = select(*CARD).select_from(CARD_ROWS).where(ENTRY.c.id.in_(select(shown.c.id)))
    return query.order_by(ENTRY.c.published_at.desc(), ENTRY.c.id.desc()).limit(SIZE)


FEED = Statement(_feed, card_of)


def feed(actor: Reader, after: str | None = None, size: int = PAGE) -> Page:
    """Entries of the places, people and themes that this person follows and of their own places: one query.

    What they wrote themselves is not new to them, and stays out.
    """
    return page(FEED, actor, after, size)
