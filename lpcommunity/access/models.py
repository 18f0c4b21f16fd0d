"""Who did what to accounts, roles and audiences; and how often somebody tried."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.access.append_only import guard
from lpcommunity.storage import Base, Json, Moment


class AuditRecord(Base):
    """One act, never changed (ASVS 5.0, chapter 16). Ids and facts, no words a person wrote.

    Old ones leave by `lpcommunity tidy --audit-before` alone. The numbers are no foreign keys: the record outlives the
    rows. `partnership_id` is the place that it is about, of an entry as well: auditing.queries says who sees it.
    """

    __tablename__ = "audit_record"
    __table_args__ = (
        Index("ix_audit_record_time", "at", "id"),
        Index("ix_audit_record_actor_time", "actor_id", "at", "id"),
        Index("ix_audit_record_subject_time", "subject_kind", "subject_id", "at", "id"),
        Index("ix_audit_record_place_time", "partnership_id", "at", "id"),
        Index("ix_audit_record_act_time", "act", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None] = mapped_column()
    act: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None] = mapped_column()
    details: Mapped[dict[str, Any]] = mapped_column(Json())
    request_id: Mapped[str | None] = mapped_column(String(64))  # as in the log lines; none at the command line
    address: Mapped[str | None] = mapped_column(String(45))  # of the person's machine, as TRUSTED_PROXIES gives it
    partnership_id: Mapped[int | None] = mapped_column()


guard(AuditRecord.__table__)


class Attempt(Base):
    """One attempt at something that is limited: a failed sign-in, a reset asked for, an invitation sent."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_key_at", "key", "at"), Index("ix_attempt_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(Moment)


class RateCounter(Base):
    """How often something was done under a key since its window began. One row for each key, used again and again."""

    __tablename__ = "rate_counter"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    began_at: Mapped[datetime] = mapped_column(Moment)
    count: Mapped[int] = mapped_column()
