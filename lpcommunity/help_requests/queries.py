"""Reading requests for help: the board, what helped, and one request.

All of it through the one resolver: a request is as wide as its entry.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    String,
    bindparam,
    func,
    or_,
    select,
    tuple_,
)

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import entry_theme
from lpcommunity.entries.policy import ENTRY, ON_RECORD, READER, VISIBLE, meant, mine, published, reads, word
from lpcommunity.entries.queries import SIZE, older, place_in_list
from lpcommunity.help_requests.models import ANSWERED, HelpRequest
from lpcommunity.help_requests.policy import IS_ANSWERED, IS_OPEN, REQUEST
from lpcommunity.help_requests.request_lines import LINES, RequestLine, line_of
from lpcommunity.programmes.models import Theme
from lpcommunity.storage import Moment, Statement, session

PAGE = 10
COUNTED = 20  # beyond it a figure says “20+”
LOOKED_AT = 100  # entries of a theme among which what helped is looked for
MOST_COUNTED = 2000  # open requests among which those of each theme are counted
FIRST = {"after": datetime(1, 1, 2, tzinfo=UTC), "after_id": 0}

THEME: FromClause = Theme.__table__
ENTRY_ID = bindparam("entry", type_=Integer)


@dataclass(frozen=True)
class RequestPage:
    """Some requests, and the cursor of the next page if there is one."""

    lines: list[RequestLine]
    next: str | None


_AFTER = tuple_(bindparam("after", type_=Moment), bindparam("after_id", type_=Integer))
# Asked of each request in turn, and no EXISTS, from which PostgreSQL would make a join with all entries of the theme:
# those that are open are few.
_OF_THEME = (
    select(entry_theme.c.theme_id)
    .where(entry_theme.c.entry_id == REQUEST.c.entry_id, entry_theme.c.theme_id == bindparam("theme", type_=Integer))
    .correlate(REQUEST)
    .scalar_subquery()
    .is_not(None)
)


def _newest(*where: ColumnElement[bool]) -> Statement[RequestLine]:
    query = LINES.where(*where, older(REQUEST.c.since, REQUEST.c.id), ON_RECORD)
    return Statement(query.order_by(REQUEST.c.since.desc(), REQUEST.c.id.desc()).limit(SIZE), line_of)


def _longest(*where: ColumnElement[bool]) -> Statement[RequestLine]:
    query = LINES.where(*where, tuple_(REQUEST.c.since, REQUEST.c.id) > _AFTER, ON_RECORD)
    return Statement(query.order_by(REQUEST.c.since, REQUEST.c.id).limit(SIZE), line_of)


NEWEST, NEWEST_OF_THEME = _newest(IS_OPEN), _newest(IS_OPEN, _OF_THEME)
LONGEST, LONGEST_OF_THEME = _longest(IS_OPEN), _longest(IS_OPEN, _OF_THEME)
FOUND = _newest(IS_ANSWERED)
OF_OTHERS = _newest(IS_OPEN, ENTRY.c.author_id != READER)
OF_ENTRY = Statement(LINES.where(REQUEST.c.entry_id == ENTRY_ID, VISIBLE), line_of)


# What helped is looked for among the newest entries of a theme that this reader may read: of all that was ever answered
# few are of one theme, and none would be found before all of it is read. Asked of each entry in turn, as above.
_carrying: FromClause = ENTRY.alias("carrying")
_by_time = (entry_theme.c.published_at.desc(), entry_theme.c.entry_id.desc())
_newest_of_theme = (
    select(_carrying.c.id, entry_theme.c.published_at)
    .select_from(entry_theme.join(_carrying, _carrying.c.id == entry_theme.c.entry_id))
    .where(
        entry_theme.c.theme_id == bindparam("theme", type_=Integer),
        published(_carrying),
        or_(meant(_carrying), mine(_carrying)),
    )
    .order_by(*_by_time)
    .limit(LOOKED_AT)
    .subquery("newest_of_theme")
)
_state = select(REQUEST.c.state).where(REQUEST.c.entry_id == _newest_of_theme.c.id).correlate(_newest_of_theme)
_helped_of_theme = (
    select(_newest_of_theme.c.id)
    .where(_state.scalar_subquery() == word(ANSWERED))
    .order_by(_newest_of_theme.c.published_at.desc(), _newest_of_theme.c.id.desc())
    .limit(SIZE)
    .subquery("helped_of_theme")
)
FOUND_ON_THEME = Statement(  # their words are read of those few alone
    LINES.where(REQUEST.c.entry_id.in_(select(_helped_of_theme.c.id)), ON_RECORD)
    .order_by(REQUEST.c.since.desc(), REQUEST.c.id.desc())
    .limit(SIZE),
    line_of,
)


STILL_OPEN = Statement(
    select(REQUEST.c.entry_id)
    .select_from(REQUEST.join(ENTRY, ENTRY.c.id == REQUEST.c.entry_id))
    .where(REQUEST.c.entry_id.in_(bindparam("entries", type_=Integer, expanding=True)), IS_OPEN, ON_RECORD)
)


@dataclass(frozen=True)
class ThemeCount:
    """A theme, and how many open requests of it this reader may read."""

    id: int
    slug: str
    name: str
    many: int


_open = (
    select(REQUEST.c.entry_id)
    .select_from(REQUEST.join(ENTRY, ENTRY.c.id == REQUEST.c.entry_id))
    .where(IS_OPEN, ON_RECORD)
    .order_by(REQUEST.c.since.desc(), REQUEST.c.id.desc())
)
_among = _open.limit(MOST_COUNTED).subquery("among")
THEMES = Statement(
    select(THEME.c.id, THEME.c.slug, THEME.c.name, func.count().label("many"))
    .select_from(
        _among.join(entry_theme, entry_theme.c.entry_id == _among.c.entry_id).join(
            THEME, THEME.c.id == entry_theme.c.theme_id
        )
    )
    .group_by(THEME.c.id, THEME.c.slug, THEME.c.name, THEME.c.sort_name)
    .order_by(func.count().desc(), THEME.c.sort_name, THEME.c.id),
    ThemeCount,
)
HOW_MANY: Statement[Any] = Statement(_open.limit(COUNTED + 1))


def wanted(
    actor: Reader, theme_id: int | None = None, after: str | None = None, *, longest_first: bool = False
) -> RequestPage:
    """A page of what is asked for and this person may read, newest or longest open first: one query."""
    all_of_them, of_theme = (LONGEST, LONGEST_OF_THEME) if longest_first else (NEWEST, NEWEST_OF_THEME)
    statement = of_theme if theme_id else all_of_them
    which = {"theme": theme_id} if theme_id else {}
    found = place_in_list(after)
    if longest_first:
        found = {"after": found["before"], "after_id": found["before_id"]} if after else FIRST
    return _page(statement.all(reads(actor), found, which, size=PAGE + 1))


def found_lately(actor: Reader, after: str | None = None, size: int = PAGE) -> RequestPage:
    """What helped, the latest first: one query."""
    return _page(FOUND.all(reads(actor), place_in_list(after), size=size + 1), size)


def wanted_on_theme(actor: Reader, theme_id: int, size: int) -> RequestPage:
    """The newest open requests of a theme: one query."""
    return _page(NEWEST_OF_THEME.all(reads(actor), place_in_list(None), theme=theme_id, size=size + 1), size)


def found_on_theme(actor: Reader, theme_id: int, size: int) -> list[RequestLine]:
    """What helped of late on a theme, the latest first: one query."""
    return FOUND_ON_THEME.all(reads(actor), theme=theme_id, size=size)


def wanted_by_others(actor: Reader, size: int) -> list[RequestLine]:
    """The newest open requests of others: one query."""
    return OF_OTHERS.all(reads(actor), place_in_list(None), size=size)


def longest_open(actor: Reader) -> RequestLine | None:
    """What has been open for longest: one query."""
    return LONGEST.first(reads(actor), FIRST, size=1)


def _page(found: list[RequestLine], size: int = PAGE) -> RequestPage:
    lines = found[:size]
    return RequestPage(lines, lines[-1].key if len(found) > size else None)


def themes_wanted(actor: Reader) -> list[ThemeCount]:
    """The themes of open requests with how many of each this person may read, the most first: one query."""
    return THEMES.all(reads(actor))


def how_many_open(actor: Reader) -> int:
    """How many this person may read, but never more than COUNTED + 1: one query."""
    return len(HOW_MANY.values(reads(actor)))


def request_of(actor: Reader | Visitor, entry_id: int) -> RequestLine | None:
    """What an entry asks for, if this person may read it: one query."""
    return OF_ENTRY.first(reads(actor), entry=entry_id)


def still_open(actor: Reader | Visitor, entry_ids: Collection[int]) -> set[int]:
    """Those of these entries for which help is still wanted: one query, and none for none."""
    return set(STILL_OPEN.values(reads(actor), entries=sorted(entry_ids))) if entry_ids else set()


def request_row(entry_id: int) -> HelpRequest | None:
    """The row that a command changes, which asks for the right again."""
    return session().scalar(select(HelpRequest).where(HelpRequest.entry_id == entry_id))


THEME_AT: Statement[Any] = Statement(select(THEME.c.id).where(THEME.c.slug == bindparam("slug", type_=String)))


def theme_id_at(slug: str) -> int | None:
    """The number of the theme at this address."""
    found = THEME_AT.value(slug=slug)
    return int(found) if found is not None else None
