"""What somebody would like help with, and who was thought of."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.entries.models import hangs_on_public
from lpcommunity.storage import Base, Moment, sparse_index

OPEN, ANSWERED, CLOSED = "open", "answered", "closed"


class HelpRequest(Base):
    """What an entry asks for: as wide as the entry, and gone from lists with it. What helped is a saying of its own.

    `question` is what the entry says, kept in the command that says it; empty where that was taken out. `since`: when
    it was opened, answered or closed, so that lists of each walk along one index. What helped (`words`) and whom it
    came from stay while it is answered or closed. `helping_place_id` is where whoever helped belonged then, if that is
    another place than the one that asked. `helped_comment_id`: what was said below the entry
    and helped, if that is it.

    What helped is read, as a comment is, by those for whom the entry was when that was said (`audience`, `confided_at`,
    at `partnership_id`, by `answerer_id`, below what `entry_author_id` wrote): to others it is answered, and no more.
    """

    __tablename__ = "help_request"
    __table_args__ = (
        Index("ix_help_request_state", "state", "since", "id"),
        Index(
            "ix_help_request_helper",
            "helper_id",
            "since",
            "id",
            sqlite_where=text("helper_id IS NOT NULL"),
            postgresql_where=text("helper_id IS NOT NULL"),
        ),
        Index(
            "ix_help_request_helping_place",
            "helping_place_id",
            "since",
            "id",
            sqlite_where=text("helping_place_id IS NOT NULL"),
            postgresql_where=text("helping_place_id IS NOT NULL"),
        ),
        CheckConstraint(
            "state != 'open' OR (words = '' AND helper_id IS NULL AND helped_comment_id IS NULL)",
            name="open_has_no_answer",
        ),
        {"info": {"guarded_by": "entry", "on_public_pages": hangs_on_public("entry_id")}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), unique=True)
    question: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    since: Mapped[datetime] = mapped_column(Moment)
    looked_at: Mapped[datetime | None] = mapped_column(Moment)  # last, who might help; None: not since it was opened
    words: Mapped[str] = mapped_column(Text, default="")
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    helping_place_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    helped_comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    answerer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entry_author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    audience: Mapped[str | None] = mapped_column(String(20))
    confided_at: Mapped[datetime | None] = mapped_column(Moment)


class HelpAsking(Base):
    """Somebody who might help with a request: suggested to whoever asked for help (`asker_id`), then perhaps asked.

    A person is suggested, and so asked, once for each request. That they said “not now” (`declined_at`) is read by
    themselves alone: no list, figure or mail for anybody else looks at it.
    """

    __tablename__ = "help_asking"
    __table_args__ = (
        UniqueConstraint("request_id", "person_id"),
        Index("ix_help_asking_person", "person_id", "suggested_at"),
        Index("ix_help_asking_suggested", "suggested_at"),
        {"info": {"guarded_by": "entry"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("help_request.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    wrote_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))  # why; without: what they can help with
    suggested_at: Mapped[datetime] = mapped_column(Moment)
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    declined_at: Mapped[datetime | None] = mapped_column(Moment)


sparse_index(HelpRequest.__table__, "helped_comment_id", "answerer_id", "entry_author_id", "partnership_id")
sparse_index(HelpAsking.__table__, "wrote_id", "asked_by_id")
