"""Who may change a project and its milestones."""

from lpcommunity.partnerships.standing import standing_of
from lpcommunity.people.models import Person
from lpcommunity.programmes.policy import can_run_programme


def can_change_project(actor: Person | None, partnership_id: int) -> bool:
    """The programme team, and the lead and deputies of the place."""
    return can_run_programme(actor) or (actor is not None and partnership_id in standing_of(actor).leads)
