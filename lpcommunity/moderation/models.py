"""Texts that were reported, what was sent of them, and what was decided."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.storage import Base, Moment, sparse_index

MODERATORS, FACILITATORS = "moderators", "facilitators"  # whom a report is for

# What is wrong with it, as its reporter sees it.
WHYS = {
    "hurtful": "It hurts somebody, or puts them down",
    "private": "It tells something about somebody that is not meant for others",
    "misleading": "It is untrue, or could do harm",
    "advertising": "It advertises something",
    "other": "Something else",
}
ASKED, HIDDEN, LEFT = "asked", "hidden", "left"  # what was decided last
ANSWERED, CHANGED, SHOWN = "answered", "changed", "shown"  # further steps: the author's; shown again

LONGEST = 500  # characters of what somebody says to it


class ReportedText(Base):
    """A text that somebody reported: all reports of it, until it is decided to leave it, are one case.

    It says what the text is and no word of it. `waiting_since` is there while somebody is to decide; `decision` is the
    last one. `to_moderators`, `to_facilitators`: for whom reports of it are, so far. `confided_at`: of the entry that
    it belongs to, when it was reported last: whom what is confided of it reaches.
    """

    __tablename__ = "reported_text"
    __table_args__ = (
        Index(
            "ix_reported_text_waiting",
            "waiting_since",
            "id",
            sqlite_where=text("waiting_since IS NOT NULL"),
            postgresql_where=text("waiting_since IS NOT NULL"),
        ),
        Index(
            "uq_reported_text_active",
            "about",
            "about_id",
            unique=True,
            sqlite_where=text("decision != 'left'"),
            postgresql_where=text("decision != 'left'"),
        ),
        Index("ix_reported_text_decided", "decided_at", "id"),
        Index(
            "ix_reported_text_hidden",
            "decided_at",
            "id",
            sqlite_where=text("decision = 'hidden'"),
            postgresql_where=text("decision = 'hidden'"),
        ),
        {"info": {"guarded_by": "reported_text"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(String(20))  # the key of a subject (subjects.py)
    about_id: Mapped[int]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)  # itself, or what it belongs to
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    confided_at: Mapped[datetime | None] = mapped_column(Moment)
    to_moderators: Mapped[bool] = mapped_column(default=False)
    to_facilitators: Mapped[bool] = mapped_column(default=False)
    waiting_since: Mapped[datetime | None] = mapped_column(Moment)
    decision: Mapped[str] = mapped_column(String(10), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


sparse_index(ReportedText.__table__, "partnership_id", "decided_by_id")


class Report(Base):
    """What one person sent: the text as they read it, its author's name, and their own words. It goes thirty days after
    the decision (KEEP_REPORTS_DAYS), and with it who reported. `decided_at` is empty while it waits.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("case_id", "reporter_id"),
        Index(
            "ix_report_decided",
            "decided_at",
            sqlite_where=text("decided_at IS NOT NULL"),
            postgresql_where=text("decided_at IS NOT NULL"),
        ),
        {"info": {"guarded_by": "reported_text"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("reported_text.id"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    meant_for: Mapped[str] = mapped_column(String(20))  # moderators, facilitators
    why: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(String(200))
    html: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(120))
    reported_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)


class CaseStep(Base):
    """What was decided, and why, or what the author did then. Words go with the reports, but for those that say why
    something is hidden still. `over_at`: since when it is decided, and not hidden. `said_for`: as whom it was decided,
    and whom the author answered; the others who decide on the case learn what was done, and no word.
    """

    __tablename__ = "case_step"
    __table_args__ = (
        Index("ix_case_step_case", "case_id", "id"),
        Index(
            "ix_case_step_over",
            "over_at",
            sqlite_where=text("over_at IS NOT NULL"),
            postgresql_where=text("over_at IS NOT NULL"),
        ),
        {"info": {"guarded_by": "reported_text"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("reported_text.id"))
    act: Mapped[str] = mapped_column(String(10))  # asked, hidden, left, shown; answered, changed
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    said_for: Mapped[str] = mapped_column(String(20), default=MODERATORS)  # moderators, facilitators
    at: Mapped[datetime] = mapped_column(Moment)
    over_at: Mapped[datetime | None] = mapped_column(Moment)
