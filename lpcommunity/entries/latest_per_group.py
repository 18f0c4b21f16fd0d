"""The newest entries of each of several places, people or themes, however long one of them has been silent.

One `IN (…) ORDER BY` over all of them falls off a cliff on PostgreSQL as soon as one has been silent for long
(PROMISES section 5): so the newest few of each are found by an index range of its own, and merged.
"""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, select, true

from lpcommunity.entries.models import Entry

ENTRY: FromClause = Entry.__table__
ONE: FromClause = ENTRY.alias("one")


def latest_per_group(
    dialect: str, targets: FromClause, which: ColumnElement[bool], newest: Select[tuple[int]]
) -> Select[Any]:
    """The ids that `newest` finds for each row of `targets` that `which` names, with their moments.

    `newest` selects ids of entries for one row of `targets`, in their order and with a limit. PostgreSQL does it with
    LATERAL; SQLite, which has none, with a subquery for each row.
    """
    each: Select[Any] = newest.correlate(targets)
    if dialect == "postgresql":
        found = each.add_columns(ENTRY.c.published_at).lateral("newest")
        return select(found.c.id, found.c.published_at).select_from(targets).join(found, true()).where(which)
    return select(ONE.c.id, ONE.c.published_at).select_from(targets).join(ONE, ONE.c.id.in_(each)).where(which)
