"""One partnership: who and what it is, and the milestones of its work."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import FromClause, Integer, String, bindparam, select

from lpcommunity.access import Missing
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.following.queries import followed_places
from lpcommunity.pages.queries.places import PLACE, PROJECT, organisations_of, works_of
from lpcommunity.projects.models import Milestone
from lpcommunity.projects.queries import stands
from lpcommunity.storage import Statement

MILESTONE: FromClause = Milestone.__table__


@dataclass
class Head:
    """What stands at the top of a partnership's page."""

    id: int
    slug: str
    name: str
    summary: str
    followed: bool = False
    organisations: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/partnerships/{self.slug}"


@dataclass
class ProjectLine:
    """What a partnership works on, with its milestones by day."""

    id: int
    title: str
    aim: str
    theme: str
    theme_slug: str
    programme: str
    programme_slug: str
    starts_on: date | None
    ends_on: date | None
    milestones: list["MilestoneLine"] = field(default_factory=list)


@dataclass(frozen=True)
class MilestoneLine:
    """A day by which something is to be reached, or was."""

    id: int
    project_id: int
    name: str
    due_on: date
    first_planned_on: date
    reached_on: date | None

    @property
    def day(self) -> date:
        """The day on which it stands in a story."""
        return self.reached_on or self.due_on

    @property
    def moved(self) -> bool:
        """Whether it was first planned for another day."""
        return self.first_planned_on != self.due_on


HEAD = Statement(
    select(PLACE.c.id, PLACE.c.slug, PLACE.c.name, PLACE.c.summary).where(
        PLACE.c.slug == bindparam("slug", type_=String)
    ),
    Head,
)
MILESTONES = Statement(
    select(
        MILESTONE.c.id,
        MILESTONE.c.project_id,
        MILESTONE.c.name,
        MILESTONE.c.due_on,
        MILESTONE.c.first_planned_on,
        MILESTONE.c.reached_on,
    )
    .select_from(PROJECT.join(MILESTONE, MILESTONE.c.project_id == PROJECT.c.id))
    .where(PROJECT.c.partnership_id == bindparam("place", type_=Integer), stands(MILESTONE))
    .order_by(MILESTONE.c.due_on, MILESTONE.c.id),
    MilestoneLine,
)


def name_of(slug: str) -> Head:
    """The partnership at this address, by name alone: one query. Raises Missing."""
    head = HEAD.first(slug=slug)
    if head is None:
        raise Missing
    return head


def head_of(actor: Reader | Visitor, slug: str) -> Head:
    """The partnership at this address, with its organisations: two queries, and one for whether the reader follows it.

    Raises Missing.
    """
    head = name_of(slug)
    head.organisations = [one.name for one in organisations_of([head.id])]
    head.followed = head.id in followed_places(actor, [head.id])
    return head


def projects_of(place_id: int) -> list[ProjectLine]:
    """What a partnership works and worked on, the latest programme first, each with its milestones: two queries."""
    lines = [
        ProjectLine(
            id=work.id,
            title=work.title,
            aim=work.aim,
            theme=work.theme or "",
            theme_slug=work.theme_slug or "",
            programme=work.programme,
            programme_slug=work.programme_slug,
            starts_on=work.starts_on,
            ends_on=work.ends_on,
        )
        for work in works_of([place_id])
    ]
    by_id = {line.id: line for line in lines}
    for milestone in MILESTONES.all(place=place_id):
        if milestone.project_id in by_id:  # begun in this very moment: it is on the next page
            by_id[milestone.project_id].milestones.append(milestone)
    return lines
