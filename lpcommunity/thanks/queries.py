"""From whom thanks came."""

from dataclasses import dataclass

from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import EntryLike
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Statement
from lpcommunity.thanks.models import Thanks
from lpcommunity.thanks.policy import can_see_names

NAMED = 3

THANKS: FromClause = Thanks.__table__
READER = bindparam("reader", type_=Integer)


@dataclass(frozen=True)
class ThanksLine:
    """Somebody who said thanks."""

    person_id: int
    name: str


# The reader first, then in the order in which they did.
FIRST_THANKS = Statement(
    select(THANKS.c.person_id, PERSON.c.name)
    .select_from(THANKS.join(PERSON, PERSON.c.id == THANKS.c.person_id))
    .where(THANKS.c.entry_id == bindparam("entry", type_=Integer))
    .order_by((THANKS.c.person_id == READER).desc(), THANKS.c.said_at, THANKS.c.id)
    .limit(NAMED + 1),
    ThanksLine,
)


@dataclass(frozen=True)
class ThanksSummary:
    """Who said thanks for an entry, as far as a reader is told."""

    names: tuple[str, ...] = ()  # the first few, without the reader
    mine: bool = False  # whether the reader is among them
    others: int = 0  # how many more there are


def thanks_for(actor: Reader | Visitor, entry: EntryLike) -> ThanksSummary:
    """Those who said thanks, the first few by name in the order in which they did: one query."""
    if isinstance(actor, Visitor) or not can_see_names(actor, entry):
        return ThanksSummary(others=entry.thanks_count)
    held = FIRST_THANKS.all(entry=entry.id, reader=actor.id)
    mine = any(one.person_id == actor.id for one in held)
    names = tuple(one.name for one in held if one.person_id != actor.id)[:NAMED]
    return ThanksSummary(names=names, mine=mine, others=max(entry.thanks_count - len(names) - int(mine), 0))
