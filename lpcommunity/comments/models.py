"""What people say below an entry, for whom, and how many say it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.entries.models import hangs_on_public, is_or_was_public
from lpcommunity.storage import Base, Moment, sparse_index

PUBLISHED, WITHDRAWN = "published", "withdrawn"
HIDDEN = "hidden"  # its place stays, its words are its author's alone until they are changed (moderation)
LONGEST = 10_000  # characters of one comment
LONGEST_QUOTE = 500
LONGEST_REASON = 200
HOLDER = "comment"  # what holds its files (attachments.holders)


_on_public = hangs_on_public("entry_id")


def _is_below_public(row: Any) -> bool:
    """Whether anybody could read this, or can: what was said below a public entry which is for fewer by now is for
    fewer, too.
    """
    return is_or_was_public(row) and _on_public(row)


class Comment(Base):
    """Something said below an entry, or in reply to what was said there.

    It is for those for whom the entry was when it was said (`audience`, `confided_at`), and read by those of them who
    may read the entry today (ADR 53). A reply is never for more people than what it replies to. `thread_id` is the
    number of the comment that a thread begins with: its own, where it replies to nothing. `entry_author_id`,
    `partnership_id`: the entry's, so that who may read it is known from its row.
    """

    __tablename__ = "comment"
    __table_args__: Any = (
        Index("ix_comment_talk", "entry_id", "thread_id", "id"),
        Index("ix_comment_author_time", "author_id", "said_at", "id"),
        Index("ix_comment_entry_time", "entry_id", "said_at", "id", "author_id"),
        CheckConstraint(
            "(quoted_version IS NULL AND quoted_comment_id IS NULL AND quoted_words = '')"
            " OR (quoted_version IS NOT NULL AND quoted_words != '')",
            name="quotes_words_of_a_version",
        ),
        {"info": {"guarded_by": "comment", "on_public_pages": _is_below_public}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(36), unique=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    thread_id: Mapped[int] = mapped_column(default=0)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entry_author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    audience: Mapped[str] = mapped_column(String(20))
    confided_at: Mapped[datetime | None] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(20), default=PUBLISHED)
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    said_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    # Words of the entry, or of another comment below it, as they stood in that version.
    quoted_version: Mapped[int | None]
    quoted_comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    quoted_words: Mapped[str] = mapped_column(String(LONGEST_QUOTE), default="")


sparse_index(Comment.__table__, "parent_id", "quoted_comment_id")


class CommentRevision(Base):
    """One version of a comment as it stood, with the audience under which it was written."""

    __tablename__ = "comment_revision"
    __table_args__ = (UniqueConstraint("comment_id", "n"), {"info": {"guarded_by": "comment_revision"}})

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    n: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    entry_author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    audience: Mapped[str] = mapped_column(String(20))
    confided_at: Mapped[datetime | None] = mapped_column(Moment)
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Moment)


class CommentCount(Base):
    """How many comments stand below an entry that are for just these people. A card adds up those of its reader."""

    __tablename__ = "comment_count"
    __table_args__: Any = (
        Index("ix_comment_count_entry", "entry_id"),
        {"info": {"guarded_by": "comment_count", "on_public_pages": _is_below_public}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    author_id: Mapped[int | None]  # of none in particular: so that the one condition reads this table, too
    entry_author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    audience: Mapped[str] = mapped_column(String(20))
    confided_at: Mapped[datetime | None] = mapped_column(Moment)
    number: Mapped[int]


class Closing(Base):
    """A conversation that is closed: by whom, since when and why. `audience`: who the entry was for then, and so who
    reads the reason. Opened again, it is gone.
    """

    __tablename__ = "closing"
    __table_args__: Any = ({"info": {"guarded_by": "closing", "on_public_pages": hangs_on_public("entry_id")}},)

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entry_author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    audience: Mapped[str] = mapped_column(String(20))
    confided_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    closed_at: Mapped[datetime] = mapped_column(Moment)


class ConversationLook(Base):
    """When somebody last looked at the conversation below an entry. Nobody else ever learns of it; it goes after ninety
    days (KEEP_VISITS_DAYS).
    """

    __tablename__ = "conversation_look"
    __table_args__ = (UniqueConstraint("person_id", "entry_id"), {"info": {"guarded_by": "entry"}})

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    looked_at: Mapped[datetime] = mapped_column(Moment, index=True)
    before_at: Mapped[datetime | None] = mapped_column(Moment)  # the time before, while they go on looking
