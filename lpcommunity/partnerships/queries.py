"""Reading places, their organisations and who belongs to them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, String, bindparam, case, func, not_, or_, select
from sqlalchemy.orm import joinedload

from lpcommunity.access import Missing
from lpcommunity.partnerships.models import MEMBER_ROLES, Membership, Partnership, partnership_organisation
from lpcommunity.partnerships.terms import MEMBERSHIP, coming, current
from lpcommunity.people import email_addresses
from lpcommunity.people.models import Organisation, Person
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.storage import Statement, session, today
from lpcommunity.storage.name_pages import SIZE, NamePage, by_name, later, name_page

MOST_TO_CHOOSE = 3000  # organisations that a form offers
MOST_HERE = 300  # people of a place: those who belong now, and those who could take over
MOST_COMING = MOST_GONE = 100  # those who will belong; of those who did, the latest

ORGANISATION: FromClause = Organisation.__table__
WITHIN: FromClause = partnership_organisation
SLUG = bindparam("slug", type_=String)
HERE: ColumnElement[bool] = MEMBERSHIP.c.partnership_id == bindparam("place", type_=Integer)

# Rows that a view hands to a command.
PARTNERSHIP_AT = select(Partnership).where(Partnership.slug == SLUG)
ORGANISATION_AT = select(Organisation).where(Organisation.slug == SLUG)
ORGANISATIONS_AT = (
    select(Organisation)
    .where(Organisation.slug.in_(bindparam("slugs", type_=String, expanding=True)))
    .order_by(Organisation.sort_name)
)
MEMBERSHIP_WITH_ID = (
    select(Membership)
    .options(joinedload(Membership.person), joinedload(Membership.partnership))
    .where(Membership.id == bindparam("membership", type_=Integer))
)
PERSON_AT = select(Person).where(Person.email == bindparam("email", type_=String))


@dataclass(frozen=True)
class OrganisationLine:
    """An organisation in the list of them."""

    id: int
    slug: str
    name: str
    sort_name: str
    sector: str
    places: int


@dataclass(frozen=True)
class OrganisationChoice:
    """An organisation that a form offers."""

    slug: str
    name: str


@dataclass(frozen=True)
class MembershipLine:
    """Somebody who belongs, will belong or did belong to a place."""

    id: int
    person_id: int
    name: str
    sort_name: str
    organisation: str | None
    disabled_at: datetime | None
    role: str
    starts_on: date
    ends_on: date | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Successor:
    """Somebody who could become lead."""

    id: int
    name: str


_places = (
    select(func.count())
    .select_from(WITHIN)
    .where(WITHIN.c.organisation_id == ORGANISATION.c.id)
    .correlate(ORGANISATION)
    .scalar_subquery()
)
ORGANISATIONS = Statement(
    select(
        ORGANISATION.c.id,
        ORGANISATION.c.slug,
        ORGANISATION.c.name,
        ORGANISATION.c.sort_name,
        ORGANISATION.c.sector,
        _places.label("places"),
    )
    .where(later(ORGANISATION))
    .order_by(*by_name(ORGANISATION))
    .limit(SIZE),
    OrganisationLine,
)
ORGANISATION_CHOICES = Statement(
    select(ORGANISATION.c.slug, ORGANISATION.c.name).order_by(*by_name(ORGANISATION)).limit(MOST_TO_CHOOSE),
    OrganisationChoice,
)
SLUGS_OF_ORGANISATIONS: Statement[Any] = Statement(
    select(ORGANISATION.c.slug)
    .select_from(WITHIN.join(ORGANISATION, ORGANISATION.c.id == WITHIN.c.organisation_id))
    .where(WITHIN.c.partnership_id == bindparam("place", type_=Integer))
    .order_by(*by_name(ORGANISATION))
)

_lines = (
    select(
        MEMBERSHIP.c.id,
        MEMBERSHIP.c.person_id,
        PERSON.c.name,
        PERSON.c.sort_name,
        ORGANISATION.c.name.label("organisation"),
        PERSON.c.disabled_at,
        MEMBERSHIP.c.role,
        MEMBERSHIP.c.starts_on,
        MEMBERSHIP.c.ends_on,
        MEMBERSHIP.c.ended_at,
    )
    .select_from(
        MEMBERSHIP.join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id).outerjoin(
            ORGANISATION, ORGANISATION.c.id == PERSON.c.organisation_id
        )
    )
    .where(HERE)
)
_leads_first = case({"lead": 0, "deputy": 1, "member": 2, "facilitator": 3}, value=MEMBERSHIP.c.role, else_=9)
_by_name = (PERSON.c.sort_name, MEMBERSHIP.c.id)
CURRENT_LINES = Statement(_lines.where(current()).order_by(_leads_first, *_by_name).limit(MOST_HERE), MembershipLine)
COMING_LINES = Statement(_lines.where(coming()).order_by(*_by_name).limit(MOST_COMING), MembershipLine)
GONE_LINES = Statement(
    _lines.where(not_(current()), not_(coming())).order_by(MEMBERSHIP.c.id.desc()).limit(MOST_GONE), MembershipLine
)
LINE_OF = Statement(
    _lines.where(MEMBERSHIP.c.person_id == bindparam("person", type_=Integer), or_(current(), coming())), MembershipLine
)
SUCCESSORS = Statement(
    select(PERSON.c.id, PERSON.c.name)
    .select_from(MEMBERSHIP.join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id))
    .where(
        HERE,
        MEMBERSHIP.c.id != bindparam("leaving", type_=Integer),
        MEMBERSHIP.c.role.in_(list(MEMBER_ROLES)),
        can_sign_in(),
        current(),
    )
    .order_by(PERSON.c.sort_name)
    .limit(MOST_HERE),
    Successor,
)


def partnership(slug: str) -> Partnership | None:
    """The place at this address."""
    return session().scalar(PARTNERSHIP_AT, {"slug": slug})


def with_slug(slug: str) -> Partnership:
    """The place at this address. Raises Missing."""
    found = partnership(slug)
    if found is None:
        raise Missing
    return found


def organisations(after: str | None = None) -> NamePage[OrganisationLine]:
    """A page of the organisations, by name, with in how many places each works."""
    return name_page(ORGANISATIONS, after)


def organisations_to_choose() -> list[OrganisationChoice]:
    """What a form offers, by name."""
    return ORGANISATION_CHOICES.all()


def organisations_at(slugs: Collection[str]) -> list[Organisation]:
    """The organisations at these addresses, by name."""
    return list(session().scalars(ORGANISATIONS_AT, {"slugs": sorted(slugs)}))


def slugs_of_organisations(partnership_id: int) -> list[str]:
    """The addresses of the organisations in a place."""
    return SLUGS_OF_ORGANISATIONS.values(place=partnership_id)


def organisation(slug: str) -> Organisation | None:
    """The organisation at this address."""
    return session().scalar(ORGANISATION_AT, {"slug": slug})


def people_of_place(
    partnership_id: int,
) -> tuple[list[MembershipLine], list[MembershipLine], list[MembershipLine]]:
    """Who belongs now (leads first), who will, and of those who did the latest, each by name: three queries."""
    values = {"place": partnership_id, "today": today()}
    gone = sorted(GONE_LINES.all(values), key=lambda one: (one.sort_name, one.id))
    return CURRENT_LINES.all(values), COMING_LINES.all(values), gone


def line_of(partnership_id: int, person_id: int) -> MembershipLine | None:
    """As what somebody belongs to this place, or will."""
    return LINE_OF.first(place=partnership_id, person=person_id, today=today())


def membership(membership_id: int) -> Membership | None:
    """One membership, with its person and its place."""
    return session().scalar(MEMBERSHIP_WITH_ID, {"membership": membership_id})


def successors(leaving: Membership) -> list[Successor]:
    """Who could become lead when this one leaves: the other current members who can sign in, by name."""
    return SUCCESSORS.all(place=leaving.partnership_id, leaving=leaving.id, today=today())


def person_with_email(email: str) -> Person | None:
    """The account with this e-mail address."""
    return session().scalar(PERSON_AT, {"email": email_addresses.lookup_form(email)})


def person(person_id: int) -> Person | None:
    """The person with this id."""
    return session().get(Person, person_id)
