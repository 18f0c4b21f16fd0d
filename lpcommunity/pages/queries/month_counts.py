"""What came of places in each month, and when something came last.

A figure counts what its reader may open, and nothing else: the same condition stands in the list behind it
(month_entries).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    FromClause,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from lpcommunity.access.reader import Reader
from lpcommunity.actions.policy import ACTION, READABLE
from lpcommunity.entries.policy import ENTRY, ON_RECORD, meant, mine, published, reads
from lpcommunity.pages.queries.month_range import MOST_MONTHS, Month
from lpcommunity.pages.queries.months import MonthsPlace
from lpcommunity.pages.queries.places import PLACE, PLACES
from lpcommunity.storage import Moment, Statement

ACTIONS, LATE, LATEST = "action", "late", "latest"  # beside the kinds of entry
NEVER = datetime(9999, 1, 1, tzinfo=UTC)

# When each month that is shown begins, and when the last one ends; unused ones are never reached.
SINCE, UNTIL = bindparam("since", type_=Moment), bindparam("until", type_=Moment)
BEGINS = [bindparam(f"begins_{n}", type_=Moment) for n in range(MOST_MONTHS)]


def _named(what: str) -> ColumnElement[str]:
    return literal_column(f"'{what}'", String)


def _number(n: int) -> ColumnElement[int]:
    return literal_column(str(n), Integer)


def _month(at: ColumnElement[Any], first: int = 0, last: int = MOST_MONTHS - 1) -> ColumnElement[int]:
    """The number of the month in which a moment lies: found by halves, since it is asked of each row."""
    if first == last:
        return _number(first)
    half = (first + last + 1) // 2
    return case((at >= BEGINS[half], _month(at, half, last)), else_=_month(at, first, half - 1))


def _counted(
    what: ColumnElement[str], place: ColumnElement[int], at: ColumnElement[Any], readable: ColumnElement[bool]
) -> Select[Any]:
    """How many in each month."""
    rows = select(what.label("what"), place.label("place_id"), _month(at).label("month"))
    one = rows.where(place.in_(PLACES), at >= SINCE, at < UNTIL, readable).subquery()
    number, nothing = func.count().label("number"), cast(null(), Moment).label("at")
    return select(one.c.place_id, one.c.what, one.c.month, number, nothing).group_by(*one.c)


def _single(what: str, number: ColumnElement[Any], at: ColumnElement[Any]) -> Select[Any]:
    """One figure or one moment of each place, from its actions."""
    columns = (_named(what).label("what"), _number(0).label("month"), number.label("number"), at.label("at"))
    here = select(ACTION.c.partnership_id.label("place_id"), *columns).where(
        ACTION.c.partnership_id.in_(PLACES), READABLE
    )
    return here.group_by(ACTION.c.partnership_id)


_newest_entry = (
    select(ENTRY.c.published_at)
    .where(ENTRY.c.partnership_id == PLACE.c.id, ON_RECORD)
    .order_by(ENTRY.c.published_at.desc(), ENTRY.c.id.desc())
    .limit(1)
    .correlate(PLACE)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Count:
    """How many of one sort came of a place in a month, as far as the reader may open them; or when it was the last."""

    place_id: int
    what: str
    month: int
    number: int
    at: datetime | None


OF_INDEX = ("partnership_id", "published_at", "id", "audience", "state", "author_id", "kind", "confided_at")


def _entries(dialect: str) -> FromClause:
    """The entries of these places and months, to be asked who may read them. PostgreSQL would rather fetch each of the
    long rows than read the index, which holds all that is asked: so the range is read first (OFFSET 0 stands between).
    """
    if dialect != "postgresql":
        return ENTRY
    rows = select(*(ENTRY.c[name] for name in OF_INDEX)).where(
        ENTRY.c.partnership_id.in_(PLACES), ENTRY.c.published_at >= SINCE, ENTRY.c.published_at < UNTIL
    )
    return rows.offset(_number(0)).subquery("entry")


def _counts(dialect: str) -> CompoundSelect[Any]:
    rows = _entries(dialect)
    on_record = and_(published(rows), or_(meant(rows), mine(rows)))  # entries.policy.ON_RECORD, over these
    return union_all(
        _counted(rows.c.kind, rows.c.partnership_id, rows.c.published_at, on_record),
        _counted(_named(ACTIONS), ACTION.c.partnership_id, ACTION.c.reported_at, READABLE),
        _single(LATE, func.count(), cast(null(), Moment)).where(
            ACTION.c.reported_at.is_(None), ACTION.c.due_on < bindparam("today", type_=Date)
        ),
        _single(LATEST, _number(0), func.max(ACTION.c.created_at)),
        _single(LATEST, _number(0), func.max(ACTION.c.reported_at)),
        select(PLACE.c.id, _named(LATEST), _number(0), _number(0), _newest_entry).where(PLACE.c.id.in_(PLACES)),
    )


COUNTS = Statement(_counts, Count)


def count(actor: Reader, places: Sequence[MonthsPlace], months: Sequence[Month]) -> None:
    """Give these places what came in each of these months, when something came last, and how many actions are late, as
    far as the reader may open it: one query.
    """
    by_id = {place.id: place for place in places}
    if not by_id or not months:
        return
    begins = [one.begins for one in months]
    values = {f"begins_{n}": begins[n] if n < len(begins) else NEVER for n in range(MOST_MONTHS)}
    known = {**reads(actor), **values, "since": begins[0], "until": months[-1].later(1).begins}
    for one in COUNTS.all(known, places=sorted(by_id)):
        place = by_id[one.place_id]
        if one.what == LATE:
            place.late = one.number
        elif one.what == LATEST:
            place.latest = max(filter(None, (place.latest, one.at)), default=None)
        else:
            place.counts.setdefault(one.month, {})[one.what] = one.number
