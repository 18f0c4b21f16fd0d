"""Who was told of whom. What an author then opens stands by the entry (entries.models.Opening)."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.storage import Base, Moment


class Introduction(Base):
    """Somebody who had confided something in a place is told, once, who facilitates it and from when.

    `told_at` is when the e-mail went out, the line in their inbox being there by then.
    """

    __tablename__ = "introduction"
    __table_args__ = (UniqueConstraint("membership_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))  # the facilitator's
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    told_at: Mapped[datetime | None] = mapped_column(Moment)
