"""The places of a programme as its team looks after them: who leads, who facilitates, who is on the way, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam, func, literal_column, not_, or_, select, union_all

from lpcommunity.invitations.policy import INVITATION, counts
from lpcommunity.pages.queries.places import PLACE, PLACES, PROJECT
from lpcommunity.partnerships.terms import MEMBERSHIP, coming, current
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.projects.queries import PROGRAMME, TAKEN_IN, takes_part
from lpcommunity.reviews.queries import WaitingTime
from lpcommunity.reviews.waiting_overview import first_waiting
from lpcommunity.storage import Moment, Statement, now, today
from lpcommunity.storage.name_pages import SIZE, NamePage, by_name, later, name_page
from lpcommunity.web.humanize import plural

PAGE = 50
MOST_OUTSIDE = 20  # places in no programme that a desk names
MOST_HOLDERS = 20 * PAGE


@dataclass(frozen=True)
class Holder:
    """Somebody who leads or facilitates a place, or will."""

    place_id: int
    role: str
    name: str
    starts_on: date
    ends_on: date | None

    @property
    def comes_on(self) -> date | None:
        """Their first day, where it has not come yet."""
        return self.starts_on if self.starts_on > today() else None


@dataclass(frozen=True)
class InvitedInto:
    """How many are invited into a role of a place and have not come, and the first of them by name."""

    place_id: int
    role: str
    number: int
    first: str  # a name, or else an address

    @property
    def phrase(self) -> str:
        """Who is invited: Grace Oyelaran and one other."""
        return self.first if self.number == 1 else f"{self.first} and {plural(self.number - 1, 'other')}"


@dataclass
class DeskPlace:
    """A place on the desk of its programme."""

    id: int
    slug: str
    name: str
    sort_name: str
    active_at: datetime | None  # when the community last heard of it
    project_id: int | None  # what it works on in this programme
    leads: list[Holder] = field(default_factory=list)
    facilitators: list[Holder] = field(default_factory=list)
    invited: dict[str, InvitedInto] = field(default_factory=dict)  # by role
    waits: WaitingTime | None = None

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/partnerships/{self.slug}"

    @property
    def on_the_way(self) -> int:
        """How many invitations are open."""
        return sum(one.number for one in self.invited.values())


@dataclass(frozen=True)
class PlaceOutside:
    """A place in no programme."""

    slug: str
    name: str


_project = (
    select(func.max(PROJECT.c.id))
    .where(PROJECT.c.partnership_id == PLACE.c.id, PROJECT.c.programme_id == PROGRAMME)
    .correlate(PLACE)
    .scalar_subquery()
)
PLACES_OF_PROGRAMME = Statement(
    select(PLACE.c.id, PLACE.c.slug, PLACE.c.name, PLACE.c.sort_name, PLACE.c.active_at, _project.label("project_id"))
    .where(takes_part(PLACE.c.id), later(PLACE))
    .order_by(*by_name(PLACE))
    .limit(SIZE),
    DeskPlace,
)
HOLDERS = Statement(
    select(
        MEMBERSHIP.c.partnership_id.label("place_id"),
        MEMBERSHIP.c.role,
        PERSON.c.name,
        MEMBERSHIP.c.starts_on,
        MEMBERSHIP.c.ends_on,
    )
    .select_from(MEMBERSHIP.join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id))
    .where(
        MEMBERSHIP.c.partnership_id.in_(PLACES),
        MEMBERSHIP.c.role.in_(["lead", "facilitator"]),
        or_(current(), coming()),
        can_sign_in(),
    )
    .order_by(MEMBERSHIP.c.starts_on, PERSON.c.sort_name, MEMBERSHIP.c.id)
    .limit(MOST_HOLDERS),
    Holder,
)
_called = func.coalesce(func.nullif(INVITATION.c.name, literal_column("''")), INVITATION.c.email)
INVITED = Statement(
    select(
        INVITATION.c.partnership_id.label("place_id"),
        INVITATION.c.role,
        func.count().label("number"),
        func.min(_called).label("first"),
    )
    .where(
        INVITATION.c.partnership_id.in_(PLACES),
        INVITATION.c.claimed_at.is_(None),
        INVITATION.c.withdrawn_at.is_(None),
        INVITATION.c.expires_at > bindparam("now", type_=Moment),
        counts(),
    )
    .group_by(INVITATION.c.partnership_id, INVITATION.c.role),
    InvitedInto,
)
_in_some = union_all(select(TAKEN_IN.c.partnership_id), select(PROJECT.c.partnership_id))
OUTSIDE = Statement(
    select(PLACE.c.slug, PLACE.c.name).where(not_(PLACE.c.id.in_(_in_some))).order_by(*by_name(PLACE)).limit(SIZE),
    PlaceOutside,
)


def places_of_programme(programme_id: int, after: str | None = None, size: int = PAGE) -> NamePage[DeskPlace]:
    """A page of the places that take part, by name, each with what its team has to know: four queries.

    For the programme team: of what waits only since when, never whose it is.
    """
    found = name_page(PLACES_OF_PROGRAMME, after, size, programme=programme_id)
    _fill(found.rows)
    return found


def places_outside() -> list[PlaceOutside]:
    """The places in no programme, by name: so many at most, and one more."""
    return OUTSIDE.all(size=MOST_OUTSIDE + 1)


def _fill(shown: Sequence[DeskPlace]) -> None:
    by_id = {place.id: place for place in shown}
    if not by_id:
        return
    ids = sorted(by_id)
    for one in HOLDERS.all(places=ids, today=today()):
        place = by_id[one.place_id]
        (place.leads if one.role == "lead" else place.facilitators).append(one)
    for invited in INVITED.all(places=ids, now=now(), today=today()):
        by_id[invited.place_id].invited[invited.role] = invited
    for place_id, waits in first_waiting(ids).items():
        by_id[place_id].waits = waits.oldest
