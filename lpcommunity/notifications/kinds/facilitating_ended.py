"""A facilitator's term was ended, or another role took its place. Told to them, where another did it."""

from lpcommunity.following.recipients import FACILITATOR
from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.recipients import NEVER_BEGAN, Recipient
from lpcommunity.openings import queries
from lpcommunity.outbox import EventMeta
from lpcommunity.partnerships.domain_events import MembershipEnded


def news(event: MembershipEnded, _meta: EventMeta) -> News | None:
    """Whoever facilitated, or was to; who left themselves knows."""
    term = queries.term(event.membership_id)
    if term is None:
        return None
    who = Recipient(term.person_id, NEVER_BEGAN if term.never_began else FACILITATOR)
    return News([who], partnership_id=term.place_id, actor_id=event.actor_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    if line.reason == NEVER_BEGAN:
        return ["You will not facilitate ", line.place_link, " after all"]
    return ["You no longer facilitate ", line.place_link, ". What was confided is closed to you"]


def because(line: Line) -> str:
    """Who did it."""
    return f"{line.actor} ended it" if line.actor else ""


TYPE = NotificationType(
    key="facilitating-ended",
    in_app=InApp(event=MembershipEnded, news=news, sign="sign", words=words, because=because),
)
