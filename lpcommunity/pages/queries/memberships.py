"""Who is in a partnership, and where a person belongs."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import FromClause, Integer, bindparam, case, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES, Partnership
from lpcommunity.partnerships.terms import MEMBERSHIP, coming, current
from lpcommunity.people.faces import Face
from lpcommunity.people.models import ROLES, Organisation, photo_url_of
from lpcommunity.people.queries import Hidden
from lpcommunity.people.terms import PERSON, can_sign_in, holds
from lpcommunity.storage import Statement, today

FIRST = {"lead": 0, "deputy": 1, "member": 2, "facilitator": 3}
MOST_PEOPLE = 200  # of a place on its page
MOST_PLACES = 100  # of a person on theirs
MOST_TEAM = 20  # whom the page about help names

PLACE: FromClause = Partnership.__table__
ORGANISATION: FromClause = Organisation.__table__


@dataclass(frozen=True)
class MembershipLine(Face):
    """Somebody in a partnership, as a list of its people shows them."""

    id: int
    name: str
    photo_key: str | None
    role: str
    organisation: str | None
    job_title: str

    @property
    def role_word(self) -> str:
        """Their role, as on screen."""
        return PARTNERSHIP_ROLES.get(self.role, self.role)


@dataclass(frozen=True)
class PlaceLine:
    """Where a person belongs."""

    slug: str
    name: str
    role: str

    @property
    def role_word(self) -> str:
        """Their role there, as on screen."""
        return PARTNERSHIP_ROLES.get(self.role, self.role)


@dataclass(frozen=True)
class ComingPlace:
    """Where a person will belong."""

    name: str
    role: str
    starts_on: date


@dataclass(frozen=True)
class PersonHead:
    """Who a person is, at the top of their page."""

    id: int
    name: str
    photo_key: str | None
    job_title: str
    organisation: str | None
    helps_with: str
    disabled_at: datetime | None

    @property
    def photo_url(self) -> str | None:
        """Where the photo is, if there is one."""
        return photo_url_of(self.id, self.photo_key)


def as_shown(head: PersonHead, hidden: Hidden | None) -> PersonHead:
    """The same with what the person keeps from the community, for whoever reads that."""
    if hidden is None:
        return head
    return replace(
        head,
        photo_key=head.photo_key or hidden.photo_key,
        job_title=head.job_title or hidden.job_title,
        organisation=head.organisation or hidden.organisation,
        helps_with=head.helps_with or hidden.helps_with,
    )


@dataclass(frozen=True)
class TeamMember:
    """Somebody who runs programmes."""

    id: int
    name: str


PEOPLE_IN = Statement(
    select(
        PERSON.c.id,
        PERSON.c.name,
        PERSON.c.photo_key,
        MEMBERSHIP.c.role,
        ORGANISATION.c.name.label("organisation"),
        PERSON.c.job_title,
    )
    .select_from(
        MEMBERSHIP.join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id).outerjoin(
            ORGANISATION, ORGANISATION.c.id == PERSON.c.organisation_id
        )
    )
    .where(MEMBERSHIP.c.partnership_id == bindparam("place", type_=Integer), current(), can_sign_in())
    .order_by(case(FIRST, value=MEMBERSHIP.c.role, else_=9), PERSON.c.sort_name, PERSON.c.id)
    .limit(MOST_PEOPLE),
    MembershipLine,
)
PLACES_OF = Statement(
    select(PLACE.c.slug, PLACE.c.name, MEMBERSHIP.c.role)
    .select_from(MEMBERSHIP.join(PLACE, PLACE.c.id == MEMBERSHIP.c.partnership_id))
    .where(MEMBERSHIP.c.person_id == bindparam("person", type_=Integer), current())
    .order_by(PLACE.c.sort_name, PLACE.c.id)
    .limit(MOST_PLACES),
    PlaceLine,
)
COMING_PLACES = Statement(
    select(PLACE.c.name, MEMBERSHIP.c.role, MEMBERSHIP.c.starts_on)
    .select_from(MEMBERSHIP.join(PLACE, PLACE.c.id == MEMBERSHIP.c.partnership_id))
    .where(MEMBERSHIP.c.person_id == bindparam("person", type_=Integer), coming())
    .order_by(MEMBERSHIP.c.starts_on, PLACE.c.sort_name, MEMBERSHIP.c.id)
    .limit(MOST_PLACES),
    ComingPlace,
)
PERSON_HEAD = Statement(
    select(
        PERSON.c.id,
        PERSON.c.name,
        PERSON.c.photo_key,
        PERSON.c.job_title,
        ORGANISATION.c.name.label("organisation"),
        PERSON.c.helps_with,
        PERSON.c.disabled_at,
    )
    .select_from(PERSON.outerjoin(ORGANISATION, ORGANISATION.c.id == PERSON.c.organisation_id))
    .where(PERSON.c.id == bindparam("person", type_=Integer)),
    PersonHead,
)
PROGRAMME_TEAM = Statement(
    select(PERSON.c.id, PERSON.c.name)
    .where(holds("programme-team"))
    .order_by(PERSON.c.sort_name, PERSON.c.id)
    .limit(MOST_TEAM),
    TeamMember,
)


def people_in(place_id: int) -> list[MembershipLine]:
    """Who belongs to this partnership today: lead, deputies, members, facilitators, each by name. One query."""
    return PEOPLE_IN.all(place=place_id, today=today())


def places_of(person_id: int) -> list[PlaceLine]:
    """Where this person belongs today, by the name of the place."""
    return PLACES_OF.all(person=person_id, today=today())


def coming_places_of(person_id: int) -> list[ComingPlace]:
    """Where a person will belong, and from which day on, the next first: for themselves."""
    return COMING_PLACES.all(person=person_id, today=today())


def person_head(person_id: int) -> PersonHead | None:
    """Who the person of this number is, whether or not their account is open."""
    return PERSON_HEAD.first(person=person_id)


def roles_of(person: Reader | Visitor) -> list[str]:
    """The words for the roles that this person holds in the whole installation."""
    return [word for key, word in ROLES.items() if key in person.roles]


def programme_team() -> list[TeamMember]:
    """Those who run programmes, by name."""
    return PROGRAMME_TEAM.all()
