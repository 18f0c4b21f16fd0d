"""Who may run programmes."""

from sqlalchemy import select

from lpcommunity.people.models import Person, RoleHolding
from lpcommunity.storage import session


def can_run_programme(actor: Person | None) -> bool:
    """The programme team sets up programmes, themes, organisations, partnerships and facilitators.

    No actor is the operator at the command line, who may.
    """
    if actor is None:
        return True
    if actor.disabled_at is not None:
        return False
    held = select(RoleHolding.id).where(
        RoleHolding.person_id == actor.id, RoleHolding.role == "programme-team", RoleHolding.ended_at.is_(None)
    )
    return session().scalar(held.limit(1)) is not None
