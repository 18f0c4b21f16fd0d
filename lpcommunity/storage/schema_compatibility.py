"""Whether the tables of a database, and this version of the software, fit one another.

A newer version may have brought the database further than this one knows, and only expanded it: then this one goes on.
The database itself says which revision a version must know at least to work on it: the migrations write that, each in
its own transaction (ADR 32). Revisions are numbers with leading zeros, so their order is that of the words.
"""

from enum import Enum
from functools import cache

from sqlalchemy import Column, ColumnClause, Connection, FromClause, String, Table, column, inspect, select, table

from lpcommunity.storage import migrations
from lpcommunity.storage.database import Base
from lpcommunity.storage.statements import Statement

TABLE = Table("schema_compatibility", Base.metadata, Column("oldest_revision", String(32), primary_key=True))
_VERSION: ColumnClause[str] = column("version_num")
VERSIONS: FromClause = table("alembic_version", _VERSION)
APPLIED = Statement(select(_VERSION).select_from(VERSIONS))
OLDEST = Statement(select(TABLE.c.oldest_revision))


class Fit(Enum):
    """How a database stands to this version."""

    SERVES = "serves"
    OLDER = "older"
    NEWER = "newer"


COMPLAINTS = {
    Fit.OLDER: "The database is not in the shape that this version expects. Run: lpcommunity db upgrade",
    Fit.NEWER: (
        "The database belongs to a newer version of lpcommunity, and this one no longer fits it. Nothing was changed: "
        "start the newer version."
    ),
}


def fits(applied: str | None, oldest: str | None, head: str) -> Fit:
    """How a database at revision `applied`, which asks for a version that knows `oldest`, stands to one that knows
    `head`.
    """
    if applied == head:
        return Fit.SERVES
    if applied is None or applied < head:
        return Fit.OLDER
    return Fit.SERVES if oldest is not None and oldest <= head else Fit.NEWER


@cache
def known() -> str:
    """The revision that this version was written for, as it was when this process asked first: a newer version may
    lie in the same folder since.
    """
    return migrations.head() or ""


def fit() -> Fit:
    """How the database that this process works on stands to it. Raises SQLAlchemyError if it does not answer."""
    applied: str | None = APPLIED.value()
    ahead = applied is not None and applied > known()
    return fits(applied, OLDEST.value() if ahead else None, known())


def fit_of(database_url: str) -> Fit:
    """The same of a database by its address."""
    with migrations.connected(database_url, writes=False) as connection:
        if not inspect(connection).has_table(VERSIONS.name):  # type: ignore[attr-defined]
            return Fit.OLDER
        applied = connection.scalar(select(_VERSION).select_from(VERSIONS))
        return fits(applied, _oldest(connection), known())


def _oldest(connection: Connection) -> str | None:
    """None before the revision that brought this table."""
    return connection.scalar(select(TABLE.c.oldest_revision)) if inspect(connection).has_table(TABLE.name) else None
