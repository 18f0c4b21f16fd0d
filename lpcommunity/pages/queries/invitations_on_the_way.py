"""Who is invited into a place and has not come yet."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Integer, bindparam, select

from lpcommunity.invitations.policy import INVITATION, counts
from lpcommunity.invitations.role_text import days_phrase
from lpcommunity.invitations.terms import Term
from lpcommunity.partnerships.models import PARTNERSHIP_ROLES
from lpcommunity.storage import Moment, Statement, now, today

MOST = 50  # the page of invitations shows all


@dataclass(frozen=True)
class OnTheWay:
    """An invitation that nobody has accepted."""

    name: str
    email: str
    role: str
    sent_at: datetime
    starts_on: date | None
    ends_on: date | None

    @property
    def role_phrase(self) -> str:
        """What they are invited to be, as on screen, with the days as far as they are to come."""
        first = Term(self.starts_on).first_day
        return PARTNERSHIP_ROLES.get(self.role, self.role) + days_phrase(first, self.ends_on)


ON_THE_WAY = Statement(
    select(
        INVITATION.c.name,
        INVITATION.c.email,
        INVITATION.c.role,
        INVITATION.c.sent_at,
        INVITATION.c.starts_on,
        INVITATION.c.ends_on,
    )
    .where(
        INVITATION.c.partnership_id == bindparam("place", type_=Integer),
        INVITATION.c.claimed_at.is_(None),
        INVITATION.c.withdrawn_at.is_(None),
        INVITATION.c.expires_at > bindparam("now", type_=Moment),
        counts(),
    )
    .order_by(INVITATION.c.sent_at.desc(), INVITATION.c.id.desc())
    .limit(MOST),
    OnTheWay,
)


def on_the_way(place_id: int) -> list[OnTheWay]:
    """Who is invited here by somebody who may still do so, and has not come, the latest first. Names and addresses: for
    whoever may invite here.
    """
    return ON_THE_WAY.all(place=place_id, now=now(), today=today())
