"""Reading places, their organisations and who belongs to them."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from lpcommunity.access import Missing
from lpcommunity.partnerships.models import MEMBER_ROLES, Membership, Partnership, partnership_organisation
from lpcommunity.partnerships.terms import current_today, is_current
from lpcommunity.people.models import Organisation, Person
from lpcommunity.storage import session, today


def partnership(slug: str) -> Partnership | None:
    """The place at this address, with its organisations."""
    query = select(Partnership).options(selectinload(Partnership.organisations)).where(Partnership.slug == slug)
    return session().scalar(query)


def with_slug(slug: str) -> Partnership:
    """The place at this address, alone. Raises Missing."""
    found = session().scalar(select(Partnership).where(Partnership.slug == slug))
    if found is None:
        raise Missing
    return found


def organisations() -> list[Organisation]:
    """All organisations, by name."""
    return list(session().scalars(select(Organisation).order_by(Organisation.sort_name)))


def organisation(slug: str) -> Organisation | None:
    """The organisation at this address."""
    return session().scalar(select(Organisation).where(Organisation.slug == slug))


def places_of_organisations() -> dict[int, int]:
    """In how many places each organisation works, by its id."""
    table = partnership_organisation
    rows = session().execute(select(table.c.organisation_id, func.count()).group_by(table.c.organisation_id))
    return {row[0]: row[1] for row in rows}


def memberships(partnership_id: int) -> list[Membership]:
    """Everyone who belongs, belonged or will belong to a place, with the person, by name."""
    query = (
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .options(joinedload(Membership.person))
        .where(Membership.partnership_id == partnership_id)
        .order_by(Person.sort_name, Membership.id)
    )
    return list(session().scalars(query))


def current_and_coming(partnership_id: int) -> tuple[list[Membership], list[Membership], list[Membership]]:
    """Who belongs now, who will, and who did."""
    now_here, coming, gone = [], [], []
    for one in memberships(partnership_id):
        if is_current(one):
            now_here.append(one)
        elif one.ended_at is None and one.starts_on > today():
            coming.append(one)
        else:
            gone.append(one)
    order = ["lead", "deputy", "member", "facilitator"]
    now_here.sort(key=lambda one: (order.index(one.role), one.person.sort_name))
    return now_here, coming, gone


def membership(membership_id: int) -> Membership | None:
    """One membership, with its person and its place."""
    query = select(Membership).options(joinedload(Membership.person), joinedload(Membership.partnership))
    return session().scalar(query.where(Membership.id == membership_id))


def successors(leaving: Membership) -> list[Person]:
    """Who could become lead when this one leaves: the other current members who can sign in, by name."""
    query = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.partnership_id == leaving.partnership_id,
            Membership.id != leaving.id,
            Membership.role.in_(list(MEMBER_ROLES)),
            Person.disabled_at.is_(None),
            current_today(),
        )
        .order_by(Person.sort_name)
    )
    return list(session().scalars(query))


def person_with_email(email: str) -> Person | None:
    """The account with this e-mail address."""
    return session().scalar(select(Person).where(Person.email == email.strip().lower()))


def person(person_id: int) -> Person | None:
    """The person with this id."""
    return session().get(Person, person_id)
