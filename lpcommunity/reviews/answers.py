"""Answers that were given: what commands need to know of them, and one's own, which stay readable to oneself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from lpcommunity.access.reader import Reader
from lpcommunity.drafts import queries as drafts
from lpcommunity.drafts.models import Draft
from lpcommunity.entries.policy import can_read
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.partnerships.terms import current_today
from lpcommunity.reflections.models import Reflection, ReflectionLike, Submission
from lpcommunity.reflections.policy import facilitates
from lpcommunity.reviews.models import INVITES, Move, Review
from lpcommunity.storage import session

MOST = 100


def someone_invites(reflection: ReflectionLike) -> bool:
    """Whether somebody's latest answer of the present round invites to think further: then the round stays open,
    whatever a second facilitator says.
    """
    rows = session().execute(
        select(Review.author_id, Review.outcome)
        .where(Review.reflection_id == reflection.id, Review.round == reflection.rounds)
        .order_by(Review.sent_at, Review.id)
    )
    latest: dict[int, str] = dict(rows.all())
    return INVITES in latest.values()


def has_answered(actor: Reader, reflection: ReflectionLike) -> bool:
    """Whether this person has answered the present round."""
    query = select(Review.id).where(
        Review.reflection_id == reflection.id, Review.round == reflection.rounds, Review.author_id == actor.id
    )
    return session().scalar(query.limit(1)) is not None


def was_asked(actor: Reader, reflection: ReflectionLike) -> bool:
    """Whether this person was among the partnership's facilitators while the reflection waited, so that it is no news
    to them that there is one.
    """
    row = (
        session()
        .execute(
            select(Submission.taken_back_at, Submission.sent_at)
            .where(Submission.reflection_id == reflection.id)
            .order_by(Submission.id.desc())
            .limit(1)
        )
        .first()
    )
    if row is None:
        return False
    asked_until: datetime = row[0] or row[1]
    query = select(Membership.id).where(
        Membership.person_id == actor.id,
        Membership.partnership_id == reflection.partnership_id,
        Membership.role == "facilitator",
        Membership.created_at <= asked_until,
        current_today(),
    )
    return session().scalar(query.limit(1)) is not None


def draft_answer(actor: Reader, reflection_id: int) -> Draft | None:
    """The answer to this reflection that this person has begun, the latest if there are several."""
    found = drafts.about(actor, f"review:{reflection_id}")
    return found[0] if found else None


@dataclass(frozen=True)
class OwnAnswer:
    """An answer that one gave, for whoever may no longer read what it was given to."""

    id: int
    place: str
    sent_at: datetime
    outcome: str
    moves: tuple[tuple[str, str], ...]  # kind, words
    reflection: Reflection


def own_answer(actor: Reader, review_id: int) -> OwnAnswer | None:
    """One's own answer: one's own words stay readable to oneself."""
    rows = session().execute(
        select(Review, Reflection, Partnership.name, Move.kind, Move.says)
        .join(Reflection, Reflection.id == Review.reflection_id)
        .join(Partnership, Partnership.id == Reflection.partnership_id)
        .outerjoin(Move, Move.review_id == Review.id)
        .where(Review.id == review_id, Review.author_id == actor.id)
        .order_by(Move.position)
    )
    held = rows.all()
    if not held:
        return None
    review, reflection, place = held[0][:3]
    moves = tuple((kind, says) for _, _, _, kind, says in held if kind)
    return OwnAnswer(review.id, place, review.sent_at, review.outcome, moves, reflection)


@dataclass(frozen=True)
class AnswerLine:
    """One of one's own answers, in the list of them."""

    id: int
    place: str
    sent_at: datetime
    moves: int


def answers_of(actor: Reader) -> list[AnswerLine]:
    """The answers that this person gave, the latest first: where to and when, not on what."""
    rows = session().execute(
        select(Review.id, Partnership.name, Review.sent_at, func.count(Move.id))
        .join(Reflection, Reflection.id == Review.reflection_id)
        .join(Partnership, Partnership.id == Reflection.partnership_id)
        .outerjoin(Move, Move.review_id == Review.id)
        .where(Review.author_id == actor.id)
        .group_by(Review.id, Partnership.name, Review.sent_at)
        .order_by(Review.sent_at.desc(), Review.id.desc())
        .limit(MOST)
    )
    return [AnswerLine(*row) for row in rows]


def to_be_answered(actor: Reader, reflection_id: int) -> Reflection | None:
    """The reflection that an answer was written for: one that this person may answer, or might have until just now
    (the command tells which). None where its existence would be news to them.
    """
    found = session().get(Reflection, reflection_id)
    if found is None or not facilitates(actor, found):
        return None
    return found if can_read(actor, found) or was_asked(actor, found) else None


def moves_of_latest_answer(reflection_id: int) -> list[int]:
    """The moves of the answer sent last, as ids in their order."""
    newest = select(Review.id).where(Review.reflection_id == reflection_id).order_by(Review.sent_at.desc()).limit(1)
    query = select(Move.id).where(Move.review_id == newest.scalar_subquery()).order_by(Move.position)
    return list(session().scalars(query))
