"""Reading slips: days and reasons for everybody, the sentence for those it was written for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, FromClause, Integer, String, and_, bindparam, case, cast, extract, func, or_, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.policy import mine, reads
from lpcommunity.entries.sayings import said_to
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.terms import PERSON
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.projects.queries import PROGRAMME, stands
from lpcommunity.slips.models import REASONS, Slip
from lpcommunity.storage import Statement, session

MOST_OF_PLACE = 1_000
PAGE = 50

SLIP: FromClause = Slip.__table__
MILESTONE: FromClause = Milestone.__table__
PROJECT: FromClause = Project.__table__
PLACE: FromClause = Partnership.__table__

WHY_IS_FOR = said_to(SLIP, and_team=True)  # SQL over slip: the reader may read its sentence


@dataclass(frozen=True)
class SlipLine:
    """One move of a milestone, as its reader may know it. `why` is None where it is not for them."""

    id: int
    milestone_id: int
    from_on: date
    to_on: date
    reason: str
    moved_on: date
    why: str | None
    audience: str | None
    author: str | None
    own: bool

    @property
    def cause(self) -> str:
        """Why it moved, in the words of the list."""
        return REASONS[self.reason]


@dataclass(frozen=True, kw_only=True)
class SlipOfProgramme(SlipLine):
    """The same with the milestone and its place."""

    milestone: str
    place: str
    place_slug: str


_line = (
    *(SLIP.c[name] for name in ("id", "milestone_id", "from_on", "to_on", "reason", "moved_on")),
    case((WHY_IS_FOR, SLIP.c.why)).label("why"),
    case((WHY_IS_FOR, SLIP.c.audience)).label("audience"),
    case((WHY_IS_FOR, PERSON.c.name)).label("author"),
    func.coalesce(mine(SLIP), False).label("own"),
)
_lines = select(*_line).select_from(
    SLIP.join(MILESTONE, MILESTONE.c.id == SLIP.c.milestone_id).outerjoin(PERSON, PERSON.c.id == SLIP.c.author_id)
)
OF_PLACE = Statement(
    _lines.where(SLIP.c.partnership_id == bindparam("place", type_=Integer), stands(MILESTONE))
    .order_by(SLIP.c.id)
    .limit(MOST_OF_PLACE),
    SlipLine,
)
OF_MILESTONE = Statement(
    _lines.where(SLIP.c.milestone_id == bindparam("milestone", type_=Integer)).order_by(SLIP.c.id), SlipLine
)

# The slips of a programme, narrowed by cause and month where they are asked for, the latest first.
CAUSE = bindparam("cause", type_=String)
YEAR, MONTH = bindparam("year", type_=Integer), bindparam("month", type_=Integer)
BEFORE_DAY, BEFORE = bindparam("before_day", type_=Date), bindparam("before", type_=Integer)
_year, _month = (cast(extract(part, SLIP.c.moved_on), Integer) for part in ("year", "month"))  # PostgreSQL: numeric
_of_programme = and_(PROJECT.c.programme_id == PROGRAMME, stands(MILESTONE))
OF_PROGRAMME = Statement(
    select(*_line, MILESTONE.c.name.label("milestone"), PLACE.c.name.label("place"), PLACE.c.slug.label("place_slug"))
    .select_from(
        SLIP.join(MILESTONE, MILESTONE.c.id == SLIP.c.milestone_id)
        .join(PROJECT, PROJECT.c.id == MILESTONE.c.project_id)
        .join(PLACE, PLACE.c.id == SLIP.c.partnership_id)
        .outerjoin(PERSON, PERSON.c.id == SLIP.c.author_id)
    )
    .where(
        _of_programme,
        or_(CAUSE == "", SLIP.c.reason == CAUSE),
        or_(YEAR == 0, and_(_year == YEAR, _month == MONTH)),
        SLIP.c.moved_on <= BEFORE_DAY,
        or_(SLIP.c.moved_on < BEFORE_DAY, SLIP.c.id < BEFORE),
    )
    .order_by(SLIP.c.moved_on.desc(), SLIP.c.id.desc())
    .limit(bindparam("size", type_=Integer)),
    SlipOfProgramme,
)


@dataclass(frozen=True)
class CauseCount:
    """How often days moved for a cause, in a month."""

    reason: str
    year: int
    month: int
    number: int


CAUSES = Statement(
    select(SLIP.c.reason, _year.label("year"), _month.label("month"), func.count().label("number"))
    .select_from(
        SLIP.join(MILESTONE, MILESTONE.c.id == SLIP.c.milestone_id).join(
            PROJECT, PROJECT.c.id == MILESTONE.c.project_id
        )
    )
    .where(_of_programme)
    .group_by(SLIP.c.reason, _year, _month),
    CauseCount,
)


@dataclass(frozen=True)
class MovedOften:
    """One move of a milestone that moved more than once and is not reached: days and cause, which are for everybody."""

    place_id: int
    milestone_id: int
    milestone: str
    due_on: date
    reason: str

    @property
    def cause(self) -> str:
        """Why it moved, in the words of the list."""
        return REASONS[self.reason]


_also: FromClause = SLIP.alias("also")
_moves = select(func.count()).where(_also.c.milestone_id == MILESTONE.c.id).correlate(MILESTONE).scalar_subquery()
MOVED_OFTEN = Statement(
    select(
        SLIP.c.partnership_id.label("place_id"),
        SLIP.c.milestone_id,
        MILESTONE.c.name.label("milestone"),
        MILESTONE.c.due_on,
        SLIP.c.reason,
    )
    .select_from(
        SLIP.join(MILESTONE, MILESTONE.c.id == SLIP.c.milestone_id).join(
            PROJECT, PROJECT.c.id == MILESTONE.c.project_id
        )
    )
    .where(
        SLIP.c.partnership_id.in_(bindparam("places", type_=Integer, expanding=True)),
        _of_programme,
        MILESTONE.c.reached_on.is_(None),
        _moves > 1,
    )
    .order_by(SLIP.c.id)
    .limit(MOST_OF_PLACE),
    MovedOften,
)
NEWEST = (date.max, 2**31 - 1)


def slip(slip_id: int) -> Slip | None:
    """The row of one slip, for a command, which asks for the right."""
    return session().get(Slip, slip_id)


def slips_of_place(actor: Reader | Visitor, place_id: int) -> list[SlipLine]:
    """Every move of the milestones of a place, the first one first: one query."""
    return OF_PLACE.all(reads(actor), place=place_id)


def slips_of_milestone(actor: Reader | Visitor, milestone_id: int) -> list[SlipLine]:
    """Every move of one milestone, the first one first: one query."""
    return OF_MILESTONE.all(reads(actor), milestone=milestone_id)


def causes_of_programme(programme_id: int) -> list[CauseCount]:
    """How often days of its places moved, by cause and month: one query."""
    return CAUSES.all(programme=programme_id)


def moved_often(place_ids: Collection[int], programme_id: int) -> list[MovedOften]:
    """The moves of milestones of these places that moved more than once and are not reached, in order: one query."""
    return MOVED_OFTEN.all(places=sorted(place_ids), programme=programme_id)


def slips_of_programme(
    actor: Reader,
    programme_id: int,
    cause: str = "",
    month: tuple[int, int] = (0, 0),
    after: str | None = None,
    size: int = PAGE,
) -> tuple[list[SlipOfProgramme], str | None]:
    """The slips behind a figure (as they are: all), the latest first, and the cursor of the next page: one query.

    `after` is the cursor that the page before gave; a broken one begins at the top.
    """
    day, number = _place_of(after)
    found = OF_PROGRAMME.all(
        reads(actor),
        programme=programme_id,
        cause=cause,
        year=month[0],
        month=month[1],
        before_day=day,
        before=number,
        size=size + 1,
    )
    shown = found[:size]
    return shown, f"{shown[-1].moved_on:%Y%m%d}-{shown[-1].id}" if len(found) > size else None


def _place_of(after: str | None) -> tuple[date, int]:
    day, _, number = (after or "").partition("-")
    try:
        return datetime.strptime(day, "%Y%m%d").date(), min(int(number[:12]), NEWEST[1])  # noqa: DTZ007  (a day)
    except ValueError:
        return NEWEST
