"""What documents say, by their content: the same file is read once, whoever added it."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.storage import Base, Moment

# Waits to be read; has been read, all of it or its beginning; says nothing (a picture of a page); cannot be read (a
# password, damage, a bomb).
WAITING, READ, BEGUN, EMPTY, UNREADABLE = "waiting", "read", "begun", "empty", "unreadable"


class DocumentText(Base):
    """The text of one content, and where it stands with reading it.

    It is there as long as something that is on a page today has a file of this content. `words` are the terms that a
    search finds it by, made once. `run_at`: not to be taken up before; who takes it up puts that later, so what a
    killed worker held is taken up again. `tries` are counted before they are made.
    """

    __tablename__ = "document_text"
    __table_args__ = (
        Index("ix_document_text_state", "state", "run_at", "queued_at"),
        {"info": {"guarded_by": "entry"}},
    )

    blob_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(20), default=WAITING)
    queued_at: Mapped[datetime] = mapped_column(Moment)
    run_at: Mapped[datetime] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    token: Mapped[str | None] = mapped_column(String(32))
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Text, default="")  # last, so that nobody reads past it for the others
    words: Mapped[str] = mapped_column(Text, default="")
