"""From whom thanks came."""

from dataclasses import dataclass

from sqlalchemy import select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import EntryLike
from lpcommunity.people.models import Person
from lpcommunity.storage import session
from lpcommunity.thanks.models import Thanks
from lpcommunity.thanks.policy import can_see_names

NAMED = 3


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
    rows = session().execute(
        select(Thanks.person_id, Person.name)
        .join(Person, Person.id == Thanks.person_id)
        .where(Thanks.entry_id == entry.id)
        .order_by((Thanks.person_id == actor.id).desc(), Thanks.said_at, Thanks.id)
        .limit(NAMED + 1)
    )
    held = list(rows)
    mine = any(person_id == actor.id for person_id, _ in held)
    names = tuple(name for person_id, name in held if person_id != actor.id)[:NAMED]
    return ThanksSummary(names=names, mine=mine, others=max(entry.thanks_count - len(names) - int(mine), 0))
