"""The places that a person belongs to: what they work on, what is due there, who facilitates."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, literal_column, select

from lpcommunity.pages.queries.place import MILESTONE
from lpcommunity.pages.queries.places import PLACE, PLACES, PROJECT, works_of
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.projects.queries import stands
from lpcommunity.storage import Statement, today


@dataclass(frozen=True)
class Due:
    """A milestone that is not reached yet."""

    id: int
    place_id: int
    name: str
    due_on: date

    @property
    def is_overdue(self) -> bool:
        """Whether its day is past."""
        return self.due_on < today()


@dataclass(frozen=True)
class PlaceFacilitator:
    """Who facilitates a place."""

    place_id: int
    name: str


@dataclass
class OwnPlace:
    """A place of one's own."""

    id: int
    slug: str
    name: str
    members: int  # who belong to it now, without its facilitators
    works: bool = False  # it has a project
    facilitators: list[str] = field(default_factory=list)
    starts_on: date | None = None
    ends_on: date | None = None
    due: list[Due] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/partnerships/{self.slug}"

    @property
    def overdue(self) -> list[Due]:
        """The milestones whose day is past, and of which nobody said that they are reached."""
        return [one for one in self.due if one.is_overdue]

    @property
    def next_due(self) -> Due | None:
        """The next milestone, of those whose day is still to come."""
        return next((one for one in self.due if not one.is_overdue), None)


MEMBERS = (
    select(func.count())
    .select_from(MEMBERSHIP.join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id))
    .where(
        MEMBERSHIP.c.partnership_id == PLACE.c.id,
        MEMBERSHIP.c.role != literal_column("'facilitator'"),
        current(),
        can_sign_in(),
    )
    .scalar_subquery()
)
OWN_PLACES = Statement(
    select(PLACE.c.id, PLACE.c.slug, PLACE.c.name, MEMBERS.label("members"))
    .where(PLACE.c.id.in_(PLACES))
    .order_by(PLACE.c.sort_name, PLACE.c.id),
    OwnPlace,
)
FACILITATORS = Statement(
    select(MEMBERSHIP.c.partnership_id.label("place_id"), PERSON.c.name)
    .select_from(MEMBERSHIP.join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id))
    .where(
        MEMBERSHIP.c.partnership_id.in_(PLACES),
        MEMBERSHIP.c.role == literal_column("'facilitator'"),
        current(),
        can_sign_in(),
    )
    .order_by(PERSON.c.sort_name, PERSON.c.id),
    PlaceFacilitator,
)
OPEN_MILESTONES = Statement(
    select(MILESTONE.c.id, PROJECT.c.partnership_id.label("place_id"), MILESTONE.c.name, MILESTONE.c.due_on)
    .select_from(PROJECT.join(MILESTONE, MILESTONE.c.project_id == PROJECT.c.id))
    .where(PROJECT.c.partnership_id.in_(PLACES), MILESTONE.c.reached_on.is_(None), stands(MILESTONE))
    .order_by(MILESTONE.c.due_on, MILESTONE.c.id),
    Due,
)


def own_places(place_ids: Collection[int]) -> list[OwnPlace]:
    """These places by name, each with the days of its latest programme and its open milestones by day: four queries."""
    ids = sorted(place_ids)
    if not ids:
        return []
    found = OWN_PLACES.all(places=ids, today=today())
    by_id = {place.id: place for place in found}
    for one in FACILITATORS.all(places=ids, today=today()):
        by_id[one.place_id].facilitators.append(one.name)
    for place in found:
        place.facilitators.sort()  # as names are written, on every database alike
    for work in reversed(works_of(ids)):  # the latest comes last, and stays
        place = by_id[work.place_id]
        place.works, place.starts_on, place.ends_on = True, work.starts_on, work.ends_on
    for due in OPEN_MILESTONES.all(places=ids):
        by_id[due.place_id].due.append(due)
    return found
