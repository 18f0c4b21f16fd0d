"""Who may set the rhythm of a place, and who sees its chances; who reads why it paused."""

from sqlalchemy import ColumnElement, FromClause, exists, or_

from lpcommunity.access.reader import Operator, Reader, Visitor
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import READER_PLACES, meant, mine, published
from lpcommunity.entries.sayings import READER_IN_TEAM, said_to
from lpcommunity.rhythm.models import Chance, CheckIn, Pause

CHANCE: FromClause = Chance.__table__
CHECK_IN: FromClause = CheckIn.__table__
PAUSE: FromClause = Pause.__table__

AUDIENCES = ("facilitators", "partnership", "community")  # of the reason for a pause


def can_set(actor: Reader | Operator, partnership_id: int) -> bool:
    """The lead and deputies of a place say how often it checks in, and so does the programme team."""
    return isinstance(actor, Operator) or actor.programme_team or leads(actor, partnership_id)


def leads(actor: Reader | Operator | Visitor, partnership_id: int) -> bool:
    """A pause is a word of the place itself, and so is a chance passed over: of its lead and deputies alone."""
    return isinstance(actor, Reader) and partnership_id in actor.leads


def sees_chances(actor: Reader | Visitor, partnership_id: int) -> bool:
    """The members of a place, its facilitators and the programme team. Nobody is counted in public."""
    return partnership_id in actor.places or actor.programme_team


def reason_for(pause: FromClause = PAUSE) -> ColumnElement[bool]:
    """SQL over pause, or an alias of it: why a place paused is for whom its author said. For the partnership means for
    the programme team as well.
    """
    return said_to(pause, and_team=True)


def readable(column: ColumnElement[int | None], name: str) -> ColumnElement[bool]:
    """SQL: the reader may open the entry that this column names. `name`: of the alias, one for each in a statement."""
    entry = Entry.__table__.alias(name)
    return exists().where(entry.c.id == column, or_(mine(entry), published(entry) & meant(entry)))


def seen(chance: FromClause = CHANCE) -> ColumnElement[bool]:
    """SQL over chance, or an alias of it: the reader sees those of its place, and may open the entry that took it.

    What somebody took by a text that this reader may not know of, they do not see at all: it would tell of the text.
    """
    here = or_(chance.c.partnership_id.in_(READER_PLACES), READER_IN_TEAM)
    return here & or_(chance.c.entry_id.is_(None), readable(chance.c.entry_id, "took"))


def linked(check_in: FromClause = CHECK_IN) -> ColumnElement[bool]:
    """SQL over check_in, or an alias of it: the reader may open both, the update and what went to the facilitators."""
    came = check_in.c.reflection_id.is_not(None)
    return came & readable(check_in.c.entry_id, "said") & readable(check_in.c.reflection_id, "confided")
