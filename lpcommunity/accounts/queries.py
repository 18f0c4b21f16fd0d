"""Reading accounts."""

from collections.abc import Sequence

from sqlalchemy import select

from lpcommunity.access.reader import Reader
from lpcommunity.accounts.models import SignInSession
from lpcommunity.accounts.sessions import IDLE, LONGEST
from lpcommunity.storage import now, session


def open_sessions(who: Reader) -> Sequence[SignInSession]:
    """The browsers where this person is signed in, the one used last first."""
    moment = now()
    query = (
        select(SignInSession)
        .where(
            SignInSession.person_id == who.id,
            SignInSession.ended_at.is_(None),
            SignInSession.seen_at > moment - IDLE,
            SignInSession.started_at > moment - LONGEST,
        )
        .order_by(SignInSession.seen_at.desc(), SignInSession.id.desc())
        .limit(100)
    )
    return session().scalars(query).all()
