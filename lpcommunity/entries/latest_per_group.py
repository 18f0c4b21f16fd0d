"""The newest entries of each of several places, people or themes, however long one of them has been silent.

One `IN (…) ORDER BY` over all of them falls off a cliff on PostgreSQL as soon as one has been silent for long
(PROMISES section 5): so the newest few of each are found by an index range of its own, and merged.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select, true

from lpcommunity.entries.models import Entry
from lpcommunity.storage import session


def latest_per_group(
    targets: Any,
    which: ColumnElement[bool],
    match: ColumnElement[bool],
    where: Sequence[ColumnElement[bool]],
    size: int,
) -> Select[tuple[int]]:
    """The ids of the newest `size` entries of each row of `targets` (a mapped class) that `which` names.

    `match` ties an entry to its row (`Entry.partnership_id == Partnership.id`), `where` narrows the entries.
    PostgreSQL does it with LATERAL; SQLite, which has none, with a subquery for each row.
    """
    table: Table = targets.__table__
    each = (
        select(Entry.id)
        .where(match, *where)
        .order_by(Entry.published_at.desc(), Entry.id.desc())
        .limit(size)
        .correlate(table)
    )
    if session().get_bind().dialect.name == "postgresql":
        newest = each.lateral("newest")
        return select(newest.c.id).select_from(table).join(newest, true()).where(which)
    one = Entry.__table__.alias("one")
    return select(one.c.id).select_from(table).join(one, one.c.id.in_(each)).where(which)
