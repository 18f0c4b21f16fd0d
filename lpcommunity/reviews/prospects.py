"""What waits of an author when a facilitator comes or goes: whether anything does, and who could answer it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, FromClause, Integer, and_, bindparam, or_, select

from lpcommunity.entries.policy import ENTRY, OPENING
from lpcommunity.openings.queries import CLOSED, INTRODUCTION, REACHES
from lpcommunity.partnerships.terms import MEMBERSHIP, current
from lpcommunity.people.names import first_name_of
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.reviews.queries import ROW, WAITS
from lpcommunity.storage import Statement, now, today

# What is closed to a facilitator of whom its author was told, and opens to them by itself: what waits and was never
# answered. An exchange with earlier rounds opens when its author says so, and so does one to which they said no.
TOLD_OF_WHOEVER_CAME: FromClause = CLOSED.join(ROW, ROW.c.id == ENTRY.c.id).join(
    INTRODUCTION,
    and_(INTRODUCTION.c.membership_id == MEMBERSHIP.c.id, INTRODUCTION.c.author_id == ENTRY.c.author_id),
)
OPENS_BY_ITSELF = and_(
    WAITS, ROW.c.rounds == 1, ENTRY.c.audience != "me", OPENING.c.opens_at.is_(None), OPENING.c.declined_at.is_(None)
)
THIS_INTRODUCTION = INTRODUCTION.c.id == bindparam("introduction", type_=Integer)

FIRST_ANSWER: Statement[Any] = Statement(
    select(ENTRY.c.id).select_from(TOLD_OF_WHOEVER_CAME).where(THIS_INTRODUCTION, OPENS_BY_ITSELF).limit(1)
)

_waits = (
    WAITS,
    ENTRY.c.author_id == bindparam("author", type_=Integer),
    ENTRY.c.partnership_id == bindparam("place", type_=Integer),
    ENTRY.c.audience != "me",
)
WAITING: Statement[Any] = Statement(
    select(ENTRY.c.id).select_from(ENTRY.join(ROW, ROW.c.id == ENTRY.c.id)).where(*_waits).order_by(ENTRY.c.id)
)
_after = bindparam("after", type_=Date)
READ_BY: Statement[Any] = Statement(
    select(ENTRY.c.id.label("entry_id"), PERSON.c.name)
    .select_from(
        ENTRY.join(ROW, ROW.c.id == ENTRY.c.id)
        .join(MEMBERSHIP, MEMBERSHIP.c.partnership_id == ENTRY.c.partnership_id)
        .join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id)
    )
    .where(
        *_waits,
        MEMBERSHIP.c.role == "facilitator",
        PERSON.c.id.not_in([bindparam("leaving", type_=Integer), ENTRY.c.author_id]),
        current(),
        or_(MEMBERSHIP.c.ends_on.is_(None), MEMBERSHIP.c.ends_on > _after),
        REACHES,
        can_sign_in(),
    )
    .order_by(PERSON.c.sort_name, PERSON.c.id, ENTRY.c.id)
)


@dataclass(frozen=True)
class Prospects:
    """Whether something waits, and the first names of those who go on: who can answer all of it, or some."""

    waits: bool
    all_of_it: list[str]
    some_of_it: list[str]


def waits_for_first_answer(introduction_id: int) -> bool:
    """Whether something of this author waits for its first answer, and will open to whom they are told of."""
    return FIRST_ANSWER.value(introduction=introduction_id) is not None


def prospects(author_id: int, place_id: int, leaving_id: int, after: date) -> Prospects:
    """What becomes of what somebody has waiting in a place when this facilitator is gone, after that day."""
    known = {"author": author_id, "place": place_id}
    waiting = WAITING.values(known)
    if not waiting:
        return Prospects(waits=False, all_of_it=[], some_of_it=[])
    read_by: dict[str, set[int]] = {}
    for row in READ_BY.all(known, leaving=leaving_id, after=after, today=today(), now=now()):
        read_by.setdefault(row["name"], set()).add(row["entry_id"])
    names = {name: first_name_of(name) for name in read_by}
    every = set(waiting)
    return Prospects(
        waits=True,
        all_of_it=[names[name] for name, read in read_by.items() if read == every],
        some_of_it=[names[name] for name, read in read_by.items() if read != every],
    )
