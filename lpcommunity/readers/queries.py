"""Reading what says who could read an entry, for its author: for whom it was when, who belonged to its place when.

However large a place is: so many rows at most, the facilitators first, then those who belong to it now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import FromClause, Integer, and_, bindparam, or_, select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import AudiencePeriod
from lpcommunity.entries.policy import ENTRY, ENTRY_ID, OPENING, REVISION, VISIBLE, mine, reads
from lpcommunity.openings.commands import GRACE
from lpcommunity.openings.queries import INTRODUCTION
from lpcommunity.partnerships.terms import MEMBERSHIP, coming, current, in_community
from lpcommunity.people.terms import PERSON, ROLE_HOLDING
from lpcommunity.reviews.prospects import OPENS_BY_ITSELF, TOLD_OF_WHOEVER_CAME
from lpcommunity.storage import Statement
from lpcommunity.storage.clock import LONDON

MOST_CHANGES = 200
MOST_TERMS = 200
MOST_OTHERS = 1_000
MOST_OPENINGS = 20

PERIOD: FromClause = AudiencePeriod.__table__
_own = and_(ENTRY.c.id == ENTRY_ID, mine(), VISIBLE)


@dataclass(frozen=True)
class Change:
    """From then on it was for these, as far as it could be read."""

    audience: str
    began_at: datetime


@dataclass(frozen=True, kw_only=True)
class Term:
    """A time for which somebody belongs to a place."""

    person_id: int
    role: str
    starts_on: date
    ends_on: date | None
    ended_at: datetime | None
    created_at: datetime
    began_at: datetime


@dataclass(frozen=True, kw_only=True)
class TermHere(Term):
    """A time in the place of the entry, and who that was."""

    name: str
    known: bool  # whether the community sees them as a person today
    disabled_at: datetime | None
    opens_at: datetime | None  # from when its author opened the entry to this facilitator, whatever came before


@dataclass(frozen=True)
class Holding:
    """A role in the whole installation, for a time."""

    person_id: int
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class OpensLater:
    """A facilitator whose name its author was told, and to whom an entry opens that still waits."""

    name: str
    told_at: datetime | None
    began_at: datetime
    ends_on: date | None

    @property
    def opens_at(self) -> datetime | None:
        """Three days after the telling, when the term has begun; None as long as the author is not told."""
        return None if self.told_at is None else max(self.told_at + GRACE, self.began_at)


FIRST = Statement(
    select(REVISION.c.audience, REVISION.c.written_at.label("began_at"))
    .select_from(REVISION.join(ENTRY, ENTRY.c.id == REVISION.c.entry_id))
    .where(_own, REVISION.c.n == 1),
    Change,
)
CHANGES = Statement(
    select(PERIOD.c.audience, PERIOD.c.began_at)
    .select_from(PERIOD.join(ENTRY, ENTRY.c.id == PERIOD.c.entry_id))
    .where(_own)
    .order_by(PERIOD.c.began_at.desc(), PERIOD.c.id.desc())
    .limit(MOST_CHANGES),
    Change,
)
_term = tuple(
    MEMBERSHIP.c[name]
    for name in ("person_id", "role", "starts_on", "ends_on", "ended_at", "created_at", "began_at")
)  # fmt: skip
HERE = Statement(
    select(*_term, PERSON.c.name, in_community().label("known"), PERSON.c.disabled_at, OPENING.c.opens_at)
    .select_from(
        ENTRY.join(MEMBERSHIP, MEMBERSHIP.c.partnership_id == ENTRY.c.partnership_id)
        .join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id)
        .outerjoin(OPENING, and_(OPENING.c.entry_id == ENTRY.c.id, OPENING.c.membership_id == MEMBERSHIP.c.id))
    )
    .where(
        _own,
        MEMBERSHIP.c.person_id != ENTRY.c.author_id,
        or_(MEMBERSHIP.c.ended_at.is_(None), MEMBERSHIP.c.ended_at > ENTRY.c.created_at),
        or_(PERSON.c.disabled_at.is_(None), PERSON.c.disabled_at > ENTRY.c.created_at),
    )
    .order_by(MEMBERSHIP.c.role != "facilitator", ~current(), PERSON.c.sort_name, PERSON.c.id, MEMBERSHIP.c.id)
    .limit(MOST_TERMS + 1),
    TermHere,
)
_people = bindparam("people", type_=Integer, expanding=True)
ANYWHERE = Statement(
    select(*_term).where(MEMBERSHIP.c.person_id.in_(_people)).order_by(MEMBERSHIP.c.id.desc()).limit(MOST_OTHERS),
    Term,
)
HOLDINGS = Statement(
    select(ROLE_HOLDING.c.person_id, ROLE_HOLDING.c.started_at, ROLE_HOLDING.c.ended_at)
    .where(ROLE_HOLDING.c.person_id.in_(_people))
    .order_by(ROLE_HOLDING.c.id.desc())
    .limit(MOST_OTHERS),
    Holding,
)
OPENS_LATER = Statement(
    select(PERSON.c.name, INTRODUCTION.c.told_at, MEMBERSHIP.c.began_at, MEMBERSHIP.c.ends_on)
    .select_from(TOLD_OF_WHOEVER_CAME)
    .where(_own, OPENS_BY_ITSELF, or_(current(), coming()))
    .order_by(INTRODUCTION.c.told_at, PERSON.c.sort_name, PERSON.c.id)
    .limit(MOST_OPENINGS),
    OpensLater,
)


def changes_of(author: Reader, entry_id: int) -> list[Change]:
    """For whom this entry of one's own was from when on, the earliest first: two queries."""
    asked: dict[str, Any] = {**reads(author), "entry": entry_id}
    latest = CHANGES.all(asked)
    first = FIRST.all(asked) if len(latest) < MOST_CHANGES else []
    return [*first, *latest[::-1]]


def terms_here(author: Reader, entry_id: int) -> tuple[list[TermHere], bool]:
    """Who has belonged to the place of this entry of one's own since it was written, its author aside; and whether
    these are all. One query.
    """
    found = HERE.all(reads(author), entry=entry_id)
    return found[:MOST_TERMS], len(found) <= MOST_TERMS


def terms_anywhere(people: Iterable[int]) -> tuple[list[Term], list[Holding]]:
    """Where these people belonged, and which roles they held: two queries."""
    wanted = sorted(set(people))
    return ANYWHERE.all(people=wanted), HOLDINGS.all(people=wanted)


def opens_later(author: Reader, entry_id: int) -> list[OpensLater]:
    """To whom this entry of one's own opens by itself, if it goes on to wait, the first first. One query."""
    found = OPENS_LATER.all(reads(author), entry=entry_id)
    return [one for one in found if one.ends_on is None or one.opens_at is None or _day(one.opens_at) <= one.ends_on]


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
