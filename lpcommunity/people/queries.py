"""Reading people and their organisations."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity.access import Missing
from lpcommunity.access.reader import Reader
from lpcommunity.people import email_addresses
from lpcommunity.people.models import DETAILS, HiddenDetails, Organisation, Person
from lpcommunity.people.policy import can_see_hidden, hidden_from_nobody, reads_hidden
from lpcommunity.people.terms import PERSON, ROLE_HOLDING, can_sign_in, held
from lpcommunity.storage import Statement, session

ORGANISATION: FromClause = Organisation.__table__
HIDDEN: FromClause = HiddenDetails.__table__


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
class Hidden:
    """What somebody keeps from the community, for themselves and for those who run it."""

    hides_photo: bool
    hides_job_title: bool
    hides_organisation: bool
    hides_helps_with: bool
    photo_key: str | None
    job_title: str
    organisation_id: int | None
    organisation: str | None
    helps_with: str

    @property
    def details(self) -> list[str]:
        """Which of DETAILS are kept."""
        return [one for one in DETAILS if getattr(self, f"hides_{one}")]


HIDDEN_FROM = Statement(
    select(
        *(HIDDEN.c[f"hides_{one}"] for one in DETAILS),
        HIDDEN.c.photo_key,
        HIDDEN.c.job_title,
        HIDDEN.c.organisation_id,
        ORGANISATION.c.name.label("organisation"),
        HIDDEN.c.helps_with,
    )
    .select_from(HIDDEN.outerjoin(ORGANISATION, ORGANISATION.c.id == HIDDEN.c.organisation_id))
    .where(HIDDEN.c.person_id == bindparam("person", type_=Integer), hidden_from_nobody(HIDDEN)),
    Hidden,
)


def hidden_details(actor: Reader, person_id: int) -> Hidden | None:
    """What this person keeps from the community, where the actor reads that: one query at most."""
    return HIDDEN_FROM.first(reads_hidden(actor), person=person_id) if can_see_hidden(actor, person_id) else None


def hidden_of(someone: Person) -> HiddenDetails | None:
    """The same as a row to change. Within a command of their own."""
    return session().get(HiddenDetails, someone.id)


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
