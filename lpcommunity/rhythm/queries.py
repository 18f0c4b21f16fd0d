"""Reading the rhythm of a place, why it pauses, and what was its last check-in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, FromClause, Integer, bindparam, case, null, or_, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import ENTRY, ENTRY_ID, ON_RECORD, reads
from lpcommunity.people.terms import PERSON
from lpcommunity.programmes.models import Programme
from lpcommunity.projects.models import Project
from lpcommunity.reflections.kind import REFLECTION
from lpcommunity.rhythm.models import EVERY, PROPOSED, Rhythm
from lpcommunity.rhythm.policy import CHECK_IN, PAUSE, linked, reason_for
from lpcommunity.storage import Statement, today
from lpcommunity.storage.clock import LONDON
from lpcommunity.updates.kind import UPDATE as UPDATE_KIND
from lpcommunity.updates.models import Update

RHYTHM: FromClause = Rhythm.__table__
PROJECT: FromClause = Project.__table__
PROGRAMME: FromClause = Programme.__table__
UPDATE: FromClause = Update.__table__
PLACE = bindparam("place", type_=Integer)
LATELY = 2
MOST_PAUSES = 2_000  # of a page of places

# The latest programme of a place is the one that proposes.
PROPOSAL: Statement[Any] = Statement(
    select(PROGRAMME.c.rhythm)
    .select_from(PROJECT.join(PROGRAMME, PROGRAMME.c.id == PROJECT.c.programme_id))
    .where(PROJECT.c.partnership_id == PLACE)
    .order_by(PROGRAMME.c.starts_on.is_(None), PROGRAMME.c.starts_on.desc(), PROJECT.c.id.desc())
    .limit(1)
)
SET = Statement(select(RHYTHM.c.every, RHYTHM.c.next_on).where(RHYTHM.c.partnership_id == PLACE))


@dataclass(frozen=True)
class PauseLine:
    """A pause as whoever reads it may know it: the days, and the reason only where it is for them."""

    id: int
    from_on: date
    until_on: date
    ended_at: datetime | None
    audience: str
    reason: str | None


# The days of a pause are no secret; its reason has readers of its own.
PAUSES = Statement(
    select(
        PAUSE.c.id,
        PAUSE.c.from_on,
        PAUSE.c.until_on,
        PAUSE.c.ended_at,
        PAUSE.c.audience,
        case((reason_for(), PAUSE.c.reason), else_=null()).label("reason"),
    )
    .where(PAUSE.c.partnership_id == PLACE)
    .order_by(PAUSE.c.id.desc())
    .limit(10),
    PauseLine,
)


@dataclass(frozen=True)
class PausedDays:
    """The days on which a place pauses or paused. `until_on` is the first that counts again."""

    place_id: int
    from_on: date
    planned_until: date
    ended_at: datetime | None

    @property
    def until_on(self) -> date:
        """The first day that counts again, also where it ended before its day."""
        if self.ended_at is None:
            return self.planned_until
        return min(self.planned_until, self.ended_at.astimezone(LONDON).date())


PAUSED_DAYS = Statement(
    select(
        PAUSE.c.partnership_id.label("place_id"),
        PAUSE.c.from_on,
        PAUSE.c.until_on.label("planned_until"),
        PAUSE.c.ended_at,
    )
    .where(
        PAUSE.c.partnership_id.in_(bindparam("places", type_=Integer, expanding=True)),
        PAUSE.c.until_on > bindparam("since_day", type_=Date),
    )
    .order_by(PAUSE.c.id)
    .limit(MOST_PAUSES),
    PausedDays,
)


@dataclass(frozen=True)
class PlaceRhythm:
    """How often a place checks in, when next, and whether it pauses."""

    every: str
    is_proposed: bool
    next_on: date | None  # None: it has not begun, since there is no project yet
    pause: PauseLine | None
    earlier: tuple[PauseLine, ...] = ()

    @property
    def words(self) -> str:
        """Every two weeks."""
        return EVERY[self.every]


def proposal(partnership_id: int) -> str:
    """What the latest programme of a place proposes; else what we do."""
    return PROPOSAL.value(place=partnership_id) or PROPOSED


def rhythm_of(actor: Reader | Visitor, partnership_id: int) -> PlaceRhythm:
    """The rhythm of a place, as this reader may know it: three queries."""
    row = SET.first(place=partnership_id)
    pauses = PAUSES.all(reads(actor), place=partnership_id)
    now_on = next((one for one in pauses if one.ended_at is None and one.until_on > today()), None)
    every = row["every"] if row else None
    return PlaceRhythm(
        every or proposal(partnership_id),
        is_proposed=every is None,
        next_on=row["next_on"] if row else None,
        pause=now_on,
        earlier=tuple(one for one in pauses if one is not now_on),
    )


def paused_days(place_ids: Collection[int], since: date) -> list[PausedDays]:
    """When these places paused since that day, for whoever is in the community: days, and no reason. One query."""
    return PAUSED_DAYS.all(places=sorted(place_ids), since_day=since)


@dataclass(frozen=True)
class LastStanding:
    """How a place stood when somebody last said so, as this reader may know it."""

    id: int
    standing: str
    title: str
    published_at: datetime
    author_id: int
    author: str


LAST_STANDINGS = Statement(
    select(
        ENTRY.c.id,
        UPDATE.c.standing,
        ENTRY.c.title,
        ENTRY.c.published_at,
        ENTRY.c.author_id,
        PERSON.c.name.label("author"),
    )
    .select_from(UPDATE.join(ENTRY, ENTRY.c.id == UPDATE.c.id).join(PERSON, PERSON.c.id == ENTRY.c.author_id))
    .where(ENTRY.c.partnership_id == PLACE, ON_RECORD)
    .order_by(ENTRY.c.published_at.desc(), ENTRY.c.id.desc())
    .limit(LATELY),
    LastStanding,
)


def lately(actor: Reader, partnership_id: int) -> list[LastStanding]:
    """How it stood lately, the latest first."""
    return LAST_STANDINGS.all(reads(actor), place=partnership_id)


@dataclass(frozen=True)
class Half:
    """An update that was written as a check-in, and what went to the facilitators with it."""

    entry_id: int
    title: str
    reflection_id: int
    confided: str


SAID: FromClause = Entry.__table__.alias("said_openly")
WENT: FromClause = Entry.__table__.alias("went_to_them")
HALVES = Statement(
    select(CHECK_IN.c.entry_id, SAID.c.title, CHECK_IN.c.reflection_id, WENT.c.title.label("confided"))
    .select_from(
        CHECK_IN.join(SAID, SAID.c.id == CHECK_IN.c.entry_id).join(WENT, WENT.c.id == CHECK_IN.c.reflection_id)
    )
    .where(or_(CHECK_IN.c.entry_id == ENTRY_ID, CHECK_IN.c.reflection_id == ENTRY_ID), linked()),
    Half,
)


@dataclass(frozen=True)
class OtherHalf:
    """What belongs to the entry that is being read."""

    path: str
    title: str
    is_confided: bool


def other_half(actor: Reader, entry_id: int) -> OtherHalf | None:
    """What came with a check-in, or the check-in it came with, for a reader who may read both: one query."""
    found = HALVES.first(reads(actor), entry=entry_id)
    if found is None:
        return None
    if found.entry_id == entry_id:
        return OtherHalf(REFLECTION.path(found.reflection_id), found.confided, is_confided=True)
    return OtherHalf(UPDATE_KIND.path(found.entry_id), found.title, is_confided=False)
