"""Who may run programmes."""

from lpcommunity.access.reader import Operator, Reader


def can_run_programme(actor: Reader | Operator) -> bool:
    """The programme team sets up programmes, themes, organisations, partnerships and facilitators; operators, too."""
    return isinstance(actor, Operator) or actor.programme_team
