"""The author of a reflection leaves it there. Told to the present facilitators who answered, in the app alone: it asks
nothing of them.
"""

from functools import partial

from sqlalchemy import FromClause, Integer, bindparam, exists, select

from lpcommunity.entries.policy import PLACE
from lpcommunity.following.recipients import FACILITATOR
from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_facilitator
from lpcommunity.notifications.recipients import Recipient, entry_facts
from lpcommunity.outbox import EventMeta
from lpcommunity.partnerships.terms import MEMBERSHIP, belongs
from lpcommunity.people.terms import PERSON
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews.domain_events import LeftThere
from lpcommunity.reviews.models import Review
from lpcommunity.storage import Statement, today

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

WHO_ANSWERED = Statement(
    select(PERSON.c.id.label("person_id"))
    .where(belongs(PLACE, MEMBERSHIP.c.role == FACILITATOR, membership=MEMBERSHIP), _answered)
    .order_by(PERSON.c.id),
    partial(Recipient, reason=FACILITATOR),
)


def news(event: LeftThere, _meta: EventMeta) -> News | None:
    """The facilitators of today who have answered this round; nobody, once its author has gone on with it after all."""
    entry = entry_facts(event.entry_id)
    if entry is None:
        return None
    who = WHO_ANSWERED.all(entry=entry.entry_id, place=entry.partnership_id, today=today())
    return News(who, entry.entry_id, entry.partnership_id, event.actor_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} leaves it there for now: ", line.entry_link]


TYPE = NotificationType(
    key="left-there",
    in_app=InApp(event=LeftThere, news=news, sign="talk", words=words, because=because_facilitator),
)
