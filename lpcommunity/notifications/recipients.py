"""Who is told of what, and why: decided anew when they are told, not when it happened."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, String, bindparam, select

from lpcommunity.entries.models import PUBLISHED
from lpcommunity.entries.policy import CONFIDED_TO, ENTRY, PLACE
from lpcommunity.following.recipients import BATCH, FACILITATOR, EntryFacts, concerned
from lpcommunity.notifications.models import Notification
from lpcommunity.partnerships.terms import MEMBERSHIP, belongs
from lpcommunity.people.names import first_name_of
from lpcommunity.people.terms import PERSON, can_sign_in, holds
from lpcommunity.storage import Statement, today

NEVER_BEGAN = "never-began"  # of a facilitator's term that was ended before its first day
AUTHOR, TEAM, MENTIONED = (
    "author",
    "programme-team",
    "mentioned",
)  # further reasons, of what does not concern a whole place


@dataclass(frozen=True)
class Recipient:
    """Somebody to be told, and the reason."""

    person_id: int
    reason: str
    name: str = ""
    email: str = ""
    called: str | None = None

    @property
    def first_name(self) -> str:
        """What to call them."""
        return self.called or first_name_of(self.name)


NOTIFICATION: FromClause = Notification.__table__
WHO = (PERSON.c.id.label("person_id"), PERSON.c.name, PERSON.c.email, PERSON.c.called)

ENTRY_FACTS = Statement(
    select(
        ENTRY.c.id.label("entry_id"),
        ENTRY.c.author_id,
        ENTRY.c.partnership_id,
        ENTRY.c.audience,
        ENTRY.c.state,
        ENTRY.c.confided_at,
    ).where(ENTRY.c.id == bindparam("entry", type_=Integer)),
    EntryFacts,
)
FACILITATORS = Statement(
    select(*WHO).where(belongs(PLACE, MEMBERSHIP.c.role == FACILITATOR, membership=MEMBERSHIP)).order_by(PERSON.c.id),
    partial(Recipient, reason=FACILITATOR),
)
CONFIDANTS = Statement(
    select(*WHO).where(CONFIDED_TO, PERSON.c.id != bindparam("author", type_=Integer)).order_by(PERSON.c.id),
    partial(Recipient, reason=FACILITATOR),
)


def confidants_who(condition: ColumnElement[bool]) -> Statement[Recipient]:
    """Those of the current facilitators of whom this holds (SQL over person) whom what is confided of an entry reaches.
    A constant of a module, asked with the values of the entry (EntryFacts.values).
    """
    query = select(PERSON.c.id.label("person_id")).where(CONFIDED_TO, condition).order_by(PERSON.c.id)
    return Statement(query, partial(Recipient, reason=FACILITATOR))


PROGRAMME_TEAM = Statement(
    select(*WHO).where(holds("programme-team")).order_by(PERSON.c.id), partial(Recipient, reason=TEAM)
)
PERSON_WITH_ID = Statement(
    select(*WHO).where(PERSON.c.id == bindparam("person", type_=Integer), can_sign_in()),
    partial(Recipient, reason=""),
)

HAVE_A_LINE: Statement[Any] = Statement(
    select(NOTIFICATION.c.person_id).where(
        NOTIFICATION.c.person_id.in_(bindparam("people", type_=Integer, expanding=True)),
        NOTIFICATION.c.read_at.is_(None),
        NOTIFICATION.c.entry_id == bindparam("entry", type_=Integer),
        NOTIFICATION.c.type == bindparam("type", type_=String),
    )
)


def around(entry: EntryFacts, size: int = BATCH) -> Iterator[Recipient]:
    """Whom this entry concerns, so many a query. What is not on record, or no longer, concerns nobody."""
    if entry.state == PUBLISHED:
        yield from (Recipient(one.person_id, one.reason) for one in concerned(entry, size))


def entry_facts(entry_id: int) -> EntryFacts | None:
    """What decides who is told of the entry of this id."""
    return ENTRY_FACTS.first(entry=entry_id)


def facilitators(partnership_id: int) -> list[Recipient]:
    """The current facilitators of this partnership."""
    return FACILITATORS.all(place=partnership_id, today=today())


def confidants(entry: EntryFacts) -> list[Recipient]:
    """Those of the current facilitators of its place whom what is confided of this entry reaches."""
    return CONFIDANTS.all(entry.values)


def programme_team() -> list[Recipient]:
    """Those who run a programme."""
    return PROGRAMME_TEAM.all()


def person_with_id(person_id: int | None) -> Recipient | None:
    """This person, if they have an open account."""
    return PERSON_WITH_ID.first(person=person_id) if person_id is not None else None


def who_have_a_line(kind: str, entry_id: int, people: Collection[int]) -> set[int]:
    """Those of these people in whose inbox an unread line of that type tells of this entry already: one query."""
    return set(HAVE_A_LINE.values(type=kind, entry=entry_id, people=sorted(people))) if people else set()
