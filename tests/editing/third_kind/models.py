"""Visits: the row, and what happens to them. The table stands apart, so that no other test meets it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ForeignKey, MetaData, String, Table, Text

from lpcommunity.entries.models import Entry

FOOTINGS = {"as-hosts": "As hosts", "as-guests": "As guests"}
ENTRY: Any = Entry.__table__
VISIT = Table(
    "visit_entry",
    MetaData(),
    Column("id", ForeignKey(ENTRY.c.id), primary_key=True),
    Column("footing", String(20), nullable=False),
    Column("keepsake", Text, nullable=False),
)


class Visit(Entry):
    """What was seen elsewhere. What was overheard is among its texts."""

    __table__ = VISIT
    __mapper_args__ = {"polymorphic_identity": "visit"}


@dataclass(frozen=True)
class VisitMade:
    """A visit came on record."""

    entry_id: int
    actor_id: int
