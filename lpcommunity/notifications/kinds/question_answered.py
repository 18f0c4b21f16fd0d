"""A question that stayed open is answered. Told to the facilitator who asked it, where its exchange reaches them still:
that it is answered, and by nothing of what, which is for them to read there.
"""

from typing import Any

from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity.notifications.notification_types import InApp, Line, Link, News, NotificationType
from lpcommunity.notifications.reasons import because_facilitator
from lpcommunity.notifications.recipients import confidants, entry_facts
from lpcommunity.outbox import EventMeta
from lpcommunity.questions.domain_events import QuestionAnswered
from lpcommunity.questions.models import ANSWERED, Question
from lpcommunity.reviews.models import Move, Review
from lpcommunity.storage import Statement

QUESTION: FromClause = Question.__table__
MOVE: FromClause = Move.__table__
REVIEW: FromClause = Review.__table__

ASKER: Statement[Any] = Statement(
    select(REVIEW.c.author_id)
    .select_from(QUESTION.join(MOVE, MOVE.c.id == QUESTION.c.move_id).join(REVIEW, REVIEW.c.id == MOVE.c.review_id))
    .where(QUESTION.c.id == bindparam("question", type_=Integer), QUESTION.c.state == ANSWERED)
)


def news(event: QuestionAnswered, _meta: EventMeta) -> News | None:
    """Whoever asked; nobody, if it is open again by now."""
    entry, asker = entry_facts(event.entry_id), ASKER.value(question=event.question_id)
    if entry is None or asker is None:
        return None
    who = [one for one in confidants(entry) if one.person_id == asker]
    return News(who, entry.entry_id, entry.partnership_id, event.actor_id)


def words(line: Line) -> list[str | Link]:
    """What the line says."""
    return [f"{line.actor} says what answers a question of yours: ", line.entry_link]


TYPE = NotificationType(
    key="question-answered",
    in_app=InApp(event=QuestionAnswered, news=news, sign="question", words=words, because=because_facilitator),
)
