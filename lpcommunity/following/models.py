"""Who follows what."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.storage import Base, Moment


class Follow(Base):
    """A person follows a partnership, a theme or another person; exactly one of the three."""

    __tablename__ = "follow"
    __table_args__ = (
        UniqueConstraint("person_id", "partnership_id", name="uq_follow_partnership"),
        UniqueConstraint("person_id", "theme_id", name="uq_follow_theme"),
        UniqueConstraint("person_id", "followed_id", name="uq_follow_person"),
        CheckConstraint(
            "(partnership_id IS NOT NULL AND theme_id IS NULL AND followed_id IS NULL)"
            " OR (partnership_id IS NULL AND theme_id IS NOT NULL AND followed_id IS NULL)"
            " OR (partnership_id IS NULL AND theme_id IS NULL AND followed_id IS NOT NULL)",
            name="one_target",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    followed_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime] = mapped_column(Moment)
