"""The entries that a place keeps in its short account."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.entries.models import hangs_on_public
from lpcommunity.storage import Base, Moment


class Pin(Base):
    """A lead keeps this entry as the last thing that their place learned. Each reader finds the newest that they may
    read: what is confided takes nothing away from those who do not read it.

    A row is made anew and never changed, so that what is confided is kept, and let go of, without a sign outside.
    """

    __tablename__ = "pin"
    __table_args__ = (
        Index("ix_pin_place", "partnership_id", "id"),
        {"info": {"guarded_by": "entry", "on_public_pages": hangs_on_public("entry_id")}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    pinned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    pinned_at: Mapped[datetime] = mapped_column(Moment)
