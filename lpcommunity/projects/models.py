"""What a partnership works on within a programme."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

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


class FirstDayKept(ValueError):
    """Somebody would overwrite the day for which a milestone was first planned."""


class Milestone(Base):
    """A day by which something is to be reached; where it was first planned stays known, whatever is done.

    `due_on` is moved in one place only (slips.commands). One that was added by mistake is taken off, and shown to
    nobody but those who keep it; what names it goes on doing so. `said_reached_on`: a day that was said and taken back.
    """

    __tablename__ = "milestone"
    __table_args__ = {"info": {"on_public_pages": True}}

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    first_planned_on: Mapped[date]
    reached_on: Mapped[date | None]
    said_reached_on: Mapped[date | None]
    taken_off_at: Mapped[datetime | None] = mapped_column(Moment)

    project: Mapped[Project] = relationship(lazy="raise")

    @validates("first_planned_on")
    def _kept(self, _name: str, day: date) -> date:
        before: date | None = self.first_planned_on
        if before is not None and day != before:
            raise FirstDayKept(f"{before} stays")
        return day
