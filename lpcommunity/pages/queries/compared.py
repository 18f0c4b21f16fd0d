"""Two or three places beside one another: what a reader may know of each, in as many queries as for one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.latest_per_group import latest_per_group
from lpcommunity.entries.policy import ENTRY, reads
from lpcommunity.entries.queries import LISTED, SIZE
from lpcommunity.pages.queries.place import MILESTONE, MilestoneLine
from lpcommunity.pages.queries.places import PLACE, PLACES, PROJECT, Work, works_of
from lpcommunity.pages.queries.timeline import IN_PUBLIC, LATEST, STORY, Event, mark
from lpcommunity.projects.queries import MOST_PLACES, stands
from lpcommunity.storage import Statement
from lpcommunity.storage.name_pages import by_name

MOST = 3  # beside one another
TOLD = ("partnership_id", "kind", "author_id", "card", "title", "state")


@dataclass(frozen=True)
class Choice:
    """A place that can be chosen."""

    id: int
    slug: str
    name: str


@dataclass
class Compared:
    """A place, what it works on at last, and what is on record of it for this reader."""

    id: int
    slug: str
    name: str
    work: Work | None = None
    milestones: list[MilestoneLine] = field(default_factory=list)  # of all that it worked on
    events: list[Event] = field(default_factory=list)

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/partnerships/{self.slug}"


def _stories(only: ColumnElement[bool]) -> Any:
    newest = select(ENTRY.c.id).where(ENTRY.c.partnership_id == PLACE.c.id, only).order_by(*LATEST).limit(SIZE)

    def build(dialect: str) -> Select[Any]:
        found = latest_per_group(dialect, PLACE, PLACE.c.id.in_(PLACES), newest, *TOLD).subquery("found")
        return select(*found.c).order_by(found.c.published_at, found.c.id)

    return build


CHOICES = Statement(select(PLACE.c.id, PLACE.c.slug, PLACE.c.name).order_by(*by_name(PLACE)).limit(MOST_PLACES), Choice)
NAMED = Statement(
    select(PLACE.c.id, PLACE.c.slug, PLACE.c.name).where(
        PLACE.c.slug.in_(bindparam("slugs", type_=String, expanding=True))
    ),
    Compared,
)
STORIES = Statement(_stories(LISTED), Event)
PUBLIC_STORIES = Statement(_stories(IN_PUBLIC), Event)
STONES = Statement(
    select(
        PROJECT.c.partnership_id.label("place_id"), *(MILESTONE.c[name] for name in MilestoneLine.__dataclass_fields__)
    )
    .select_from(PROJECT.join(MILESTONE, MILESTONE.c.project_id == PROJECT.c.id))
    .where(PROJECT.c.partnership_id.in_(PLACES), stands(MILESTONE))
    .order_by(MILESTONE.c.due_on, MILESTONE.c.id)
)


def choices() -> list[Choice]:
    """The places that can be chosen, by name: one query."""
    return CHOICES.all()


def places_named(slugs: Collection[str]) -> dict[str, Compared]:
    """Those of these places that there are, by their slug: one query."""
    return {one.slug: one for one in NAMED.all(slugs=sorted(slugs))}


def fill(actor: Reader | Visitor, places: Sequence[Compared]) -> None:
    """Give each what it works on, its milestones and what is on record: four queries, however many they are."""
    by_id = {one.id: one for one in places}
    for work in works_of(by_id):
        by_id[work.place_id].work = by_id[work.place_id].work or work
    for row in STONES.all(places=sorted(by_id)):
        by_id[row.pop("place_id")].milestones.append(MilestoneLine(**row))
    statement = PUBLIC_STORIES if isinstance(actor, Visitor) else STORIES
    events = statement.all(reads(actor), places=sorted(by_id), size=STORY)
    mark(actor, [event for event in events if event.looks_back])
    for event in events:
        by_id[event.partnership_id].events.append(event)
