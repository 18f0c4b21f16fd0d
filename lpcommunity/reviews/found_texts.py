"""Answers to reflections, and replies to them, can be found by who wrote them and by whoever may read the exchange. A
move that is hidden, by who wrote it alone.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, FromClause, and_, case, or_, select

from lpcommunity.entries.policy import ENTRY, READER
from lpcommunity.reviews.models import Move, Reply, Review
from lpcommunity.reviews.policy import EXCHANGE
from lpcommunity.search import tokens
from lpcommunity.search.sources import FoundKind, Source, Text, follow, one_by_one, register
from lpcommunity.storage import session

ANSWER, HIDDEN, REPLY_KEY = "review", "hidden-move", "reply"
REVIEW: FromClause = Review.__table__
MOVE: FromClause = Move.__table__
REPLY: FromClause = Reply.__table__


def _readers(place_id: int | None, *people: int) -> frozenset[str]:
    return frozenset({tokens.for_facilitators(place_id or 0), *map(tokens.for_person, people)})


def answers(ids: Sequence[int]) -> Iterable[Text]:
    """What was answered, move by move; not those that are hidden."""
    rows = (
        select(
            REVIEW,
            case((MOVE.c.hidden_at.is_(None), MOVE.c.says), else_="").label("says"),
            ENTRY.c.author_id.label("asker_id"),
        )
        .select_from(REVIEW.join(ENTRY, ENTRY.c.id == REVIEW.c.reflection_id))
        .outerjoin(MOVE, MOVE.c.review_id == REVIEW.c.id)
        .where(REVIEW.c.id.in_(ids))
        .order_by(REVIEW.c.id, MOVE.c.position)
    )
    for _, moves in groupby(session().execute(rows), lambda row: row.id):
        first, *others = moves
        yield Text(
            thing_id=first.id,
            kind="answer",
            at=first.sent_at,
            title="",
            text=" ".join(one.says for one in (first, *others) if one.says),
            path=f"/reflections/{first.reflection_id}",
            readers=_readers(first.partnership_id, first.author_id, first.asker_id),
            partnership_id=first.partnership_id,
            author_id=first.author_id,
            audience="facilitators",
        )


def hidden_moves(ids: Sequence[int]) -> Iterable[Text]:
    """What a facilitator said in moves that are hidden just now."""
    rows = select(
        MOVE.c.id, MOVE.c.says, MOVE.c.review_id, REVIEW.c.author_id, REVIEW.c.sent_at, REVIEW.c.partnership_id
    )
    hidden = rows.join_from(MOVE, REVIEW, REVIEW.c.id == MOVE.c.review_id).where(MOVE.c.hidden_at.is_not(None))
    for row in session().execute(hidden.where(MOVE.c.id.in_(ids))):
        yield Text(
            thing_id=row.id,
            kind="answer",
            at=row.sent_at,
            title="",
            text=row.says,
            path=f"/reviews/{row.review_id}",
            readers=frozenset({tokens.for_person(row.author_id)}),
            partnership_id=row.partnership_id,
            author_id=row.author_id,
            audience="me",
        )


def replies(ids: Sequence[int]) -> Iterable[Text]:
    """What the author of a reflection replied to a move."""
    rows = (
        select(REPLY, REVIEW.c.reflection_id, REVIEW.c.partnership_id)
        .select_from(REPLY.join(MOVE, MOVE.c.id == REPLY.c.move_id).join(REVIEW, REVIEW.c.id == MOVE.c.review_id))
        .where(REPLY.c.id.in_(ids))
    )
    for row in session().execute(rows):
        yield Text(
            thing_id=row.id,
            kind="reply",
            at=row.sent_at,
            title="",
            text=row.says,
            path=f"/reflections/{row.reflection_id}",
            readers=_readers(row.partnership_id, row.author_id),
            partnership_id=row.partnership_id,
            author_id=row.author_id,
            audience="facilitators",
        )


def _may_read_answer(row: FromClause) -> ColumnElement[bool]:
    answers = REVIEW.join(ENTRY, ENTRY.c.id == REVIEW.c.reflection_id)
    return one_by_one(row, answers, REVIEW.c.id == row.c.thing_id, or_(REVIEW.c.author_id == READER, EXCHANGE))


def _wrote_move(row: FromClause) -> ColumnElement[bool]:
    moves = MOVE.join(REVIEW, REVIEW.c.id == MOVE.c.review_id)
    return one_by_one(row, moves, MOVE.c.id == row.c.thing_id, REVIEW.c.author_id == READER)


def _may_read_reply(row: FromClause) -> ColumnElement[bool]:
    within = REPLY.join(MOVE, MOVE.c.id == REPLY.c.move_id).join(REVIEW, REVIEW.c.id == MOVE.c.review_id)
    replies = within.join(ENTRY, ENTRY.c.id == REVIEW.c.reflection_id)
    shown = or_(REPLY.c.author_id == READER, and_(EXCHANGE, REPLY.c.hidden_at.is_(None)))
    return one_by_one(row, replies, REPLY.c.id == row.c.thing_id, shown)


register(
    Source(
        ANSWER,
        REVIEW,
        (
            FoundKind(
                "answer",
                "Answer",
                "Answers",
                "question",
                30,
                "An answer to a reflection",
                mine="Hidden for now: only you see it",
            ),
        ),
        answers,
        _may_read_answer,
        own_path=lambda review_id: f"/reviews/{review_id}",
    )
)
register(Source(HIDDEN, MOVE, (), hidden_moves, _wrote_move))
register(
    Source(
        REPLY_KEY,
        REPLY,
        (FoundKind("reply", "Reply", "Replies", "reply", 40, "A reply to a facilitator"),),
        replies,
        _may_read_reply,
    )
)
follow(Review, ANSWER, lambda one: [one.id])
follow(Move, ANSWER, lambda one: [one.review_id])
follow(Move, HIDDEN, lambda one: [one.id])
follow(Reply, REPLY_KEY, lambda one: [one.id])
