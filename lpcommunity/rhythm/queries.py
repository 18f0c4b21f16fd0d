"""Reading the rhythm of a place, why it pauses, and what was its last check-in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import FromClause, Integer, bindparam, case, literal_column, null, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.policy import ENTRY, ON_RECORD, reads
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people.names import first_name_of
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.programmes.models import Programme
from lpcommunity.projects.models import Project
from lpcommunity.rhythm.models import EVERY, PROPOSED, Rhythm
from lpcommunity.rhythm.policy import PAUSE, reason_for
from lpcommunity.storage import Statement, today
from lpcommunity.updates.models import Update

RHYTHM: FromClause = Rhythm.__table__
PROJECT: FromClause = Project.__table__
PROGRAMME: FromClause = Programme.__table__
UPDATE: FromClause = Update.__table__
PLACE = bindparam("place", type_=Integer)
LATELY = 2

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
class Member:
    """Somebody who can do what is next."""

    id: int
    name: str

    @property
    def first_name(self) -> str:
        """What to call them."""
        return first_name_of(self.name)


MEMBERS = Statement(
    select(PERSON.c.id, PERSON.c.name)
    .select_from(MEMBERSHIP.join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id))
    .where(
        MEMBERSHIP.c.partnership_id == PLACE,
        MEMBERSHIP.c.role != literal_column("'facilitator'"),
        current(),
        can_sign_in(),
    )
    .order_by(PERSON.c.sort_name, PERSON.c.id)
    .limit(100),
    Member,
)


def members_of(partnership_id: int) -> list[Member]:
    """Who belongs to a place now, by name."""
    return MEMBERS.all(place=partnership_id, today=today())
