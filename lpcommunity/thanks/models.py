"""Thanks: one click, once a person and entry. Never a score."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.storage import Base, Moment


class Thanks(Base):
    """Somebody said thanks for an entry."""

    __tablename__ = "thanks"
    __table_args__ = (
        UniqueConstraint("entry_id", "person_id"),
        {"info": {"guarded_by": "entry"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    said_at: Mapped[datetime] = mapped_column(Moment)
