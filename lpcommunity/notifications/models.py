"""What a person is told in the app and by e-mail."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lpcommunity.storage import Base, Json, Moment


class Notification(Base):
    """One line in somebody's inbox. It carries no words of the entry: what is shown is read when it is shown,
    through the resolver, so that a notification of something no longer readable vanishes, and is not counted.

    `facts` are of what is no entry, and only what anybody may know: the name of a milestone, its days and the cause.
    """

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("person_id", "event_id", name="uq_notification_once"),
        Index("ix_notification_inbox", "person_id", "read_at", "id"),
        Index("ix_notification_newest", "person_id", "id"),
        Index("ix_notification_old", "read_at", "told_at"),
        {"info": {"guarded_by": "entry"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("outbox_event.id"), index=True)
    type: Mapped[str] = mapped_column(String(40))  # the key of a notification type: update-posted, answered, thanked, …
    reason: Mapped[str] = mapped_column(String(40))  # member, facilitator, author, follows-partnership, …
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id"))
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    facts: Mapped[dict[str, Any] | None] = mapped_column(Json())  # what everybody may know, as it was then
    told_at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)


class Mail(Base):
    """One e-mail, written in the transaction that caused it, sent by the worker, at least once,
    always under the same Message-ID, so that a repeated one can be recognised.
    """

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    unsubscribe_url: Mapped[str] = mapped_column(String(500), default="")
    written_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    failed_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    failed_because: Mapped[str] = mapped_column(Text, default="")


class MailChoice(Base):
    """How a person wants to hear of a kind: at once, in the letter, never (notification_types). Without a row it is as
    the kind says for them. Rows of before this was asked are of kinds that they do not want.
    """

    __tablename__ = "mail_choice"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    how: Mapped[str] = mapped_column(String(10), server_default="never", default="never")
    off_since: Mapped[datetime] = mapped_column(Moment)  # since when it is so


class LetterReader(Base):
    """How somebody gets the letter of what moved, and as far as it has told them. One row for each, so that nothing of
    it grows with time. That they do not want it at all is a MailChoice, as of any other kind.
    """

    __tablename__ = "letter_reader"
    __table_args__ = (
        Index(
            "ix_letter_reader_told_until",
            "told_until",
            sqlite_where=text("told_until IS NOT NULL"),
            postgresql_where=text("told_until IS NOT NULL"),
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    how: Mapped[str | None] = mapped_column(String(10))  # daily, weekly; None: not chosen, so weekly
    weekday: Mapped[int | None]  # of a weekly one; Monday is 0
    last_day: Mapped[date | None]  # the last day for which one was written: never two for a day
    told_until: Mapped[datetime | None] = mapped_column(Moment)  # what came until then, the last one that went told


class MutedPlace(Base):
    """A place of which somebody does not want to read in the letter."""

    __tablename__ = "muted_place"
    __table_args__ = (UniqueConstraint("person_id", "partnership_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    muted_at: Mapped[datetime] = mapped_column(Moment)
