"""Who may change a project and its milestones."""

from lpcommunity.partnerships.affiliations import affiliations_of
from lpcommunity.people.models import Person


def can_change_project(actor: Person | None, partnership_id: int) -> bool:
    """The programme team, and the lead and deputies of the place."""
    if actor is None:
        return True
    affiliations = affiliations_of(actor)
    return affiliations.programme_team or partnership_id in affiliations.leads
