"""The rhythm of a place, its pauses, and its chances to look back; what a check-in brought with it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.programmes.models import RHYTHMS
from lpcommunity.storage import Base, Moment, sparse_index

EVERY = RHYTHMS
PROPOSED = "month"  # where its programme proposes none

CHECK_IN = "check-in"
REACHED, MOVED = "milestone-reached", "milestone-moved"
MIDDLE, END = "project-middle", "project-end"

OPEN, TAKEN, PASSED_OVER, PAUSED = "open", "taken", "passed-over", "paused"


class Rhythm(Base):
    """How often a place checks in, and when next. The days count from the one on which it began or was changed."""

    __tablename__ = "rhythm"

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), primary_key=True)
    every: Mapped[str | None] = mapped_column(String(10))  # None: as its programme proposes
    counted_from: Mapped[date]
    next_on: Mapped[date]
    set_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime | None] = mapped_column(Moment)


class Pause(Base):
    """A place checks in no more until a day, for a reason. `until_on` is the first day that counts again."""

    __tablename__ = "pause"
    __table_args__ = {"info": {"guarded_by": "pause"}}

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(String(20))  # of the reason; "partnership": and the programme team
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confided_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)  # before its day


class Chance(Base):
    """A chance to look back, offered once: to check in on a day, or since something was reached, moved or is half over.

    `offered_as` names what it is and of which day: there is one of each, for ever.
    """

    __tablename__ = "chance"
    __table_args__ = (
        Index("ix_chance_partnership_id_state", "partnership_id", "state"),
        {"info": {"guarded_by": "chance"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offered_as: Mapped[str] = mapped_column(String(80), unique=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    kind: Mapped[str] = mapped_column(String(20))
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    day: Mapped[date]
    state: Mapped[str] = mapped_column(String(12))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))  # that took it
    why: Mapped[str] = mapped_column(Text, default="")  # it was passed over: for the partnership and the team
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)


sparse_index(Chance.__table__, "entry_id")


class Nudge(Base):
    """Somebody was reminded of a chance. Once for each, whatever they are there."""

    __tablename__ = "nudge"
    __table_args__ = (UniqueConstraint("chance_id", "person_id"), {"info": {"guarded_by": "chance"}})

    id: Mapped[int] = mapped_column(primary_key=True)
    chance_id: Mapped[int] = mapped_column(ForeignKey("chance.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    step: Mapped[int]  # 1 after three days, 2 after a week, 3 after two
    nudged_at: Mapped[datetime] = mapped_column(Moment)


class CheckIn(Base):
    """An update that was written as a check-in, and what came with it: known only to those who may read both."""

    __tablename__ = "check_in"
    __table_args__ = {"info": {"guarded_by": "check_in"}}

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    reflection_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), unique=True)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"), unique=True)
