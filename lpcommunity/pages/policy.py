"""Who may open which of these pages. What stands on them is decided by entries.policy, row by row."""

from lpcommunity.access.reader import Reader, Visitor


def can_close_account(actor: Reader, person_id: int, whom: Reader | Visitor) -> bool:
    """Whether to offer closing this account, or opening it again (`whom`: this person as a reader). Asks nothing that
    the page has not asked already; accounts.policy.can_disable decides when it is done.
    """
    if actor.id == person_id or not actor.roles & {"programme-team", "administrator"}:
        return False
    return "administrator" in actor.roles or "administrator" not in whom.roles


def can_see_months(actor: Reader | Visitor) -> bool:
    """The programme team, of all places of a programme; facilitators, of those that they facilitate."""
    return actor.programme_team or bool(actor.facilitates)
