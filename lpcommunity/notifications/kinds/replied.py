"""The author of a reflection has replied to an answer. Told to the present facilitators who answered."""

from sqlalchemy import FromClause, Integer, bindparam, exists

from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_facilitator
from lpcommunity.notifications.recipients import confidants_who, entry_facts
from lpcommunity.outbox import EventMeta
from lpcommunity.people.terms import PERSON
from lpcommunity.reviews.domain_events import ReplySent
from lpcommunity.reviews.models import Review

REVIEW: FromClause = Review.__table__
_answered = exists().where(
    REVIEW.c.author_id == PERSON.c.id, REVIEW.c.reflection_id == bindparam("entry", type_=Integer)
)

WHO_ANSWERED = confidants_who(_answered)


def news(event: ReplySent, _meta: EventMeta) -> News | None:
    """The facilitators of today who have answered this reflection before, and whom its exchange still reaches."""
    entry = entry_facts(event.entry_id)
    if entry is None:
        return None
    who = WHO_ANSWERED.all(entry.values)
    return News(who, entry.entry_id, entry.partnership_id, event.actor_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} replied to your answer: ", line.entry_link]


TYPE = NotificationType(
    key="replied",
    in_app=InApp(event=ReplySent, news=news, sign="talk", words=words, because=because_facilitator),
)
