"""Who leads a place, and from which day on nobody would."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Integer, bindparam, func, or_, select

from lpcommunity.partnerships.models import Membership
from lpcommunity.partnerships.terms import MEMBERSHIP, TODAY, current
from lpcommunity.people.terms import PERSON, can_sign_in
from lpcommunity.storage import Statement, today

ONE_DAY = timedelta(days=1)

_others = (
    MEMBERSHIP.c.partnership_id == bindparam("place", type_=Integer),
    MEMBERSHIP.c.id != bindparam("but", type_=Integer),
    can_sign_in(),
)
OTHERS: Statement[Any] = Statement(
    select(func.count().label("number"))
    .select_from(MEMBERSHIP.join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id))
    .where(*_others, MEMBERSHIP.c.role.in_(["member", "deputy"]), current())
)


@dataclass(frozen=True)
class Lead:
    """From and to when another leads a place."""

    starts_on: date
    ends_on: date | None


OTHER_LEADS = Statement(
    select(MEMBERSHIP.c.starts_on, MEMBERSHIP.c.ends_on)
    .select_from(MEMBERSHIP.join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id))
    .where(
        *_others,
        MEMBERSHIP.c.role == "lead",
        MEMBERSHIP.c.ended_at.is_(None),
        or_(MEMBERSHIP.c.ends_on.is_(None), MEMBERSHIP.c.ends_on >= TODAY),
    )
    .order_by(MEMBERSHIP.c.starts_on, MEMBERSHIP.c.id),
    Lead,
)


def first_day_without(leaving: Membership, away: date) -> date | None:
    """The first day on which nobody would lead while others belong to the place, if this lead were away from that day.

    None where there is no such day, or where nobody would lead on it anyway: their last day comes before it.
    """
    others = {"place": leaving.partnership_id, "but": leaving.id}
    day: date | None = max(away, today())
    for one in OTHER_LEADS.all(others, today=day):
        if day is None or one.starts_on > day:
            break
        day = None if one.ends_on is None else max(day, one.ends_on + ONE_DAY)
    if day is None or (leaving.ends_on is not None and leaving.ends_on < day):
        return None
    return day if OTHERS.value(others, today=day) else None
