"""The places that a person belongs to: what they work on, what is due there, who facilitates. One query."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.partnerships.terms import current_today
from lpcommunity.people.models import Person
from lpcommunity.programmes.models import Programme
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.storage import session


@dataclass(frozen=True)
class Due:
    """A milestone that is not reached yet."""

    name: str
    due_on: date


@dataclass
class OwnPlace:
    """A place of one's own."""

    id: int
    slug: str
    name: str
    facilitators: list[str]
    starts_on: date | None = None
    ends_on: date | None = None
    due: list[Due] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/partnerships/{self.slug}"


def own_places(place_ids: Collection[int]) -> list[OwnPlace]:
    """These places by name, each with the days of its latest programme and its open milestones by day."""
    if not place_ids:
        return []
    facilitators = (
        select(func.aggregate_strings(Person.name, "\n"))
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.partnership_id == Partnership.id,
            Membership.role == "facilitator",
            current_today(),
            Person.disabled_at.is_(None),
        )
        .correlate(Partnership)
        .scalar_subquery()
    )
    rows = session().execute(
        select(
            Partnership.id,
            Partnership.slug,
            Partnership.name,
            facilitators,
            Programme.starts_on,
            Programme.ends_on,
            Milestone.name,
            Milestone.due_on,
        )
        .outerjoin(Project, Project.partnership_id == Partnership.id)
        .outerjoin(Programme, Programme.id == Project.programme_id)
        .outerjoin(Milestone, (Milestone.project_id == Project.id) & Milestone.reached_on.is_(None))
        .where(Partnership.id.in_(sorted(place_ids)))
        .order_by(
            Partnership.sort_name,
            Partnership.id,
            Programme.starts_on.desc().nulls_last(),
            Project.id.desc(),
            Milestone.due_on,
            Milestone.id,
        )
    )
    found: dict[int, OwnPlace] = {}
    for place_id, slug, name, names, starts, ends, milestone, due_on in rows:
        named = sorted(one for one in (names or "").split("\n") if one)
        place = found.setdefault(place_id, OwnPlace(place_id, slug, name, named, starts, ends))
        if milestone is not None:
            place.due.append(Due(milestone, due_on))
    for place in found.values():
        place.due.sort(key=lambda due: due.due_on)
    return list(found.values())
