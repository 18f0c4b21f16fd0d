"""What signing in leaves behind: sessions, and links to choose a password or to confirm an address."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lpcommunity.people.models import Person
from lpcommunity.storage import Base, Moment, sparse_index


class SignInSession(Base):
    """One browser that is signed in. The cookie carries the key; the row decides whether it still counts."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment, index=True)
    confirmed_at: Mapped[datetime] = mapped_column(Moment)  # when the password was last given
    browser: Mapped[str] = mapped_column(String(200), default="")
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_because: Mapped[str] = mapped_column(String(30), default="")
    renewal_nonce: Mapped[str | None] = mapped_column(String(43))  # makes the next key, with the present one
    previous_key_hash: Mapped[str | None] = mapped_column(String(64))  # counts a moment after confirmed_at

    person: Mapped[Person] = relationship(lazy="joined")


sparse_index(SignInSession.__table__, "previous_key_hash")


class PasswordReset(Base):
    """A link to choose a new password: one hour, single use. The link is signed; the row decides."""

    __tablename__ = "password_reset"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    nonce: Mapped[str] = mapped_column(String(40))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class EmailChange(Base):
    """A new e-mail address that waits to be confirmed from its own mailbox."""

    __tablename__ = "email_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    new_email: Mapped[str] = mapped_column(String(254))
    old_email: Mapped[str] = mapped_column(String(254))  # told of the change once it is made
    nonce: Mapped[str] = mapped_column(String(40))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
