"""What there is of the demonstration in this database."""

from dataclasses import dataclass

from sqlalchemy import select

from lpcommunity.demo.models import DemoMark
from lpcommunity.demo.personas import PERSONAS
from lpcommunity.people.models import Person
from lpcommunity.storage import session


@dataclass(frozen=True)
class Offer:
    """A persona and the account behind it."""

    key: str
    what: str
    name: str
    initials: str
    email: str


def is_loaded() -> bool:
    """Whether the demo loader has filled this database."""
    return session().scalar(select(DemoMark.id).limit(1)) is not None


def holds_other_people() -> bool:
    """Whether somebody has an account whom the demo loader did not make."""
    return session().scalar(select(Person.id).where(Person.made_by_demo.is_(False)).limit(1)) is not None


def lacks_passwords() -> bool:
    """Whether somebody of the demonstration has no password."""
    query = select(Person.id).where(Person.made_by_demo.is_(True), Person.password_hash.is_(None)).limit(1)
    return session().scalar(query) is not None


def account_of(persona: str) -> Person | None:
    """The account of this persona: only one that the loader made, and that is open."""
    if persona not in PERSONAS:
        return None
    return session().scalar(
        select(Person).where(
            Person.email == PERSONAS[persona].email, Person.made_by_demo.is_(True), Person.disabled_at.is_(None)
        )
    )


def offers() -> list[Offer]:
    """The personas that can be taken up here, in their order: one query."""
    emails = [persona.email for persona in PERSONAS.values()]
    people = session().scalars(
        select(Person).where(Person.email.in_(emails), Person.made_by_demo.is_(True), Person.disabled_at.is_(None))
    )
    by_email = {person.email: person for person in people}
    return [
        Offer(persona.key, persona.what, person.name, person.initials, person.email)
        for persona in PERSONAS.values()
        if (person := by_email.get(persona.email))
    ]
