"""Whether a membership is current, and who belongs to what. Said here, as SQL and as predicates, and nowhere else.

The SQL takes the day in London as the bind parameter `today`. A property test holds both forms equal.
"""

from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Date, FromClause, and_, bindparam, exists, or_, select

from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.people.terms import PERSON, ROLE_HOLDING, can_sign_in, held
from lpcommunity.storage import today
from lpcommunity.storage.clock import from_london

MEMBERSHIP: FromClause = Membership.__table__
PLACE: FromClause = Partnership.__table__
TODAY = bindparam("today", type_=Date)


def is_current(membership: Membership, on: date | None = None) -> bool:
    """Whether this membership counts on that day (default: today). Ended ones count no more, whatever the day."""
    day = on or today()
    return (
        membership.ended_at is None
        and membership.starts_on <= day
        and (membership.ends_on is None or membership.ends_on >= day)
    )


def is_over(membership: Membership, on: date | None = None) -> bool:
    """Whether this membership is over on that day (default: today): it was ended, or its last day is past.

    What is not over is current, or will be.
    """
    last = membership.ends_on
    return membership.ended_at is not None or (last is not None and last < (on or today()))


def current(membership: FromClause = MEMBERSHIP) -> ColumnElement[bool]:
    """The same as SQL, over membership or an alias of it, on the day `today`."""
    return and_(
        membership.c.ended_at.is_(None),
        membership.c.starts_on <= TODAY,
        or_(membership.c.ends_on.is_(None), membership.c.ends_on >= TODAY),
    )


def coming(membership: FromClause = MEMBERSHIP) -> ColumnElement[bool]:
    """SQL over membership or an alias of it: it begins after the day `today`, and was not ended before."""
    return and_(membership.c.ended_at.is_(None), membership.c.starts_on > TODAY)


def began(starts_on: date, created_at: datetime) -> datetime:
    """From when somebody counts as there: the first day, or the moment of the recording if that was later (UTC)."""
    return max(from_london(datetime.combine(starts_on, time())), created_at)


def belongs(
    place: ColumnElement[int], *which: ColumnElement[bool], membership: FromClause, person: FromClause = PERSON
) -> ColumnElement[bool]:
    """SQL over person: belongs to this place today, and can sign in. `which` may narrow the alias.

    Asked as a list, which begins with the few of the place: EXISTS would look at every person there is.
    """
    here = select(membership.c.person_id).where(membership.c.partnership_id == place, current(membership), *which)
    return person.c.id.in_(here) & can_sign_in(person)


def in_community(person: FromClause = PERSON) -> ColumnElement[bool]:
    """SQL over person: in the community today (PROMISES section 1): a current membership or role, and can sign in."""
    somewhere, holding = MEMBERSHIP.alias("somewhere"), ROLE_HOLDING.alias("anything")
    return and_(
        or_(
            exists().where(somewhere.c.person_id == person.c.id, current(somewhere)),
            exists().where(holding.c.person_id == person.c.id, held(holding)),
        ),
        can_sign_in(person),
    )


# SQL over person: where somebody belongs just now, as a word beside their name: the first place by its number.
BELONGS_TO = (
    select(PLACE.c.name)
    .select_from(MEMBERSHIP.join(PLACE, PLACE.c.id == MEMBERSHIP.c.partnership_id))
    .where(MEMBERSHIP.c.person_id == PERSON.c.id, current())
    .order_by(PLACE.c.id)
    .limit(1)
    .correlate(PERSON)
    .scalar_subquery()
)
