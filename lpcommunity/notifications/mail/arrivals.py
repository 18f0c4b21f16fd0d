"""Who has come in, or was asked to. Said here, and nowhere else: before that, nothing but the way in is sent to them.

An import makes accounts for people who know nothing of it. What happens there until somebody invites them stands in
their inbox, and no e-mail tells of it, then or later.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, and_, bindparam, exists, or_, select

from lpcommunity.invitations.models import Invitation
from lpcommunity.people.terms import PERSON
from lpcommunity.storage import Moment, Statement

INVITATION: FromClause = Invitation.__table__


def has_arrived(until: Any = None) -> ColumnElement[bool]:
    """SQL over person: they chose a password (a visitor of the demonstration can be anybody), or were invited, and that
    was not withdrawn. `until`: by this moment (SQL); what happened before somebody was invited is no news to them.
    """
    invited = and_(INVITATION.c.email == PERSON.c.email, INVITATION.c.withdrawn_at.is_(None))
    if until is not None:
        invited = and_(invited, INVITATION.c.invited_at <= until)
    came = or_(PERSON.c.password_hash.is_not(None), PERSON.c.made_by_demo)
    return or_(came, exists().where(invited).correlate(PERSON))


STRANGERS = Statement(
    select(PERSON.c.id).where(
        PERSON.c.id.in_(bindparam("people", type_=Integer, expanding=True)),
        ~has_arrived(bindparam("until", type_=Moment)),
    )
)


def strangers(people: Sequence[int], until: datetime) -> set[int]:
    """Those of them who had neither come in nor been invited at that moment."""
    return {*STRANGERS.values(people=people, until=until)}
