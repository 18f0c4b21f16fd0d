"""What is pinned on a theme."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.entries.models import hangs_on_public
from lpcommunity.storage import Base, Moment

MOST = 3  # that a reader finds on a theme
LONGEST_WHY = 200


class ThemePin(Base):
    """An entry is pinned on a theme that it carries, with a word why. Whoever may read the entry reads both."""

    __tablename__ = "theme_pin"
    __table_args__ = (
        UniqueConstraint("theme_id", "entry_id"),
        Index("ix_theme_pin_theme", "theme_id", "id"),
        {"info": {"guarded_by": "entry", "on_public_pages": hangs_on_public("entry_id")}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    pinned_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    why: Mapped[str] = mapped_column(String(LONGEST_WHY))
    pinned_at: Mapped[datetime] = mapped_column(Moment)
