"""Who is in a partnership, and where a person belongs."""

from dataclasses import dataclass

from sqlalchemy import case, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES, Membership, Partnership
from lpcommunity.partnerships.terms import current_today
from lpcommunity.people.models import ROLES, Person, RoleHolding
from lpcommunity.storage import session

FIRST = {"lead": 0, "deputy": 1, "member": 2, "facilitator": 3}


@dataclass(frozen=True)
class MembershipLine:
    """Somebody in a partnership, as a list of its people shows them."""

    id: int
    name: str
    initials: str
    photo_url: str | None
    role: str
    role_word: str
    organisation: str
    job_title: str


def people_in(place_id: int) -> list[MembershipLine]:
    """Who belongs to this partnership today: lead, deputies, members, facilitators, each by name. One query."""
    rows = session().execute(
        select(Person, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.partnership_id == place_id, current_today(), Person.disabled_at.is_(None))
        .order_by(case(FIRST, value=Membership.role, else_=9), Person.sort_name, Person.id)
    )
    return [
        MembershipLine(
            id=person.id,
            name=person.name,
            initials=person.initials,
            photo_url=person.photo_url,
            role=role,
            role_word=PARTNERSHIP_ROLES.get(role, role),
            organisation=person.organisation.name if person.organisation else "",
            job_title=person.job_title,
        )
        for person, role in rows
    ]


@dataclass(frozen=True)
class PlaceLine:
    """Where a person belongs."""

    slug: str
    name: str
    role: str
    role_word: str


def places_of(person: Person) -> list[PlaceLine]:
    """Where this person belongs today, by the name of the place."""
    rows = session().execute(
        select(Partnership.slug, Partnership.name, Membership.role)
        .join(Membership, Membership.partnership_id == Partnership.id)
        .where(Membership.person_id == person.id, current_today())
        .order_by(Partnership.sort_name, Partnership.id)
    )
    return [PlaceLine(slug, name, role, PARTNERSHIP_ROLES.get(role, role)) for slug, name, role in rows]


def roles_of(person: Reader | Visitor) -> list[str]:
    """The words for the roles that this person holds in the whole installation."""
    return [word for key, word in ROLES.items() if key in person.roles]


def programme_team() -> list[Person]:
    """Those who run programmes, by name."""
    held = select(RoleHolding.person_id).where(RoleHolding.role == "programme-team", RoleHolding.ended_at.is_(None))
    query = select(Person).where(Person.id.in_(held), Person.disabled_at.is_(None))
    return list(session().scalars(query.order_by(Person.sort_name, Person.id)))
