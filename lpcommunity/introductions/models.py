"""That somebody introduced two people to each other."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.storage import Base, Moment

LONGEST_WHY = 500


class PeopleIntroduction(Base):
    """Somebody introduced two people, in words of their own. The three alone read it, for a year
    (KEEP_INTRODUCTIONS_DAYS); meanwhile the same person introduces the same two only once. That one of the two lets the
    other have their address (`one_shared_at`, `other_shared_at`) is read by these two: the address itself is none of
    this row, and goes with the account.
    """

    __tablename__ = "people_introduction"
    __table_args__ = (
        Index("ix_people_introduction_introducer", "introducer_id", "made_at"),
        {"info": {"guarded_by": "people_introduction"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    introducer_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    one_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    why: Mapped[str] = mapped_column(String(LONGEST_WHY))
    made_at: Mapped[datetime] = mapped_column(Moment, index=True)
    one_shared_at: Mapped[datetime | None] = mapped_column(Moment)  # when they let the other have their address
    other_shared_at: Mapped[datetime | None] = mapped_column(Moment)
    idempotency_key: Mapped[str] = mapped_column(String(36), unique=True)
