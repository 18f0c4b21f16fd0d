"""Terms: whether a membership is current on a day. The only place that decides it."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from lpcommunity.partnerships.models import Membership
from lpcommunity.storage import today


def is_current(membership: Membership, on: date | None = None) -> bool:
    """Whether this membership counts on that day (default: today)."""
    day = on or today()
    return (
        membership.ended_at is None
        and membership.starts_on <= day
        and (membership.ends_on is None or membership.ends_on >= day)
    )


def current(on: date | None = None) -> ColumnElement[bool]:
    """The same as SQL, over Membership."""
    day = on or today()
    return and_(
        Membership.ended_at.is_(None),
        Membership.starts_on <= day,
        or_(Membership.ends_on.is_(None), Membership.ends_on >= day),
    )
