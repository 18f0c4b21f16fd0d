"""What has happened, and who still has to be told of it; and what is to happen on a day to come."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lpcommunity.storage import Base, Json, Moment


class OutboxEvent(Base):
    """A domain event, written in the transaction of what it tells. Carries ids only, never words."""

    __tablename__ = "outbox_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(Json())
    occurred_at: Mapped[datetime] = mapped_column(Moment, index=True)


class Delivery(Base):
    """One subscriber's share of an event: to be done at least once, its effects in the database exactly once."""

    __tablename__ = "outbox_delivery"
    __table_args__ = (
        UniqueConstraint("event_id", "subscriber"),
        Index("ix_outbox_delivery_due", "done_at", "dead_at", "run_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("outbox_event.id"), index=True)
    subscriber: Mapped[str] = mapped_column(String(120))
    run_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    lease_token: Mapped[str | None] = mapped_column(String(40))
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    dead_at: Mapped[datetime | None] = mapped_column(Moment)
    last_error: Mapped[str | None] = mapped_column(Text)

    event: Mapped[OutboxEvent] = relationship(lazy="joined")


class DueRow(Base):
    """An event of a day to come. It waits under a key, one for ever; on its day it becomes an event, and that once."""

    __tablename__ = "due_row"
    __table_args__ = (
        Index(
            "ix_due_row_waiting",
            "due_at",
            "id",
            sqlite_where=text("fell_at IS NULL"),
            postgresql_where=text("fell_at IS NULL"),
        ),
        # Without those that wait, or SQLite would look for what is due along it, among all that is to come.
        Index(
            "ix_due_row_fell_at",
            "fell_at",
            sqlite_where=text("fell_at IS NOT NULL"),
            postgresql_where=text("fell_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # By its bytes, so that the keys which begin alike are one stretch of its index whatever the language.
    key: Mapped[str] = mapped_column(String(120).with_variant(String(120, collation="C"), "postgresql"), unique=True)
    event: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, Any]] = mapped_column(Json())
    due_at: Mapped[datetime] = mapped_column(Moment)
    fell_at: Mapped[datetime | None] = mapped_column(Moment)
