"""The chances of a place as people read them: those that are open, and what became of earlier ones."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, FromClause, Integer, bindparam, literal_column, select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.kinds import kind_of, kinds
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import reads
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Person
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.rhythm.chance_text import what_it_is
from lpcommunity.rhythm.models import CHECK_IN, OPEN, PAUSED, TAKEN, Chance
from lpcommunity.rhythm.policy import CHANCE, seen
from lpcommunity.storage import Statement, session
from lpcommunity.web.humanize import day, sentence

PLACE: FromClause = Partnership.__table__
MILESTONE: FromClause = Milestone.__table__
PROJECT: FromClause = Project.__table__
ENTRY: FromClause = Entry.__table__.alias("came")
DECIDER: FromClause = Person.__table__.alias("decider")
MOST = 100
MOST_AT_HOME = 10
MOST_IN_SOME = 1_000  # of a page of places


@dataclass(frozen=True)
class ChanceLine:
    """A chance to look back, and what became of it."""

    id: int
    kind: str
    day: date
    state: str
    why: str
    place_id: int
    place: str
    place_slug: str
    milestone_id: int | None
    milestone: str | None
    project: str | None
    entry_id: int | None
    entry_kind: str | None
    entry_title: str | None
    decider: str | None
    decided_at: datetime | None

    @property
    def what(self) -> str:
        """What it is of."""
        return sentence(what_it_is(self.kind, self.day, self.milestone, self.project))

    @property
    def is_check_in(self) -> bool:
        """Whether it is the minute of every fortnight, month or quarter."""
        return self.kind == CHECK_IN

    @property
    def places_path(self) -> str:
        """The page of all chances of its place."""
        return f"/partnerships/{self.place_slug}/chances"

    @property
    def entry_path(self) -> str:
        """The entry that took it."""
        return kind_of(self.entry_kind).path(self.entry_id) if self.entry_kind and self.entry_id else ""

    @property
    def ways(self) -> list[tuple[str, str]]:
        """By what it is taken: the words of each button, and where it leads."""
        here = f"/partnerships/{self.place_slug}"
        if self.is_check_in:
            return [("Check in", f"{here}/check-ins/new")]
        about = f"&about=milestone-{self.milestone_id}" if self.milestone_id is not None else ""
        return [
            (one.nudge.button, f"{one.new_path(self.place_slug)}?origin=chance-{self.id}{about}")
            for one in sorted(kinds(), key=lambda kind: not kind.looks_back)
            if one.nudge is not None
        ]

    @property
    def became(self) -> str:
        """What became of it, in words; empty as long as it is open."""
        when = f" on {day(self.decided_at)}" if self.decided_at is not None else ""
        if self.state == TAKEN:
            return "Taken"
        if self.state == PAUSED:
            return "Let be, since the place paused"
        return (
            ""
            if self.state == OPEN
            else f"Passed over by {self.decider}{when}"
            if self.decider
            else f"Passed over{when}"
        )


_lines = (
    select(
        CHANCE.c.id,
        CHANCE.c.kind,
        CHANCE.c.day,
        CHANCE.c.state,
        CHANCE.c.why,
        PLACE.c.id.label("place_id"),
        PLACE.c.name.label("place"),
        PLACE.c.slug.label("place_slug"),
        CHANCE.c.milestone_id,
        MILESTONE.c.name.label("milestone"),
        PROJECT.c.title.label("project"),
        CHANCE.c.entry_id,
        ENTRY.c.kind.label("entry_kind"),
        ENTRY.c.title.label("entry_title"),
        DECIDER.c.name.label("decider"),
        CHANCE.c.decided_at,
    )
    .select_from(
        CHANCE.join(PLACE, PLACE.c.id == CHANCE.c.partnership_id)
        .outerjoin(MILESTONE, MILESTONE.c.id == CHANCE.c.milestone_id)
        .outerjoin(PROJECT, PROJECT.c.id == CHANCE.c.project_id)
        .outerjoin(ENTRY, ENTRY.c.id == CHANCE.c.entry_id)
        .outerjoin(DECIDER, DECIDER.c.id == CHANCE.c.decided_by)
    )
    .where(seen())
)
_is_open = CHANCE.c.state == literal_column(f"'{OPEN}'")
OPEN_HERE = Statement(
    _lines.where(CHANCE.c.partnership_id == bindparam("place", type_=Integer), _is_open)
    .order_by(CHANCE.c.day, CHANCE.c.id)
    .limit(MOST),
    ChanceLine,
)
EARLIER_HERE = Statement(
    _lines.where(CHANCE.c.partnership_id == bindparam("place", type_=Integer), ~_is_open)
    .order_by(CHANCE.c.day.desc(), CHANCE.c.id.desc())
    .limit(MOST),
    ChanceLine,
)
OPEN_OF_MINE = Statement(
    _lines.where(CHANCE.c.partnership_id.in_(bindparam("places", type_=Integer, expanding=True)), _is_open)
    .order_by(CHANCE.c.day, CHANCE.c.id)
    .limit(MOST_AT_HOME),
    ChanceLine,
)
OPEN_IN_SOME = Statement(
    _lines.where(
        CHANCE.c.partnership_id.in_(bindparam("places", type_=Integer, expanding=True)),
        _is_open,
        CHANCE.c.day <= bindparam("offered_by", type_=Date),
    )
    .order_by(CHANCE.c.day, CHANCE.c.id)
    .limit(MOST_IN_SOME),
    ChanceLine,
)
WITH_ID = Statement(_lines.where(CHANCE.c.id == bindparam("chance", type_=Integer)), ChanceLine)


def open_in(actor: Reader, partnership_id: int) -> list[ChanceLine]:
    """What waits in a place, the oldest first."""
    return OPEN_HERE.all(reads(actor), place=partnership_id)


def earlier_in(actor: Reader, partnership_id: int) -> list[ChanceLine]:
    """What became of earlier ones, the latest first."""
    return EARLIER_HERE.all(reads(actor), place=partnership_id)


def open_for(actor: Reader, place_ids: Collection[int]) -> list[ChanceLine]:
    """What waits in the places that somebody leads, the oldest first: one query."""
    return OPEN_OF_MINE.all(reads(actor), places=sorted(place_ids)) if place_ids else []


def open_since(actor: Reader, place_ids: Collection[int], day: date) -> list[ChanceLine]:
    """What has waited in these places since that day or longer, the oldest first, as this reader sees it: one query."""
    return OPEN_IN_SOME.all(reads(actor), places=sorted(place_ids), offered_by=day)


def chance(actor: Reader, chance_id: int) -> ChanceLine | None:
    """One of them, if this reader sees it."""
    return WITH_ID.first(reads(actor), chance=chance_id)


def row(chance_id: int) -> Chance | None:
    """The row that a command decides on."""
    return session().get(Chance, chance_id)
