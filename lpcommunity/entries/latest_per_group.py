"""The newest entries of each of several places, people or themes, however long one of them has been silent.

One `IN (…) ORDER BY` over all of them falls off a cliff on PostgreSQL as soon as one has been silent for long
(PROMISES section 5): so the newest few of each are found by an index range of its own, and merged. Whoever follows
hundreds needs only the few of them where something is newest.
"""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, select, true

from lpcommunity.entries.models import Entry

ENTRY: FromClause = Entry.__table__
ONE: FromClause = ENTRY.alias("one")


def latest_per_group(
    dialect: str, targets: FromClause, which: ColumnElement[bool], newest: Select[tuple[int]], *columns: str
) -> Select[Any]:
    """What `newest` finds for each row of `targets` that `which` names: id, moment, and more columns of these names.

    `newest` selects ids of entries for one row of `targets`, in their order and with a limit. PostgreSQL does it with
    LATERAL; SQLite, which has none, with a subquery for each row.
    """
    named = ("id", "published_at", *columns)
    each: Select[Any] = newest.correlate(targets)
    if dialect == "postgresql":
        found = each.with_only_columns(*(ENTRY.c[name] for name in named)).lateral("newest")
        return select(*(found.c[name] for name in named)).select_from(targets).join(found, true()).where(which)
    rows = select(*(ONE.c[name] for name in named)).select_from(targets)
    return rows.join(ONE, ONE.c.id.in_(each)).where(which)


def latest_groups(
    targets: FromClause, key: ColumnElement[Any], which: ColumnElement[bool], newest: Select[tuple[int]], most: Any
) -> Subquery:
    """Those of `targets` whose newest entry is newest, as `of`: the others have no part in a page of `most` entries.

    Right only where no entry belongs to two of them: else several of them may have the same newest entry.
    """
    first = newest.limit(1).correlate(targets).scalar_subquery()
    rows = select(key.label("of")).select_from(targets.join(ONE, ONE.c.id == first)).where(which)
    return rows.order_by(ONE.c.published_at.desc(), ONE.c.id.desc()).limit(most).subquery("lately")
