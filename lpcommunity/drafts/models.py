"""What somebody is still writing. Kept on the server while they type; read by nobody else, ever."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.storage import Base, Json, Moment

MOST_SUBJECT, MOST_PATH = 40, 300  # letters


def draft_address(path: str, idempotency_key: str) -> str:
    """Where to carry on at this path with what was written in the form of this key."""
    return f"{path}{'&' if '?' in path else '?'}draft={idempotency_key}"


class Draft(Base):
    """One form that is being filled in, under the idempotency key of its signed form.

    `path` is where to carry on. `subject` groups drafts of one thing (drafts.subjects): a new entry of some kind for
    the record of partnership 4 (`<kind>:new:4`), an edit of entry 17 (`entry:17`), an answer to entry 9 (`review:9`).

    A draft that was sent or thrown away is `spent`: its words are gone, its key stays for a while, so that an
    autosave which arrives late does not bring it back.
    """

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_person", "person_id", "subject", "saved_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject: Mapped[str] = mapped_column(String(MOST_SUBJECT))
    path: Mapped[str] = mapped_column(String(MOST_PATH))
    label: Mapped[str] = mapped_column(String(200), default="")  # a title or first words, for "Finish your draft"
    fields: Mapped[dict[str, Any]] = mapped_column(Json())  # form field name -> list of values, as typed
    base_version: Mapped[int | None]  # the version of the entry that an edit began from
    started_at: Mapped[datetime] = mapped_column(Moment)
    saved_at: Mapped[datetime] = mapped_column(Moment)
    window: Mapped[str | None] = mapped_column(String(36))  # in which it was saved last (drafts.windows)
    saves: Mapped[int] = mapped_column(default=0, server_default="0")  # how often it was
    spent_at: Mapped[datetime | None] = mapped_column(Moment, index=True)

    @property
    def address(self) -> str:
        """Where to carry on with exactly this draft."""
        return draft_address(self.path, self.idempotency_key)
