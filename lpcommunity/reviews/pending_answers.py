"""Answers that wait for the author of a reflection: those that ask something, until the author has replied to all that
they ask or left it open (questions.pending_answers), sends it again, or leaves it there.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, exists, func, or_, select

from lpcommunity.entries.policy import ENTRY, mine, published
from lpcommunity.people.terms import PERSON
from lpcommunity.reflections.kind import REFLECTION as REFLECTION_KIND
from lpcommunity.reflections.models import ANSWERED, Reflection
from lpcommunity.reviews.models import INVITES, QUESTIONS, Move, Reply, Review
from lpcommunity.storage import Statement

MOST = 3  # home shows no more than three things
LATEST = 300  # of one's own entries that are looked through: older ones wait for nobody any more

REFLECTION: FromClause = Reflection.__table__
REVIEW: FromClause = Review.__table__
MOVE: FromClause = Move.__table__
REPLY: FromClause = Reply.__table__


@dataclass(frozen=True)
class PendingAnswer:
    """An answer to a reflection of one's own that invites to think further."""

    id: int  # of the reflection
    title: str
    since: datetime
    who: str
    questions: int  # that have no reply yet

    @property
    def path(self) -> str:
        """Where it is read and answered."""
        return REFLECTION_KIND.path(self.id)


_latest = (
    select(ENTRY.c.id, ENTRY.c.title)
    .where(mine(), published())
    .order_by(ENTRY.c.published_at.desc(), ENTRY.c.id.desc())
    .limit(LATEST)
    .subquery("latest")
)


def answers_that_ask(set_aside: ColumnElement[bool]) -> Statement[PendingAnswer]:
    """Answers that wait for the reader, the oldest first. A constant of a module. `set_aside`: SQL over move, what the
    author need not reply to any more, since it is dealt with in another way.
    """
    replied = exists().where(REPLY.c.move_id == MOVE.c.id)
    of_it = MOVE.c.review_id == REVIEW.c.id
    unanswered = (
        select(func.count())
        .select_from(MOVE)
        .where(of_it, MOVE.c.kind.in_(sorted(QUESTIONS)), ~replied, ~set_aside)
        .correlate(REVIEW)
        .scalar_subquery()
    )
    dealt_with = exists().select_from(MOVE).where(of_it, or_(replied, set_aside)).correlate(REVIEW)
    return Statement(
        select(
            _latest.c.id,
            _latest.c.title,
            REVIEW.c.sent_at.label("since"),
            PERSON.c.name.label("who"),
            unanswered.label("questions"),
        )
        .select_from(
            _latest.join(REFLECTION, REFLECTION.c.id == _latest.c.id)
            .join(REVIEW, (REVIEW.c.reflection_id == REFLECTION.c.id) & (REVIEW.c.round == REFLECTION.c.rounds))
            .join(PERSON, PERSON.c.id == REVIEW.c.author_id)
        )
        .where(
            REFLECTION.c.review_state == ANSWERED,
            REVIEW.c.outcome == INVITES,
            or_(REFLECTION.c.left_there_at.is_(None), REFLECTION.c.left_there_at < REVIEW.c.sent_at),
            or_(unanswered > 0, ~dealt_with),
        )
        .order_by(REVIEW.c.sent_at, REVIEW.c.id)
        .limit(MOST),
        PendingAnswer,
    )
