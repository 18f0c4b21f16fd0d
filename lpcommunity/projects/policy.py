"""Who may change a project and its milestones."""

from lpcommunity.access.reader import Operator, Reader
from lpcommunity.projects.models import Milestone


def can_change_project(actor: Reader | Operator, partnership_id: int) -> bool:
    """The programme team, and the lead and deputies of the place."""
    return isinstance(actor, Operator) or actor.programme_team or partnership_id in actor.leads


def can_change_milestone(actor: Reader | Operator, milestone: Milestone, partnership_id: int) -> bool:
    """The same, as long as it stands; one that was taken off is put back first."""
    return milestone.taken_off_at is None and can_change_project(actor, partnership_id)
