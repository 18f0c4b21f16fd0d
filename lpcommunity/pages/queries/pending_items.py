"""What waits for a person: answers that ask something, drafts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FromClause, Integer, String, bindparam, exists, func, literal_column, select

from lpcommunity.access.reader import Reader
from lpcommunity.drafts.models import Draft
from lpcommunity.entries.policy import ENTRY, mine, published
from lpcommunity.people.terms import PERSON
from lpcommunity.reflections.models import ANSWERED, Reflection
from lpcommunity.reviews.models import INVITES, QUESTIONS, Move, Reply, Review
from lpcommunity.storage import Statement

MOST = 3  # of each: home shows no more than three things
LATEST = 300  # of one's own entries that are looked through: older ones wait for nobody any more

REFLECTION: FromClause = Reflection.__table__
REVIEW: FromClause = Review.__table__
MOVE: FromClause = Move.__table__
REPLY: FromClause = Reply.__table__
DRAFT: FromClause = Draft.__table__


@dataclass(frozen=True)
class PendingAnswer:
    """An answer to a reflection of one's own that invites to think further."""

    id: int  # of the reflection
    title: str
    since: datetime
    who: str
    questions: int  # that have no reply yet


@dataclass(frozen=True)
class PendingDraft:
    """Something begun and not sent."""

    title: str
    subject: str
    since: datetime
    address: str


_unanswered = (
    select(func.count())
    .select_from(MOVE)
    .where(
        MOVE.c.review_id == REVIEW.c.id,
        MOVE.c.kind.in_(sorted(QUESTIONS)),
        ~exists().where(REPLY.c.move_id == MOVE.c.id),
    )
    .correlate(REVIEW)
    .scalar_subquery()
)
_latest = (
    select(ENTRY.c.id, ENTRY.c.title)
    .where(mine(), published())
    .order_by(ENTRY.c.published_at.desc(), ENTRY.c.id.desc())
    .limit(LATEST)
    .subquery("latest")
)
ANSWERS = Statement(
    select(
        _latest.c.id,
        _latest.c.title,
        REVIEW.c.sent_at.label("since"),
        PERSON.c.name.label("who"),
        _unanswered.label("questions"),
    )
    .select_from(
        _latest.join(REFLECTION, REFLECTION.c.id == _latest.c.id)
        .join(REVIEW, (REVIEW.c.reflection_id == REFLECTION.c.id) & (REVIEW.c.round == REFLECTION.c.rounds))
        .join(PERSON, PERSON.c.id == REVIEW.c.author_id)
    )
    .where(REFLECTION.c.review_state == ANSWERED, REVIEW.c.outcome == INVITES)
    .order_by(REVIEW.c.sent_at, REVIEW.c.id)
    .limit(MOST),
    PendingAnswer,
)
DRAFTS = Statement(
    select(
        DRAFT.c.label.label("title"),
        DRAFT.c.subject,
        DRAFT.c.saved_at.label("since"),
        (DRAFT.c.path + literal_column("'?draft='", String) + DRAFT.c.idempotency_key).label("address"),
    )
    .where(DRAFT.c.person_id == bindparam("person", type_=Integer), DRAFT.c.spent_at.is_(None))
    .order_by(DRAFT.c.saved_at.desc(), DRAFT.c.id.desc())
    .limit(MOST),
    PendingDraft,
)


def pending_answers(actor: Reader) -> list[PendingAnswer]:
    """Answers that invite this person to think further, the oldest first."""
    return ANSWERS.all(reader=actor.id)


def pending_drafts(actor: Reader) -> list[PendingDraft]:
    """What this person began and did not send, the latest first."""
    return DRAFTS.all(person=actor.id)
