"""Answers that were given: what commands need to know of them, and one's own, which stay readable to oneself."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Integer, and_, bindparam, case, func, literal_column, select

from lpcommunity.access.reader import Reader
from lpcommunity.drafts.queries import DraftLine, latest_about
from lpcommunity.entries.policy import CONFIDED_TO, ENTRY, READER, VISIBLE, can_read, reads
from lpcommunity.entries.queries import PLACE
from lpcommunity.people.terms import PERSON
from lpcommunity.reflections.models import ANSWERED, Reflection, ReflectionLike, Submission
from lpcommunity.reflections.policy import is_confidant
from lpcommunity.reviews.models import INVITES, Move, Review
from lpcommunity.reviews.policy import EXCHANGE
from lpcommunity.storage import Statement, now, session, today

MOST = 100

REVIEW: FromClause = Review.__table__
MOVE: FromClause = Move.__table__
SUBMISSION: FromClause = Submission.__table__
REFLECTION: FromClause = Reflection.__table__
OF_REFLECTION = bindparam("entry", type_=Integer)

# Of the present round, for commands; what they answer goes to nobody's eyes.
OUTCOMES = Statement(
    select(REVIEW.c.author_id, REVIEW.c.outcome, REVIEW.c.sent_at)
    .where(REVIEW.c.reflection_id == OF_REFLECTION, REVIEW.c.round == bindparam("round", type_=Integer))
    .order_by(REVIEW.c.sent_at, REVIEW.c.id),
)
LATEST_BEGINNING: Statement[Any] = Statement(
    select(SUBMISSION.c.sent_at)
    .where(SUBMISSION.c.reflection_id == OF_REFLECTION, SUBMISSION.c.round == 1)
    .order_by(SUBMISSION.c.id.desc())
    .limit(1),
)
CONFIDANT_THEN: Statement[Any] = Statement(
    select(PERSON.c.id).where(CONFIDED_TO, PERSON.c.id == READER),
)


def someone_invites(reflection: ReflectionLike) -> bool:
    """Whether somebody's latest answer of the present round invites to think further: then the round stays open,
    whatever a second facilitator says.
    """
    rows = OUTCOMES.all(entry=reflection.id, round=reflection.rounds)
    return INVITES in {row["author_id"]: row["outcome"] for row in rows}.values()


def has_answered(actor: Reader, reflection: ReflectionLike) -> bool:
    """Whether this person has answered the present round."""
    rows = OUTCOMES.all(entry=reflection.id, round=reflection.rounds)
    return any(row["author_id"] == actor.id for row in rows)


def answered_since(reflection: ReflectionLike, moment: datetime) -> bool:
    """Whether somebody has answered the present round after this moment."""
    return any(row["sent_at"] > moment for row in OUTCOMES.all(entry=reflection.id, round=reflection.rounds))


def was_asked(actor: Reader, reflection: ReflectionLike) -> bool:
    """Whether its exchange reached this person, one of the facilitators still, before its author took it back: so that
    it is no news to them that there is one.
    """
    began = LATEST_BEGINNING.value(entry=reflection.id)
    if began is None or reflection.author_id == actor.id:
        return False
    values = {"reader": actor.id, "place": reflection.partnership_id, "entry": reflection.id, "confided_at": began}
    return CONFIDANT_THEN.value(values, today=today(), now=now()) is not None


def draft_answer(actor: Reader, reflection_id: int) -> DraftLine | None:
    """The answer to this reflection that this person has begun, the latest if there are several."""
    subject = f"review:{reflection_id}"
    return latest_about(actor, [subject]).get(subject)


@dataclass(frozen=True)
class OwnAnswer:
    """An answer that one gave, for whoever may no longer read what it was given to."""

    id: int
    reflection_id: int
    place: str
    sent_at: datetime
    outcome: str
    moves: tuple[tuple[str, str], ...] = ()  # kind, words


@dataclass(frozen=True)
class Given:
    """One of one's own answers, in the list of them."""

    id: int
    place: str
    sent_at: datetime
    moves: int
    left_there: bool  # by its author, as far as this is for whoever answered still to know
    title: str | None  # of what it was given to, and who wrote that: where it can still be read
    author: str | None


