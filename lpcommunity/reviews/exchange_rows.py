"""What an exchange is made of, row by row: rounds, answers, moves, replies, and the versions that they speak of.

Each asks for itself whether the reader may know of it (policy.EXCHANGE).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Integer, and_, bindparam, or_, select

from lpcommunity.entries.models import Revision
from lpcommunity.entries.policy import ENTRY, meant_then, mine
from lpcommunity.people.terms import PERSON
from lpcommunity.reflections.models import Submission
from lpcommunity.reviews.models import Move, Reply, Review
from lpcommunity.reviews.policy import EXCHANGE, says
from lpcommunity.storage import Statement

ENTRY_ID = bindparam("entry", type_=Integer)
THIS = and_(ENTRY.c.id == ENTRY_ID, EXCHANGE)
SUBMISSION: FromClause = Submission.__table__
REVIEW: FromClause = Review.__table__
MOVE: FromClause = Move.__table__
REPLY: FromClause = Reply.__table__
REVISION: FromClause = Revision.__table__
ANSWERS: FromClause = REVIEW.join(ENTRY, ENTRY.c.id == REVIEW.c.reflection_id)
MOVES: FromClause = MOVE.join(ANSWERS, REVIEW.c.id == MOVE.c.review_id)


@dataclass(frozen=True)
class SentRow:
    """One time that it was sent and not taken back."""

    round: int
    version: int
    sent_at: datetime


@dataclass(frozen=True)
class GivenRow:
    """One answer, and who gave it."""

    id: int
    round: int
    version: int
    outcome: str
    sent_at: datetime
    author_id: int
    author: str


@dataclass(frozen=True)
class MadeRow:
    """One move of an answer."""

    id: int
    review_id: int
    kind: str
    prompt: str
    passage: str
    says: str
    hidden_at: datetime | None


@dataclass(frozen=True)
class RepliedRow:
    """One reply to a move."""

    id: int
    move_id: int
    author_id: int
    says: str
    sent_at: datetime
    hidden_at: datetime | None


@dataclass(frozen=True)
class WrittenRow:
    """One version of the text."""

    n: int
    title: str
    fields: dict[str, Any]
    details: dict[str, Any]
    body_html: str
    written_at: datetime


OF_ROUNDS = Statement(
    select(SUBMISSION.c.round, SUBMISSION.c.version, SUBMISSION.c.sent_at)
    .select_from(SUBMISSION.join(ENTRY, ENTRY.c.id == SUBMISSION.c.reflection_id))
    .where(THIS, SUBMISSION.c.taken_back_at.is_(None))
    .order_by(SUBMISSION.c.round, SUBMISSION.c.id),
    SentRow,
)
OF_ANSWERS = Statement(
    select(
        REVIEW.c.id, REVIEW.c.round, REVIEW.c.version, REVIEW.c.outcome, REVIEW.c.sent_at, REVIEW.c.author_id,
        PERSON.c.name.label("author"),
    )
    .select_from(ANSWERS.join(PERSON, PERSON.c.id == REVIEW.c.author_id))
    .where(THIS)
    .order_by(REVIEW.c.sent_at, REVIEW.c.id),
    GivenRow,
)  # fmt: skip
OF_MOVES = Statement(
    select(
        MOVE.c.id, MOVE.c.review_id, MOVE.c.kind, MOVE.c.prompt, MOVE.c.passage, MOVE.c.hidden_at,
        says(MOVE, REVIEW.c.author_id).label("says"),
    )
    .select_from(MOVES)
    .where(THIS)
    .order_by(MOVE.c.review_id, MOVE.c.position),
    MadeRow,
)  # fmt: skip
OF_REPLIES = Statement(
    select(
        REPLY.c.id, REPLY.c.move_id, REPLY.c.author_id, says(REPLY, REPLY.c.author_id).label("says"), REPLY.c.sent_at,
        REPLY.c.hidden_at,
    )
    .select_from(REPLY.join(MOVES, MOVE.c.id == REPLY.c.move_id))
    .where(THIS)
    .order_by(REPLY.c.sent_at, REPLY.c.id),
    RepliedRow,
)  # fmt: skip
OF_VERSIONS = Statement(
    select(
        REVISION.c.n,
        REVISION.c.title,
        REVISION.c.fields,
        REVISION.c.details,
        REVISION.c.body_html,
        REVISION.c.written_at,
    )
    .select_from(REVISION.join(ENTRY, ENTRY.c.id == REVISION.c.entry_id))
    .where(THIS, or_(mine(), meant_then()), REVISION.c.n.in_(bindparam("versions", type_=Integer, expanding=True))),
    WrittenRow,
)
