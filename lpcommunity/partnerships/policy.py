"""Who may set up programmes and places, and who may change who belongs to one."""

from lpcommunity.access.reader import Operator, Reader
from lpcommunity.partnerships.models import Membership
from lpcommunity.programmes.policy import can_run_programme


def can_change_people(actor: Reader | Operator, partnership_id: int) -> bool:
    """The programme team, and the lead and deputies of the place, change who its members are."""
    return isinstance(actor, Operator) or actor.programme_team or partnership_id in actor.leads


def can_give(actor: Reader | Operator, partnership_id: int, role: str) -> bool:
    """Facilitators come from outside, so only the programme team appoints them."""
    return can_run_programme(actor) if role == "facilitator" else can_change_people(actor, partnership_id)


def can_take(actor: Reader | Operator, partnership_id: int, role: str) -> bool:
    """Whether the actor may give themselves this role: only where it reads no more than what they are there now."""
    if isinstance(actor, Operator):
        return True
    return partnership_id in (actor.facilitates if role == "facilitator" else actor.places)


def can_end(actor: Reader | Operator, membership: Membership) -> bool:
    """Whoever may give a role may end it; and everyone may leave."""
    return can_give(actor, membership.partnership_id, membership.role) or actor.id == membership.person_id
