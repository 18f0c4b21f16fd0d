"""Answers to reflections: the facilitator's moves and the member's replies."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lpcommunity.people.models import Person
from lpcommunity.storage import Base, Moment

# Heron's six categories of intervention (J. Heron, Helping the Client), and how they read on screen.
MOVES = {
    "challenging": "A challenging question",
    "supportive": "Support",
    "catalytic": "An opening question",
    "informative": "Information",
    "prescriptive": "A suggestion",
    "cathartic": "Room for feelings",
}
QUESTIONS = {"challenging", "catalytic"}  # set in serif, and those that ask for a reply
ACKNOWLEDGES, INVITES = "acknowledges", "invites"


class Review(Base):
    """A facilitator's answer, sent as a whole; on screen “answer”. Never changed and never overwritten."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("idempotency_key"),
        Index("ix_review_reflection", "reflection_id", "sent_at"),
        Index("ix_review_author_time", "author_id", "sent_at", "id"),
        Index("ix_review_author_place", "author_id", "partnership_id", "sent_at"),
        {"info": {"guarded_by": "exchange"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(36))
    reflection_id: Mapped[int] = mapped_column(ForeignKey("reflection.id"))
    version: Mapped[int]  # the version of the reflection that the answer speaks of
    round: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str] = mapped_column(String(20))  # acknowledges, invites
    sent_at: Mapped[datetime] = mapped_column(Moment)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))  # the reflection's

    author: Mapped[Person] = relationship(lazy="raise")
    moves: Mapped[list["Move"]] = relationship(order_by="Move.position", back_populates="review", lazy="raise")


class Move(Base):
    """One passage of an answer, with its kind, the prompt it speaks to and the words it is tied to."""

    __tablename__ = "move"
    __table_args__ = (
        UniqueConstraint("review_id", "position"),
        {"info": {"guarded_by": "exchange"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    prompt: Mapped[str] = mapped_column(String(40), default="")  # key of the prompt, or empty: the whole
    passage: Mapped[str] = mapped_column(String(500), default="")  # exact words of that version, or empty
    says: Mapped[str] = mapped_column(Text)
    hidden_at: Mapped[datetime | None] = mapped_column(Moment)  # its words are its author's alone (moderation)

    review: Mapped[Review] = relationship(back_populates="moves", lazy="raise")
    replies: Mapped[list["Reply"]] = relationship(order_by="Reply.sent_at", back_populates="move", lazy="raise")


class Reply(Base):
    """The member's reply to one move; several sent together are one response."""

    __tablename__ = "reply"
    __table_args__ = (
        UniqueConstraint("idempotency_key", "move_id"),
        {"info": {"guarded_by": "exchange"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(36))  # the response: all replies sent with one click
    move_id: Mapped[int] = mapped_column(ForeignKey("move.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    says: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(Moment)
    hidden_at: Mapped[datetime | None] = mapped_column(Moment)

    move: Mapped[Move] = relationship(back_populates="replies", lazy="raise")
