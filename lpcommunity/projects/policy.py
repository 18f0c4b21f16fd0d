"""Who may change a project and its milestones."""

from lpcommunity.access.reader import Operator, Reader


def can_change_project(actor: Reader | Operator, partnership_id: int) -> bool:
    """The programme team, and the lead and deputies of the place."""
    return isinstance(actor, Operator) or actor.programme_team or partnership_id in actor.leads
