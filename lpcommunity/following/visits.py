"""Since when a place is new to somebody: when they last looked at its page. Only they themselves ever read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.following.models import Visit
from lpcommunity.storage import Statement, now

VISIT: FromClause = Visit.__table__
SITTING = timedelta(minutes=30)  # whoever comes back within it still looks: what was new to them stays marked
OFTEN_ENOUGH = timedelta(minutes=5)  # within it nothing is written down again
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Look:
    """When somebody last looked at a place (UTC), and the time before that."""

    partnership_id: int
    looked_at: datetime
    before_at: datetime | None

    @property
    def is_going_on(self) -> bool:
        """Whether they are still at it."""
        return now() - self.looked_at < SITTING

    @property
    def new_since(self) -> datetime | None:
        """What came later is new to them; None: they look for the first time."""
        return self.before_at if self.is_going_on else self.looked_at


_looks = select(VISIT.c.partnership_id, VISIT.c.looked_at, VISIT.c.before_at).where(
    VISIT.c.person_id == bindparam("reader", type_=Integer)
)
LOOK = Statement(_looks.where(VISIT.c.partnership_id == bindparam("place", type_=Integer)), Look)
LOOKS = Statement(_looks.where(VISIT.c.partnership_id.in_(bindparam("places", type_=Integer, expanding=True))), Look)


def look_at(actor: Reader | Visitor, partnership_id: int) -> Look | None:
    """When this person looked at this place; None for somebody signed out, and where nothing is known: one query."""
    return LOOK.first(reader=actor.id, place=partnership_id) if isinstance(actor, Reader) else None


def last_look(actor: Reader | Visitor, partnership_id: int) -> datetime | None:
    """Since when what came is new to them, "since you last looked" (UTC); None where that is not known: one query."""
    look = look_at(actor, partnership_id)
    return look.new_since if look is not None else None


def looks(actor: Reader, partnership_ids: list[int]) -> Mapping[int, datetime]:
    """When this person last looked at each of these places (UTC), of those that they did look at: one query."""
    if not partnership_ids:
        return {}
    found = LOOKS.all(reader=actor.id, places=sorted(partnership_ids))
    return {look.partnership_id: look.looked_at for look in found}


def has_just_looked(actor: Reader, partnership_id: int) -> bool:
    """Whether it was written down only minutes ago that they look."""
    look = look_at(actor, partnership_id)
    return look is not None and now() - look.looked_at < OFTEN_ENOUGH
