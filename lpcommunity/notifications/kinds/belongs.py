"""Somebody belongs to a partnership from now on. Told to them, where another put them there."""

from datetime import date, timedelta

from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity.following.recipients import FACILITATOR
from lpcommunity.invitations.models import Invitation
from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.recipients import Recipient
from lpcommunity.outbox import EventMeta
from lpcommunity.partnerships.domain_events import MembershipBegan
from lpcommunity.partnerships.models import Membership
from lpcommunity.storage import Moment, Statement, session
from lpcommunity.web.humanize import day

A_MOMENT = timedelta(minutes=1)
INVITATION: FromClause = Invitation.__table__

CLAIMED_JUST_THEN = Statement(
    select(INVITATION.c.id)
    .where(
        INVITATION.c.claimed_by_id == bindparam("person", type_=Integer),
        INVITATION.c.partnership_id == bindparam("place", type_=Integer),
        INVITATION.c.claimed_at.between(bindparam("first", type_=Moment), bindparam("last", type_=Moment)),
    )
    .limit(1)
)


def news(event: MembershipBegan, _meta: EventMeta) -> News | None:
    """Whoever was put there by another; who came by an invitation knows."""
    membership = session().get(Membership, event.membership_id)
    if membership is None or event.actor_id is None or membership.ended_at is not None:
        return None
    if _came_by_invitation(membership):
        return None
    who = Recipient(membership.person_id, _reason(membership))
    return News([who], partnership_id=membership.partnership_id, actor_id=event.actor_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    role, _, first_day = line.reason.partition(" ")
    since = f" from {day(date.fromisoformat(first_day))}" if first_day else " from now on"
    return ["You facilitate " if role == FACILITATOR else "You belong to ", line.place_link, since]


def because(line: Line) -> str:
    """Who did it."""
    return f"{line.actor} added you" if line.actor else ""


def _reason(membership: Membership) -> str:
    """The role, and the first day where it is to come: the line is read on other days than it is written."""
    coming = membership.began_at > membership.created_at
    return f"{membership.role} {membership.starts_on.isoformat()}" if coming else membership.role


def _came_by_invitation(membership: Membership) -> bool:
    """Whether this membership began by an invitation that the person accepted themselves, just then."""
    began = membership.created_at
    found = CLAIMED_JUST_THEN.value(
        person=membership.person_id, place=membership.partnership_id, first=began - A_MOMENT, last=began + A_MOMENT
    )
    return found is not None


TYPE = NotificationType(
    key="belongs",
    in_app=InApp(event=MembershipBegan, news=news, sign="sign", words=words, because=because),
)
