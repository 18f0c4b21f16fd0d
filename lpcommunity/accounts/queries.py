"""Reading accounts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity.access.reader import Reader
from lpcommunity.accounts.models import EmailChange, SignInSession
from lpcommunity.accounts.sessions import IDLE, LONGEST
from lpcommunity.storage import Moment, Statement, now

MOST = 100
SIGNED_IN: FromClause = SignInSession.__table__
CHANGE: FromClause = EmailChange.__table__


@dataclass(frozen=True)
class OpenSession:
    """A browser where somebody is signed in."""

    id: int
    browser: str  # as it calls itself
    started_at: datetime
    seen_at: datetime


OPEN_SESSIONS = Statement(
    select(SIGNED_IN.c.id, SIGNED_IN.c.browser, SIGNED_IN.c.started_at, SIGNED_IN.c.seen_at)
    .where(
        SIGNED_IN.c.person_id == bindparam("who", type_=Integer),
        SIGNED_IN.c.ended_at.is_(None),
        SIGNED_IN.c.seen_at > bindparam("idle_since", type_=Moment),
        SIGNED_IN.c.started_at > bindparam("old_since", type_=Moment),
    )
    .order_by(SIGNED_IN.c.seen_at.desc(), SIGNED_IN.c.id.desc())
    .limit(MOST),
    OpenSession,
)


NEW_ADDRESS: Statement[str] = Statement(
    select(CHANGE.c.new_email)
    .where(
        CHANGE.c.person_id == bindparam("who", type_=Integer),
        CHANGE.c.confirmed_at.is_(None),
        CHANGE.c.expires_at > bindparam("moment", type_=Moment),
    )
    .order_by(CHANGE.c.id.desc())
    .limit(1)
)


def address_to_confirm(who: Reader) -> str | None:
    """The new e-mail address that this person asked for and has not confirmed yet; None where there is none."""
    address: str | None = NEW_ADDRESS.value(who=who.id, moment=now())
    return address


def open_sessions(who: Reader) -> list[OpenSession]:
    """The browsers where this person is signed in, the one used last first."""
    moment = now()
    return OPEN_SESSIONS.all(who=who.id, idle_since=moment - IDLE, old_since=moment - LONGEST)
