"""What the database has already under the names that a file uses."""

from datetime import date

from sqlalchemy import select

from lpcommunity.entries.models import entry_theme
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.people.models import Organisation, Person
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.reflections.models import ReflectionSubject
from lpcommunity.reviews.models import Move, Review
from lpcommunity.storage import session


def programme(slug: str) -> Programme | None:
    """The programme of this short name, if there is one."""
    return session().scalar(select(Programme).where(Programme.slug == slug))


def theme(slug: str) -> Theme | None:
    """The theme of this short name, if there is one."""
    return session().scalar(select(Theme).where(Theme.slug == slug))


def organisation(slug: str) -> Organisation | None:
    """The organisation of this short name, if there is one."""
    return session().scalar(select(Organisation).where(Organisation.slug == slug))


def partnership(slug: str) -> Partnership | None:
    """The partnership of this short name, if there is one."""
    return session().scalar(select(Partnership).where(Partnership.slug == slug))


def person(email: str) -> Person | None:
    """The person with this address, if there is one."""
    return session().scalar(select(Person).where(Person.email == email))


def has_been(person_id: int, partnership_id: int, role: str, since: date) -> bool:
    """Whether this person has, or had, this role there from that day on."""
    query = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.partnership_id == partnership_id,
        Membership.role == role,
        Membership.starts_on == since,
    )
    return session().scalar(query.limit(1)) is not None


def moves_of_newest_answer(reflection_id: int) -> list[int]:
    """The moves of the answer sent last, as ids in their order."""
    newest = select(Review.id).where(Review.reflection_id == reflection_id).order_by(Review.sent_at.desc()).limit(1)
    query = select(Move.id).where(Move.review_id == newest.scalar_subquery()).order_by(Move.position)
    return list(session().scalars(query))


def theme_ids(entry_id: int) -> list[int]:
    """The themes of an entry, as ids."""
    query = select(entry_theme.c.theme_id).where(entry_theme.c.entry_id == entry_id).order_by(entry_theme.c.theme_id)
    return list(session().scalars(query))


def subjects(reflection_id: int) -> dict[str, list[int]]:
    """What a reflection is about, in the words of the command that changes it."""
    rows = list(session().scalars(select(ReflectionSubject).where(ReflectionSubject.reflection_id == reflection_id)))
    return {
        "about_entry_ids": [row.entry_id for row in rows if row.entry_id is not None],
        "about_milestone_ids": [row.milestone_id for row in rows if row.milestone_id is not None],
    }
