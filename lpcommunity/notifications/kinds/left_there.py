"""The author of a reflection leaves it there. Told to the present facilitators who answered, in the app alone: it asks
nothing of them.
"""

from sqlalchemy import FromClause, Integer, bindparam, exists

from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_facilitator
from lpcommunity.notifications.recipients import confidants_who, entry_facts
from lpcommunity.outbox import EventMeta
from lpcommunity.people.terms import PERSON
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews.domain_events import LeftThere
from lpcommunity.reviews.models import Review

REVIEW: FromClause = Review.__table__
REFLECTION: FromClause = Reflection.__table__
_answered = (
    exists()
    .select_from(REVIEW.join(REFLECTION, REFLECTION.c.id == REVIEW.c.reflection_id))
    .where(
        REVIEW.c.author_id == PERSON.c.id,
        REFLECTION.c.id == bindparam("entry", type_=Integer),
        REVIEW.c.round == REFLECTION.c.rounds,
        REVIEW.c.sent_at <= REFLECTION.c.left_there_at,
    )
)

WHO_ANSWERED = confidants_who(_answered)


def news(event: LeftThere, _meta: EventMeta) -> News | None:
    """The facilitators of today who have answered this round; nobody, once its author has gone on with it after all."""
    entry = entry_facts(event.entry_id)
    if entry is None:
        return None
    who = WHO_ANSWERED.all(entry.values)
    return News(who, entry.entry_id, entry.partnership_id, event.actor_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} leaves it there for now: ", line.entry_link]


TYPE = NotificationType(
    key="left-there",
    in_app=InApp(event=LeftThere, news=news, sign="talk", words=words, because=because_facilitator),
)
