"""Who follows what, and when they last looked."""

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


class Visit(Base):
    """When somebody last looked at the page of a place that is theirs, or that they follow. Nobody else ever learns of
    it; it goes after ninety days (KEEP_VISITS_DAYS).
    """

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("person_id", "partnership_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    looked_at: Mapped[datetime] = mapped_column(Moment, index=True)
    before_at: Mapped[datetime | None] = mapped_column(Moment)  # the time before, while they go on looking
