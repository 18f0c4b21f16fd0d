"""What a partnership works on within a programme."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lpcommunity.partnerships.models import Partnership
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.storage import Base, Moment


class Project(Base):
    """A partnership's work within a programme: challenge theme, aim, milestones."""

    __tablename__ = "project"
    __table_args__ = {"info": {"on_public_pages": True}}

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    aim: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Moment)

    partnership: Mapped[Partnership] = relationship(lazy="raise")
    programme: Mapped[Programme] = relationship(lazy="raise")
    theme: Mapped[Theme | None] = relationship(lazy="raise")


class Milestone(Base):
    """A day by which something is to be reached; where it was first planned stays known."""

    __tablename__ = "milestone"
    __table_args__ = {"info": {"on_public_pages": True}}

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    first_planned_on: Mapped[date]
    reached_on: Mapped[date | None]

    project: Mapped[Project] = relationship(lazy="raise")
