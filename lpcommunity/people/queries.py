"""Reading people and their organisations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lpcommunity.access import Missing
from lpcommunity.people import email_addresses
from lpcommunity.people.models import Organisation, Person, RoleHolding
from lpcommunity.storage import session


def by_email(email: str) -> Person | None:
    """The person with this address, in whatever spelling."""
    return session().scalar(select(Person).where(Person.email == email_addresses.lookup_form(email)))


def person(person_id: int) -> Person:
    """The person with this id, disabled ones too. Raises Missing."""
    found = session().get(Person, person_id)
    if found is None:
        raise Missing
    return found


def lock(someone: Person) -> None:
    """Let nobody else change this account until the command ends, and read it afresh. Within a command."""
    session().execute(select(Person.id).where(Person.id == someone.id).with_for_update())
    session().refresh(someone)


def organisations() -> Sequence[Organisation]:
    """Every organisation, by name."""
    return session().scalars(select(Organisation).order_by(Organisation.sort_name, Organisation.id)).all()


def organisation(organisation_id: int) -> Organisation | None:
    """The organisation with this id."""
    return session().get(Organisation, organisation_id)


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a role in the whole installation."""

    person_id: int
    name: str
    role: str
    since: datetime


def holders() -> list[Holder]:
    """Everybody who holds a role in the whole installation just now and can sign in, by name. One query."""
    rows = session().execute(
        select(Person.id, Person.name, RoleHolding.role, RoleHolding.started_at)
        .join(RoleHolding, RoleHolding.person_id == Person.id)
        .where(RoleHolding.ended_at.is_(None), Person.disabled_at.is_(None))
        .order_by(Person.sort_name, Person.id)
    )
    return [Holder(*row) for row in rows]
