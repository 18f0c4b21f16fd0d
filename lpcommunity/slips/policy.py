"""Who moves days, and who says for whom the sentence is. Who reads it: queries.WHY_IS_FOR, by the one resolver."""

from lpcommunity.access.reader import Operator, Reader
from lpcommunity.entries.policy import wider
from lpcommunity.projects.models import Milestone
from lpcommunity.projects.policy import can_change_milestone
from lpcommunity.slips.models import Slip


def can_move(actor: Reader | Operator, milestone: Milestone, partnership_id: int) -> bool:
    """The lead and the deputies of the place, and the programme team. Where it may not be moved: see commands."""
    return can_change_milestone(actor, milestone, partnership_id)


def can_change_audience(actor: Reader, slip: Slip, audience: str) -> bool:
    """Its author says who the sentence is for: fewer people at any time, more as long as they look after the place or
    belong to it.
    """
    if slip.author_id != actor.id:
        return False
    return not wider(audience, slip.audience) or actor.programme_team or slip.partnership_id in actor.places
