"""Invitations: the way in."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Person
from lpcommunity.storage import Base, Moment


class Invitation(Base):
    """A person is asked to join, into a partnership and a role there, or into a role in the whole installation.

    Single use, fourteen days (PROMISES section 3). The link is signed over id and nonce; sending it again
    keeps the nonce and moves the day; withdrawing or claiming closes it for good.

    `starts_on` and `ends_on` are of the membership that it promises: empty from when it is accepted, and for no end.
    """

    __tablename__ = "invitation"
    __table_args__ = (Index("ix_invitation_email", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120), default="")  # as the inviter wrote it; the invited may change it
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    role: Mapped[str] = mapped_column(String(30))  # a partnership role, or one of people.models.ROLES
    inviter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the operator's command line
    nonce: Mapped[str] = mapped_column(String(40))
    invited_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    partnership: Mapped[Partnership | None] = relationship(lazy="joined")
    inviter: Mapped[Person | None] = relationship(foreign_keys=[inviter_id], lazy="raise")
