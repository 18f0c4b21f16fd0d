"""Who moves days, and who reads why: the resolver decides, and "partnership" means the programme team as well."""

from lpcommunity.access.reader import Operator, Reader, Visitor
from lpcommunity.entries.policy import Said, is_said_to, wider
from lpcommunity.projects.models import Milestone
from lpcommunity.projects.policy import can_change_milestone
from lpcommunity.slips.models import Slip


def can_move(actor: Reader | Operator, milestone: Milestone, partnership_id: int) -> bool:
    """The lead and the deputies of the place, and the programme team. Where it may not be moved: see commands."""
    return can_change_milestone(actor, milestone, partnership_id)


def can_read_why(actor: Reader | Visitor, slip: Slip) -> bool:
    """Whether this reader may read the sentence of a slip just now (its SQL: queries.WHY_IS_FOR)."""
    return is_said_to(actor, Said(slip.author_id, slip.partnership_id, slip.audience, slip.confided_at), and_team=True)


def can_change_audience(actor: Reader, slip: Slip, audience: str) -> bool:
    """Its author says who the sentence is for: fewer people at any time, more as long as they look after the place or
    belong to it.
    """
    if slip.author_id != actor.id:
        return False
    return not wider(audience, slip.audience) or actor.programme_team or slip.partnership_id in actor.places
