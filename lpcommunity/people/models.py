"""People, their organisations, and the roles they hold in the whole installation."""

from datetime import datetime
from itertools import dropwhile

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lpcommunity.storage import Base, Moment
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
    "administrator": "Administrator",
}


TITLES = {
    "dr", "doctor", "prof", "professor", "mr", "mrs", "miss", "ms", "mx", "cllr", "councillor", "rev", "revd",
    "reverend", "sir", "dame", "lord", "lady", "baron", "baroness",
}  # fmt: skip


def first_name_of(name: str) -> str:
    """What to call somebody: the first word of a name that is not a title."""
    words = _without_titles(name)
    return words[0] if words else name


def initials_of(name: str) -> str:
    """Two letters that stand for somebody where there is no photo; titles are left out."""
    letters = [word[0] for word in _without_titles(name.replace(".", " "))]
    return (letters[0] + letters[-1]).upper() if len(letters) > 1 else "".join(letters).upper() or "?"


def _without_titles(name: str) -> list[str]:
    """The words from the first that is no title on: Jane Lord keeps her surname."""
    return list(dropwhile(lambda word: word.rstrip(".").lower() in TITLES, name.split()))


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
PRIVATE = {"email", "password_hash", "helps_with", "made_by_demo"}


class Person(Base):
    """Somebody with an account. `password_hash` is empty until they have chosen a password."""

    __tablename__ = "person"
    __table_args__ = {"info": {"on_public_pages": lambda person: changes_more_than(person, PRIVATE)}}

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case; see people.email_addresses
    name: Mapped[str] = mapped_column(String(120))
    sort_name: Mapped[str] = mapped_column(String(120), index=True)
    job_title: Mapped[str] = mapped_column(String(120), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    helps_with: Mapped[str] = mapped_column(Text, default="")
    photo_key: Mapped[str | None] = mapped_column(String(64), index=True)  # storage.blobs key of a square WebP/JPEG
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
        """What to call them in a greeting: the first word of the name that is not a title."""
        return first_name_of(self.name)


class RoleHolding(Base):
    """A role in the whole installation, for a time."""

    __tablename__ = "role_holding"
    __table_args__ = (Index("ix_role_holding_current", "person_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(30), index=True)
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
