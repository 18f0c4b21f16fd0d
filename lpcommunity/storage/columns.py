"""Column types and small conventions that every table shares."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Index, TypeDecorator, text
from sqlalchemy.dialects.postgresql import JSONB


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware in Python on both databases (SQLite itself keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def Json() -> Any:  # noqa: N802  (reads as a type in a column definition)
    """JSON on SQLite, JSONB on PostgreSQL."""
    return JSON().with_variant(JSONB(), "postgresql")


# Letters that Unicode does not take apart, beside those that an English reader looks for them.
_BESIDE = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŧ": "t", "ŋ": "n",
    "ĸ": "k", "ɓ": "b", "ƒ": "f", "ɗ": "d", "ɖ": "d", "ŀ": "l", "ə": "e", "ɛ": "e", "ɔ": "o", "ƴ": "y", "ƙ": "k",
    "ʻ": "'", "ʼ": "'", "’": "'", "‘": "'",
})  # fmt: skip
LONGEST_SORT_KEY = 120


def folded(text: str) -> str:
    """Text as names are compared: no accents, no capitals; ł beside l, ø beside o, one kind of apostrophe."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return plain.translate(_BESIDE)


def sort_key(name: str) -> str:
    """A name folded for sorting alike on every database, without a leading “the”; Łukasz beside Lukas, Øyvind beside
    Oyvind. At most 120 characters.
    """
    return " ".join(folded(name).split()).removeprefix("the ")[:LONGEST_SORT_KEY]


def slug_of(name: str) -> str:
    """The part of an address that stands for a name: “Tees Valley” becomes tees-valley. Never empty, never “new”."""
    plain = re.sub(r"[^a-z0-9]+", "-", sort_key(name)).strip("-")[:70].strip("-")
    return plain if plain and plain != "new" else f"{plain or 'x'}-1"


def sparse_index(table: Any, *names: str) -> None:
    """Index columns of this table each of which is mostly empty, over the rows that have something there.

    One over all rows would say that a value has as many rows as are empty, and SQLite would read the whole table rather
    than go along it: once for each row of a join.
    """
    for name in names:
        filled = text(f"{name} IS NOT NULL")
        Index(f"ix_{table.name}_{name}", table.c[name], sqlite_where=filled, postgresql_where=filled)
