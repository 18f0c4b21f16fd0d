"""What waits for a person: answers that ask something, drafts. One query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, and_, func, literal, select, union_all

from lpcommunity.access.reader import Reader
from lpcommunity.drafts.models import Draft
from lpcommunity.entries.models import PUBLISHED
from lpcommunity.following.models import Follow
from lpcommunity.people.models import Person
from lpcommunity.reflections.models import ANSWERED, Reflection
from lpcommunity.reviews.models import INVITES, QUESTIONS, Move, Reply, Review
from lpcommunity.storage import session

MOST = 3


@dataclass(frozen=True)
class PendingItem:
    """One thing that waits: an answer to a reflection of one's own, or a draft.

    A row of kind “follows” says only that this person follows somebody; it saves a query of its own.
    """

    kind: str  # answer, draft, follows
    id: int
    title: str
    path: str
    subject: str
    since: datetime
    who: str
    questions: int


def pending_for(actor: Reader) -> list[PendingItem]:
    """Answers that invite this person to think further, the oldest first; then their drafts, the latest first."""
    found: Any = session().execute(union_all(_answers(actor), _drafts(actor), _follows(actor)))
    rows = [PendingItem(*row) for row in found]
    answers = sorted((row for row in rows if row.kind == "answer"), key=lambda row: row.since)
    drafts = sorted((row for row in rows if row.kind == "draft"), key=lambda row: row.since, reverse=True)
    return [*answers, *drafts, *(row for row in rows if row.kind == "follows")]


def _answers(actor: Reader) -> Any:
    open_questions = (
        select(func.count(Move.id))
        .outerjoin(Reply, Reply.move_id == Move.id)
        .where(Move.review_id == Review.id, Move.kind.in_(sorted(QUESTIONS)), Reply.id.is_(None))
        .correlate(Review)
        .scalar_subquery()
    )
    return (
        select(
            literal("answer", String).label("kind"),
            Reflection.id.label("id"),
            Reflection.title.label("title"),
            literal("", String).label("path"),
            literal("", String).label("subject"),
            Review.sent_at.label("since"),
            Person.name.label("who"),
            open_questions.label("questions"),
        )
        .join(Review, and_(Review.reflection_id == Reflection.id, Review.round == Reflection.rounds))
        .join(Person, Person.id == Review.author_id)
        .where(
            Reflection.author_id == actor.id,
            Reflection.state == PUBLISHED,
            Reflection.review_state == ANSWERED,
            Review.outcome == INVITES,
        )
    )


def _drafts(actor: Reader) -> Any:
    newest = (
        select(Draft.id)
        .where(Draft.person_id == actor.id, Draft.spent_at.is_(None))
        .order_by(Draft.saved_at.desc(), Draft.id.desc())
        .limit(MOST)
    )
    carry_on = Draft.path + literal("?draft=", String) + Draft.idempotency_key
    return select(
        literal("draft", String),
        Draft.id,
        Draft.label,
        carry_on,
        Draft.subject,
        Draft.saved_at,
        literal("", String),
        literal(0, Integer),
    ).where(Draft.id.in_(newest))


def _follows(actor: Reader) -> Any:
    said = literal("", String)
    columns = (literal("follows", String), Follow.id, said, said, said, Follow.since, said, literal(0, Integer))
    one = select(func.min(Follow.id)).where(Follow.person_id == actor.id).scalar_subquery()
    return select(*columns).where(Follow.id == one)
