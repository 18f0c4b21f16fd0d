"""What somebody keeps for themselves."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.storage import Base, Moment

LONGEST_NOTE = 500
MOST = 500  # that one person keeps


class Bookmark(Base):
    """A person keeps an entry, with a note to themselves, or means to read it later (`later`). It stays when the entry
    can no longer be read, and ends with the account.

    Nobody else ever learns of it: no count, no event, no audit line, no column of the entry.
    """

    __tablename__ = "bookmark"
    __table_args__ = (
        UniqueConstraint("person_id", "entry_id"),
        Index("ix_bookmark_person", "person_id", "later", "kept_at", "id"),
        {"info": {"guarded_by": "entry"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    later: Mapped[bool]
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE))
    kept_at: Mapped[datetime] = mapped_column(Moment)
