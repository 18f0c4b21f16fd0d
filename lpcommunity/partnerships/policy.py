"""Who may set up programmes and places, and who may change who belongs to one."""

from lpcommunity.partnerships.affiliations import affiliations_of
from lpcommunity.partnerships.models import Membership
from lpcommunity.people.models import Person
from lpcommunity.programmes.policy import can_run_programme


def can_change_people(actor: Person | None, partnership_id: int) -> bool:
    """The programme team, and the lead and deputies of the place, change who its members are."""
    if actor is None:
        return True
    affiliations = affiliations_of(actor)
    return affiliations.programme_team or partnership_id in affiliations.leads


def can_give(actor: Person | None, partnership_id: int, role: str) -> bool:
    """Facilitators come from outside, so only the programme team appoints them."""
    return can_run_programme(actor) if role == "facilitator" else can_change_people(actor, partnership_id)


def can_end(actor: Person | None, membership: Membership) -> bool:
    """Whoever may give a role may end it; and everyone may leave."""
    return can_give(actor, membership.partnership_id, membership.role) or (
        actor is not None and actor.id == membership.person_id
    )
