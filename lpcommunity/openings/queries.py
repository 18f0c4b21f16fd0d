"""Reading what is closed to facilitators who came later, and who has been told of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import FromClause, Integer, and_, bindparam, or_, select

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import EntryLike
from lpcommunity.entries.policy import ENTRY, NOW, OPENING, READER, VISIBLE, mine, published, reads
from lpcommunity.openings.models import Introduction
from lpcommunity.partnerships.models import Partnership
from lpcommunity.partnerships.terms import MEMBERSHIP, coming, current
from lpcommunity.people.names import first_name_of
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.storage import Moment, Statement, now, today

INTRODUCTION: FromClause = Introduction.__table__
PLACE: FromClause = Partnership.__table__
MOST = 100  # questions on one page

# A facilitator's term that has not ended, and what was confided in its place before it began, by somebody else.
_facilitates = and_(MEMBERSHIP.c.role == "facilitator", MEMBERSHIP.c.person_id == PERSON.c.id, can_sign_in())
_came_later = and_(
    MEMBERSHIP.c.partnership_id == ENTRY.c.partnership_id,
    MEMBERSHIP.c.began_at > ENTRY.c.confided_at,
    MEMBERSHIP.c.person_id != ENTRY.c.author_id,
)
_said = and_(OPENING.c.entry_id == ENTRY.c.id, OPENING.c.membership_id == MEMBERSHIP.c.id)
CLOSED: FromClause = (
    ENTRY.join(MEMBERSHIP, _came_later).join(PERSON, _facilitates).outerjoin(OPENING, _said)
)  # entry, the term, who holds it, and what its author said


@dataclass(frozen=True)
class Newcomer:
    """A facilitator who began after an entry was confided, and what its author has said to that."""

    entry_id: int
    title: str
    membership_id: int
    person_id: int
    name: str
    began_at: datetime
    opens_at: datetime | None
    declined_at: datetime | None

    @property
    def first_name(self) -> str:
        """What to call them."""
        return first_name_of(self.name)

    @property
    def opened(self) -> bool:
        """Whether its author said yes, or it opened since it waited."""
        return self.opens_at is not None


_newcomer = (
    ENTRY.c.id.label("entry_id"),
    ENTRY.c.title,
    MEMBERSHIP.c.id.label("membership_id"),
    MEMBERSHIP.c.person_id,
    PERSON.c.name,
    MEMBERSHIP.c.began_at,
    OPENING.c.opens_at,
    OPENING.c.declined_at,
)
_by_name = (PERSON.c.sort_name, PERSON.c.id, ENTRY.c.id)
OF_ENTRY = Statement(
    select(*_newcomer)
    .select_from(CLOSED)
    .where(ENTRY.c.id == bindparam("entry", type_=Integer), mine(), VISIBLE, current())
    .order_by(*_by_name),
    Newcomer,
)
# Those without an answer first: what is answered makes room for what was not asked yet.
OF_MINE = Statement(
    select(*_newcomer)
    .select_from(CLOSED)
    .where(
        *(mine(), published(), VISIBLE, ENTRY.c.audience != "me", OPENING.c.opens_at.is_(None)),
        or_(current(), coming()),
    )
    .order_by(OPENING.c.declined_at.is_not(None), ENTRY.c.confided_at.desc(), ENTRY.c.id.desc(), MEMBERSHIP.c.id)
    .limit(MOST + 1),
    Newcomer,
)


def newcomers_to(actor: Reader, entry: EntryLike) -> list[Newcomer]:
    """Of the present facilitators of its place, those who began after this entry of one's own was confided, by name."""
    return OF_ENTRY.all(reads(actor), entry=entry.id) if entry.confided_at is not None else []


def newcomers_to_mine(actor: Reader) -> tuple[list[Newcomer], bool]:
    """Whoever facilitates now or is to, and what of one's own is still closed to them, the unanswered first; and
    whether there is more than these. One query.
    """
    found = OF_MINE.all(reads(actor))
    return found[:MOST], len(found) > MOST


# Whom to tell of a facilitator: those who had confided something before the term began, and were not told yet.
_told = (
    select(INTRODUCTION.c.id)
    .where(INTRODUCTION.c.membership_id == MEMBERSHIP.c.id, INTRODUCTION.c.author_id == ENTRY.c.author_id)
    .exists()
)
_author = PERSON.alias("author")
TO_BE_TOLD: Statement[Any] = Statement(
    select(ENTRY.c.author_id)
    .distinct()
    .select_from(ENTRY.join(MEMBERSHIP, _came_later).join(_author, _author.c.id == ENTRY.c.author_id))
    .where(
        MEMBERSHIP.c.id == bindparam("membership", type_=Integer),
        published(),
        ENTRY.c.audience != "me",
        can_sign_in(_author),
        ~_told,
    )
    .order_by(ENTRY.c.author_id)
)


