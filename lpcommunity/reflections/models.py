"""Reflections: what we make of it, written along the prompts of a reflective cycle."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.entries.models import Entry, EntryLike, hangs_on_public, is_or_was_public
from lpcommunity.storage import Base, Moment
from lpcommunity.storage.change_stamp import changes_more_than

# The state of the review is the reflection's own (docs/words.md).
NONE, WAITING, ANSWERED, ACKNOWLEDGED = "none", "waiting", "answered", "acknowledged"


class ReflectionLike(EntryLike, Protocol):
    """What rights around a reflection are decided on: its row, or a value that was read from it."""

    @property
    def review_state(self) -> str: ...
    @property
    def rounds(self) -> int: ...
    @property
    def submitted_version(self) -> int | None: ...
    @property
    def cycle(self) -> str: ...


# How its exchange goes: for its author and the facilitators, whoever else may read the text.
EXCHANGE = {
    "review_state", "waiting_since", "rounds", "submitted_version", "acknowledged_at", "left_there_at",
    "confided_at", "confided_version",
}  # fmt: skip


def _stands_on_public_pages(reflection: "Reflection") -> bool:
    return is_or_was_public(reflection) and changes_more_than(reflection, EXCHANGE)


class Reflection(Entry):
    """A reflection. Its words are in `fields`, by the prompt keys of its cycle (reflections.cycles)."""

    __tablename__ = "reflection"
    __table_args__ = {"info": {"on_public_pages": _stands_on_public_pages, "guarded_by": "entry"}}
    __mapper_args__ = {"polymorphic_identity": "reflection"}
    id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    cycle: Mapped[str] = mapped_column(String(20))
    review_state: Mapped[str] = mapped_column(String(20), default=NONE)
    waiting_since: Mapped[datetime | None] = mapped_column(Moment)
    rounds: Mapped[int] = mapped_column(default=0)  # how often it was submitted, but for what was taken back
    submitted_version: Mapped[int | None]  # the version that waits, or was last answered
    acknowledged_at: Mapped[datetime | None] = mapped_column(Moment)
    left_there_at: Mapped[datetime | None] = mapped_column(Moment)  # its author goes on with no answer of before

    @property
    def has_exchange(self) -> bool:
        """Whether it was sent to its facilitators."""
        return self.rounds > 0

    def wait(self, at: datetime) -> None:
        """Begin a round: from now on its facilitators see it in their queue. The first begins the exchange."""
        if not self.has_exchange:
            self.confided_at, self.confided_version = at, self.version
        self.rounds += 1
        self.review_state = WAITING
        self.waiting_since = at
        self.submitted_version = self.version
        self.acknowledged_at = self.left_there_at = None

    def stop_waiting(self, version_before: int | None) -> None:
        """Undo the beginning of this round, as if it had not been submitted again."""
        self.rounds -= 1
        self.review_state = ANSWERED if self.rounds else NONE
        self.waiting_since = None
        self.submitted_version = version_before
        if not self.has_exchange:
            self.confided_at = self.confided_version = None

    def take_answer(self, acknowledged: bool, at: datetime) -> None:
        """A facilitator has answered this round."""
        self.review_state = ACKNOWLEDGED if acknowledged else ANSWERED
        self.acknowledged_at = at if acknowledged else None
        self.waiting_since = None


Index("ix_reflection_queue", Reflection.review_state, Reflection.waiting_since)


class Submission(Base):
    """One time that a reflection was sent to its facilitators: the beginning of a round, unless taken back."""

    __tablename__ = "submission"
    __table_args__ = (
        Index("ix_submission_reflection", "reflection_id", "round"),
        Index("ix_submission_place", "partnership_id", "sent_at", "id"),
        {"info": {"guarded_by": "exchange"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reflection_id: Mapped[int] = mapped_column(ForeignKey("reflection.id"))
    round: Mapped[int]
    version: Mapped[int]  # what was sent; moves on with the text while it waits
    sent_at: Mapped[datetime] = mapped_column(Moment)
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))  # the reflection's place


class ReflectionSubject(Base):
    """What a reflection is about: an entry or a milestone of the same partnership."""

    __tablename__ = "reflection_subject"
    __table_args__ = {"info": {"on_public_pages": hangs_on_public("reflection_id"), "guarded_by": "entry"}}

    id: Mapped[int] = mapped_column(primary_key=True)
    reflection_id: Mapped[int] = mapped_column(ForeignKey("reflection.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"))
