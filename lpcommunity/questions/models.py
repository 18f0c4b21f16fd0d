"""Questions that their reader left open, and what answered them in the end."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.storage import Base, Moment, sparse_index

OPEN, ANSWERED = "open", "answered"


class Question(Base):
    """A question of an answer that does not end with a reply: “not yet”.

    It is answered when the author of the reflection points to the later entry or action that answers it. `lived_days`:
    from when it was asked until it was answered first; with the day of that and the programme it stays as it is,
    whatever becomes of the question, so that a figure made of many never tells of one (ADR 46).
    """

    __tablename__ = "question"
    __table_args__ = (
        Index("ix_question_place", "partnership_id", "left_open_at"),
        Index("ix_question_author", "author_id", "state", "left_open_at"),
        Index("ix_question_lived", "programme_id", "first_answered_at", "id"),
        CheckConstraint(
            "(state = 'open' AND answered_at IS NULL AND answering_entry_id IS NULL AND answering_action_id IS NULL)"
            " OR (state = 'answered' AND answered_at IS NOT NULL"
            " AND (answering_entry_id IS NULL) != (answering_action_id IS NULL))",
            name="one_answer",
        ),
        {"info": {"guarded_by": "exchange"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    move_id: Mapped[int] = mapped_column(ForeignKey("move.id"), unique=True)
    reflection_id: Mapped[int] = mapped_column(ForeignKey("reflection.id"), index=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # of the reflection: whose question it is
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))  # the latest of its place, then
    state: Mapped[str] = mapped_column(String(10))
    left_open_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answering_entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    answering_action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
    first_answered_at: Mapped[datetime | None] = mapped_column(Moment)
    lived_days: Mapped[int | None]


sparse_index(Question.__table__, "answering_action_id", "answering_entry_id")