def to_be_told(membership_id: int) -> list[int]:
    """Who is to be told of this facilitator and was not yet: people's ids."""
    return TO_BE_TOLD.values(membership=membership_id)


# Whom to tell of a facilitator who goes: those who have confided something that reaches that term.
REACHES = or_(
    MEMBERSHIP.c.began_at <= ENTRY.c.confided_at,
    select(OPENING.c.id).where(_said, OPENING.c.opens_at <= NOW).correlate_except(OPENING).exists(),
)
REACHED: Statement[Any] = Statement(
    select(ENTRY.c.author_id)
    .distinct()
    .select_from(
        ENTRY.join(MEMBERSHIP, MEMBERSHIP.c.partnership_id == ENTRY.c.partnership_id).join(
            _author, _author.c.id == ENTRY.c.author_id
        )
    )
    .where(
        MEMBERSHIP.c.id == bindparam("membership", type_=Integer),
        MEMBERSHIP.c.person_id != ENTRY.c.author_id,
        published(),
        ENTRY.c.audience != "me",
        ENTRY.c.confided_at.is_not(None),
        REACHES,
        can_sign_in(_author),
    )
    .order_by(ENTRY.c.author_id)
)


def authors_reached(membership_id: int) -> list[int]:
    """Whose confided words reach this facilitator's term, or did when it ended: people's ids."""
    return REACHED.values(membership=membership_id, now=now())


TOLD_OF: Statement[Any] = Statement(
    select(INTRODUCTION.c.author_id)
    .where(INTRODUCTION.c.membership_id == bindparam("membership", type_=Integer))
    .order_by(INTRODUCTION.c.author_id)
)


def told_of(membership_id: int) -> list[int]:
    """Who was told that this facilitator comes: people's ids."""
    return TOLD_OF.values(membership=membership_id)


@dataclass(frozen=True)
class Term:
    """A facilitator's term as it is told of to somebody who has confided something there."""

    person_id: int
    facilitator: str
    place_id: int
    place: str
    began_at: datetime
    ends_on: date | None
    ended_at: datetime | None

    @property
    def first_name(self) -> str:
        """What to call the facilitator."""
        return first_name_of(self.facilitator)

    @property
    def never_began(self) -> bool:
        """Whether it was ended before its first day."""
        return self.ended_at is not None and self.ended_at < self.began_at


TERM = Statement(
    select(
        PERSON.c.id.label("person_id"),
        PERSON.c.name.label("facilitator"),
        PLACE.c.id.label("place_id"),
        PLACE.c.name.label("place"),
        MEMBERSHIP.c.began_at,
        MEMBERSHIP.c.ends_on,
        MEMBERSHIP.c.ended_at,
    )
    .select_from(MEMBERSHIP.join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id))
    .join(PLACE, PLACE.c.id == MEMBERSHIP.c.partnership_id)
    .where(MEMBERSHIP.c.id == bindparam("membership", type_=Integer), MEMBERSHIP.c.role == "facilitator"),
    Term,
)
INTRODUCED = Statement(
    select(INTRODUCTION.c.membership_id, INTRODUCTION.c.author_id).where(
        INTRODUCTION.c.id == bindparam("introduction", type_=Integer)
    )
)


def term(membership_id: int) -> Term | None:
    """This facilitator's term; None where the membership is of another role."""
    return TERM.first(membership=membership_id)


def introduced(introduction_id: int) -> tuple[int, Term] | None:
    """The author that this introduction is for, and the facilitator's term that it tells of."""
    row = INTRODUCED.first(introduction=introduction_id)
    found = None if row is None else term(row["membership_id"])
    return None if row is None or found is None else (row["author_id"], found)


# Where the reader began lately, and authors were told: whatever they answer, it is said for thirty days.
ASKED_IN: Statement[Any] = Statement(
    select(PLACE.c.name)
    .select_from(INTRODUCTION.join(MEMBERSHIP, MEMBERSHIP.c.id == INTRODUCTION.c.membership_id))
    .join(PLACE, PLACE.c.id == MEMBERSHIP.c.partnership_id)
    .where(
        MEMBERSHIP.c.person_id == READER,
        MEMBERSHIP.c.role == "facilitator",
        current(),
        INTRODUCTION.c.made_at > bindparam("since", type_=Moment),
    )
    .group_by(PLACE.c.id)
    .order_by(PLACE.c.sort_name, PLACE.c.id)
)


def asked_in(actor: Reader, since: datetime) -> list[str]:
    """The places where authors were told of this facilitator since then, by name."""
    return ASKED_IN.values(reader=actor.id, today=today(), since=since)
