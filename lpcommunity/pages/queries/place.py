"""One partnership: who and what it is, and the milestones of its work."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from lpcommunity.access import Missing
from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.following.queries import following
from lpcommunity.partnerships.models import Partnership, partnership_organisation
from lpcommunity.people.models import Organisation
from lpcommunity.programmes.models import Programme, Theme
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.storage import session


@dataclass
class Head:
    """What stands at the top of a partnership's page."""

    id: int
    slug: str
    name: str
    summary: str
    followed: bool
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


def head_of(actor: Reader | Visitor, slug: str) -> Head:
    """The partnership at this address, with its organisations: one query. Raises Missing."""
    table = partnership_organisation
    rows = session().execute(
        select(
            Partnership.id,
            Partnership.slug,
            Partnership.name,
            Partnership.summary,
            following(actor, partnership=Partnership.id),
            Organisation.name,
        )
        .outerjoin(table, table.c.partnership_id == Partnership.id)
        .outerjoin(Organisation, Organisation.id == table.c.organisation_id)
        .where(Partnership.slug == slug)
        .order_by(Organisation.sort_name, Organisation.id)
    )
    head: Head | None = None
    for place_id, address, name, summary, followed, organisation in rows:
        head = head or Head(place_id, address, name, summary, bool(followed))
        if organisation:
            head.organisations.append(organisation)
    if head is None:
        raise Missing
    return head


def projects_of(place_id: int) -> list[ProjectLine]:
    """What a partnership works and worked on, the latest programme first, each with its milestones: one query."""
    rows = session().execute(
        select(
            Project.id,
            Project.title,
            Project.aim,
            Theme.name,
            Theme.slug,
            Programme.name,
            Programme.slug,
            Programme.starts_on,
            Programme.ends_on,
            Milestone.name,
            Milestone.due_on,
            Milestone.first_planned_on,
            Milestone.reached_on,
        )
        .join(Programme, Programme.id == Project.programme_id)
        .outerjoin(Theme, Theme.id == Project.theme_id)
        .outerjoin(Milestone, Milestone.project_id == Project.id)
        .where(Project.partnership_id == place_id)
        .order_by(Programme.starts_on.desc().nulls_last(), Project.id.desc(), Milestone.due_on, Milestone.id)
    )
    found: dict[int, ProjectLine] = {}
    for project_id, title, aim, theme, theme_slug, programme, slug, starts, ends, *milestone in rows:
        line = found.setdefault(
            project_id,
            ProjectLine(project_id, title, aim, theme or "", theme_slug or "", programme, slug, starts, ends),
        )
        if milestone[0] is not None:
            line.milestones.append(MilestoneLine(*milestone))
    return list(found.values())