# One's own answers: one's own words stay readable to oneself, whatever becomes of what they were given to.
MINE: FromClause = REVIEW.join(ENTRY, ENTRY.c.id == REVIEW.c.reflection_id).join(
    PLACE, PLACE.c.id == ENTRY.c.partnership_id
)
OWN_ANSWER = Statement(
    select(REVIEW.c.id, REVIEW.c.reflection_id, PLACE.c.name.label("place"), REVIEW.c.sent_at, REVIEW.c.outcome)
    .select_from(MINE)
    .where(REVIEW.c.id == bindparam("review", type_=Integer), REVIEW.c.author_id == READER),
    OwnAnswer,
)
OWN_MOVES = Statement(
    select(MOVE.c.kind, MOVE.c.says)
    .select_from(MOVE.join(REVIEW, REVIEW.c.id == MOVE.c.review_id))
    .where(REVIEW.c.id == bindparam("review", type_=Integer), REVIEW.c.author_id == READER)
    .order_by(MOVE.c.position),
)
OWN_ANSWERS = Statement(
    select(
        REVIEW.c.id,
        PLACE.c.name.label("place"),
        REVIEW.c.sent_at,
        select(func.count(MOVE.c.id)).where(MOVE.c.review_id == REVIEW.c.id).scalar_subquery().label("moves"),
        and_(
            EXCHANGE,
            REFLECTION.c.review_state == literal_column(f"'{ANSWERED}'"),
            REFLECTION.c.rounds == REVIEW.c.round,
            REFLECTION.c.left_there_at.is_not(None),
            REFLECTION.c.left_there_at >= REVIEW.c.sent_at,
        ).label("left_there"),
        case((VISIBLE, ENTRY.c.title)).label("title"),
        case((VISIBLE, PERSON.c.name)).label("author"),
    )
    .select_from(
        MINE.join(REFLECTION, REFLECTION.c.id == REVIEW.c.reflection_id).join(PERSON, PERSON.c.id == ENTRY.c.author_id)
    )
    .where(REVIEW.c.author_id == READER)
    .order_by(REVIEW.c.sent_at.desc(), REVIEW.c.id.desc())
    .limit(MOST),
    Given,
)


def own_answer(actor: Reader, review_id: int) -> OwnAnswer | None:
    """One's own answer, with its words: two queries."""
    found = OWN_ANSWER.first(reader=actor.id, review=review_id)
    if found is None:
        return None
    moves = OWN_MOVES.all(reader=actor.id, review=review_id)
    return replace(found, moves=tuple((move["kind"], move["says"]) for move in moves))


def answers_of(actor: Reader) -> list[Given]:
    """The latest answers that this person gave, newest first: where to and when; on what, where they can still read
    it. Whether its author leaves it there is said of those only whose exchange is open to them just now.
    """
    return OWN_ANSWERS.all(reads(actor))


def to_be_answered(actor: Reader, reflection_id: int) -> Reflection | None:
    """The reflection that an answer was written for: one that this person may answer, or might have until just now
    (the command tells which). None where its existence would be news to them.
    """
    found = session().get(Reflection, reflection_id)
    if found is None:
        return None
    open_to_them = can_read(actor, found) and is_confidant(actor, found)
    return found if open_to_them or was_asked(actor, found) else None


def moves_of_latest_answer(reflection_id: int) -> list[int]:
    """The moves of the answer sent last, as ids in their order."""
    newest = select(Review.id).where(Review.reflection_id == reflection_id).order_by(Review.sent_at.desc()).limit(1)
    query = select(Move.id).where(Move.review_id == newest.scalar_subquery()).order_by(Move.position)
    return list(session().scalars(query))
