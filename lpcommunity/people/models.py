"""People, their organisations, and the roles they hold in the whole installation."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lpcommunity.people.names import first_name_of, initials_of
from lpcommunity.storage import Base, Moment, blobs, sparse_index
from lpcommunity.storage.change_stamp import changes_more_than

SECTORS = {
    "council": "Council",
    "combined-authority": "Combined authority",
    "university": "University",
    "nhs": "NHS",
    "business": "Business",
    "charity": "Charity",
}

ROLES = {
    "programme-team": "Programme team",
    "evaluator": "Evaluator",
    "moderator": "Moderator",
    "administrator": "Administrator",
}


def photo_url_of(person_id: int, photo_key: str | None) -> str | None:
    """Where somebody's photo is, if there is one. It changes with the photo, so that a browser may keep it."""
    return f"/people/{person_id}/photo?v={photo_key[:16]}" if photo_key else None


class Organisation(Base):
    """A council, combined authority, university, NHS body, business or charity."""

    __tablename__ = "organisation"
    __table_args__ = {"info": {"on_public_pages": True}}

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_name: Mapped[str] = mapped_column(String(200), index=True)
    sector: Mapped[str] = mapped_column(String(40), index=True)


# Of a person, what nobody sees who is signed out.
PRIVATE = {"called", "email", "password_hash", "helps_with", "made_by_demo"}


class Person(Base):
    """Somebody with an account. `password_hash` is empty until they have chosen a password."""

    __tablename__ = "person"
    __table_args__ = {"info": {"on_public_pages": lambda person: changes_more_than(person, PRIVATE)}}

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case; see people.email_addresses
    name: Mapped[str] = mapped_column(String(120))
    sort_name: Mapped[str] = mapped_column(String(120), index=True)
    called: Mapped[str | None] = mapped_column(String(60))  # what they want to be greeted with, if they said so
    job_title: Mapped[str] = mapped_column(String(120), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    helps_with: Mapped[str] = mapped_column(Text, default="")
    photo_key: Mapped[str | None] = mapped_column(String(64), info=blobs.NAMES_A_FILE)  # a square WebP
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment)
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)
    made_by_demo: Mapped[bool] = mapped_column(default=False)

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    @property
    def initials(self) -> str:
        """Two letters that stand for the person where there is no photo; titles are left out."""
        return initials_of(self.name)

    @property
    def photo_url(self) -> str | None:
        """Where the photo is, if there is one. It changes with the photo, so that a browser may keep it."""
        return photo_url_of(self.id, self.photo_key)

    @property
    def first_name(self) -> str:
        """What to call them in a greeting: what they said, else what their name suggests."""
        return self.called or first_name_of(self.name)


sparse_index(Person.__table__, "photo_key")

# What somebody may keep from the community, in the order in which they are asked. Names, places and roles stay.
DETAILS = {
    "photo": "My photo",
    "job_title": "My job title",
    "organisation": "My organisation",
    "helps_with": "What I can help with",
}


class HiddenDetails(Base):
    """What a person keeps from the community, and what it says. Nobody has a row who hides nothing.

    What is hidden stands here and no longer with the person: so whatever reads people shows none of it, by itself. Who
    reads this is said in people.policy.
    """

    __tablename__ = "hidden_details"
    __table_args__ = {"info": {"guarded_by": "hidden_details"}}

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    hides_photo: Mapped[bool] = mapped_column(server_default=false())
    hides_job_title: Mapped[bool] = mapped_column(server_default=false())
    hides_organisation: Mapped[bool] = mapped_column(server_default=false())
    hides_helps_with: Mapped[bool] = mapped_column(server_default=false())
    photo_key: Mapped[str | None] = mapped_column(String(64), info=blobs.NAMES_A_FILE)
    job_title: Mapped[str] = mapped_column(String(120), server_default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    helps_with: Mapped[str] = mapped_column(Text, server_default="")


sparse_index(HiddenDetails.__table__, "photo_key", "organisation_id")


class RoleHolding(Base):
    """A role in the whole installation, for a time."""

    __tablename__ = "role_holding"
    __table_args__ = (Index("ix_role_holding_current", "person_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(30), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
