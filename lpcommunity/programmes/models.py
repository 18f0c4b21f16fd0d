"""National programmes and the themes that cut across places."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lpcommunity.storage import Base, Moment

RHYTHMS = {"fortnight": "Every two weeks", "month": "Every month", "quarter": "Every quarter"}


class Programme(Base):
    """A national programme, with an optional predecessor (phase 1, then phase 2)."""

    __tablename__ = "programme"
    __table_args__ = {"info": {"on_public_pages": True}}

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date | None]  # of a predecessor from before our time the days may be unknown
    ends_on: Mapped[date | None]
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    rhythm: Mapped[str | None] = mapped_column(String(10))  # in which its places are proposed to check in
    created_at: Mapped[datetime] = mapped_column(Moment)

    predecessor: Mapped["Programme | None"] = relationship(remote_side="Programme.id", lazy="raise")

    @property
    def desk_path(self) -> str:
        """Where its team works."""
        return f"/programmes/{self.slug}/desk"


class Theme(Base):
    """A subject that cuts across places, such as digital health."""

    __tablename__ = "theme"
    __table_args__ = {"info": {"on_public_pages": True}}

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    sort_name: Mapped[str] = mapped_column(String(120), index=True)
    summary: Mapped[str] = mapped_column(Text, default="")
