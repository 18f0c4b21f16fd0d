"""Reading people and their organisations."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FromClause, select

from lpcommunity.access import Missing
from lpcommunity.people import email_addresses
from lpcommunity.people.models import Organisation, Person
from lpcommunity.people.terms import PERSON, ROLE_HOLDING, can_sign_in, held
from lpcommunity.storage import Statement, session

ORGANISATION: FromClause = Organisation.__table__


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


@dataclass(frozen=True)
class OrganisationName:
    """An organisation to choose."""

    id: int
    name: str


ORGANISATIONS = Statement(
    select(ORGANISATION.c.id, ORGANISATION.c.name).order_by(ORGANISATION.c.sort_name, ORGANISATION.c.id),
    OrganisationName,
)


def organisations() -> list[OrganisationName]:
    """Every organisation, by name: all that one may belong to, for a form."""
    return ORGANISATIONS.all()


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


MOST_HOLDERS = 500
HOLDERS = Statement(
    select(PERSON.c.id.label("person_id"), PERSON.c.name, ROLE_HOLDING.c.role, ROLE_HOLDING.c.started_at.label("since"))
    .select_from(PERSON.join(ROLE_HOLDING, ROLE_HOLDING.c.person_id == PERSON.c.id))
    .where(held(), can_sign_in())
    .order_by(PERSON.c.sort_name, PERSON.c.id)
    .limit(MOST_HOLDERS),
    Holder,
)


def holders() -> list[Holder]:
    """Who holds a role in the whole installation just now and can sign in, by name, so many at most. One query."""
    return HOLDERS.all()
