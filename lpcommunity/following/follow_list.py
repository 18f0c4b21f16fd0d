"""The list of whom one follows: partnerships, then themes, then people, each by name, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, String, cast, select

from lpcommunity.access.reader import Reader
from lpcommunity.following.queries import FOLLOW, MINE, PLACE, THEME, FollowedThing
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement
from lpcommunity.storage.name_pages import PAGE, SIZE, TOP, by_name, later, name_cursor, place_in_names


@dataclass(frozen=True)
class FollowLine:
    """One of those followed."""

    id: int
    sort_name: str
    key: str
    name: str


def _follows(table: FromClause, followed: ColumnElement[int], key: ColumnElement[Any]) -> Statement[FollowLine]:
    query = select(table.c.id, table.c.sort_name, cast(key, String).label("key"), table.c.name)
    query = query.select_from(FOLLOW.join(table, table.c.id == followed)).where(MINE, later(table))
    return Statement(query.order_by(*by_name(table)).limit(SIZE), FollowLine)


LISTS: Mapping[str, Statement[FollowLine]] = {
    "partnership": _follows(PLACE, FOLLOW.c.partnership_id, PLACE.c.slug),
    "theme": _follows(THEME, FOLLOW.c.theme_id, THEME.c.slug),
    "person": _follows(PERSON, FOLLOW.c.followed_id, PERSON.c.id),
}


@dataclass(frozen=True)
class FollowPage:
    """Some of those followed, and the cursor of the next page if there is one."""

    things: list[FollowedThing]
    next: str | None


def follows_of(person: Reader, after: str | None = None, size: int = PAGE) -> FollowPage:
    """A page of what this person follows: three queries at most. `after` is the cursor that the page before gave."""
    begin, _, place = (after or "").partition("-")
    kinds = list(LISTS)
    found: list[FollowedThing] = []
    last: str | None = None
    for kind in kinds[kinds.index(begin) :] if begin in kinds else kinds:
        values = place_in_names(place) if kind == begin else TOP
        for line in LISTS[kind].all(values, reader=person.id, size=size + 1 - len(found)):
            if len(found) == size:
                return FollowPage(found, last)
            found.append(FollowedThing(kind, line.key, line.name))
            last = f"{kind}-{name_cursor(line)}"
    return FollowPage(found, None)
