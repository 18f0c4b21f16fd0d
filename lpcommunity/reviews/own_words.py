"""One's own answers and replies as they were sent: for whoever comes back to the form and presses once more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import FromClause, Integer, String, bindparam, select

from lpcommunity.access.reader import Reader
from lpcommunity.drafts.postings import LATELY, Posting, register_finder
from lpcommunity.entries.policy import READER
from lpcommunity.reviews.models import Move, Reply, Review
from lpcommunity.storage import Statement, now

OUTCOME = "outcome"  # of an answer, beside its moves
MOST = 200  # rows that are looked through: ten answers of twenty moves

REVIEW: FromClause = Review.__table__
MOVE: FromClause = Move.__table__
REPLY: FromClause = Reply.__table__
OF_REFLECTION = bindparam("entry", type_=Integer)
KEY = bindparam("key", type_=String)


@dataclass(frozen=True)
class _Line:
    """A move, or a reply to one, with what it was sent in."""

    key: str
    number: int
    sent_at: datetime
    said: str
    about: str
    outcome: str = ""


@dataclass(frozen=True)
class Sent:
    """What was sent with one click."""

    posting: Posting
    key: str
    words: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class _When:
    number: int
    sent_at: datetime


ANSWERED = Statement(
    select(REVIEW.c.id.label("number"), REVIEW.c.sent_at).where(
        REVIEW.c.author_id == READER, REVIEW.c.idempotency_key == KEY
    ),
    _When,
)
REPLIED = Statement(
    select(REVIEW.c.reflection_id.label("number"), REPLY.c.sent_at)
    .select_from(REPLY.join(MOVE, MOVE.c.id == REPLY.c.move_id).join(REVIEW, REVIEW.c.id == MOVE.c.review_id))
    .where(REPLY.c.author_id == READER, REPLY.c.idempotency_key == KEY)
    .limit(1),
    _When,
)
SAID = Statement(
    select(
        REVIEW.c.idempotency_key.label("key"),
        REVIEW.c.id.label("number"),
        REVIEW.c.sent_at,
        MOVE.c.says.label("said"),
        MOVE.c.kind.label("about"),
        REVIEW.c.outcome,
    )
    .select_from(MOVE.join(REVIEW, REVIEW.c.id == MOVE.c.review_id))
    .where(REVIEW.c.author_id == READER, REVIEW.c.reflection_id == OF_REFLECTION)
    .order_by(REVIEW.c.sent_at.desc(), REVIEW.c.id.desc())
    .limit(MOST),
    _Line,
)
REPLIES = Statement(
    select(
        REPLY.c.idempotency_key.label("key"),
        REVIEW.c.reflection_id.label("number"),
        REPLY.c.sent_at,
        REPLY.c.says.label("said"),
        REPLY.c.move_id.label("about"),
    )
    .select_from(REPLY.join(MOVE, MOVE.c.id == REPLY.c.move_id).join(REVIEW, REVIEW.c.id == MOVE.c.review_id))
    .where(REPLY.c.author_id == READER, REVIEW.c.reflection_id == OF_REFLECTION)
    .order_by(REPLY.c.sent_at.desc(), REPLY.c.idempotency_key)
    .limit(MOST),
    _Line,
)


def answers_to(actor: Reader, reflection_id: int) -> list[Sent]:
    """One's own answers to a reflection, the latest first: one query."""
    return _sent(SAID.all(reader=actor.id, entry=reflection_id), "/reviews/{}")


def replies_in(actor: Reader, reflection_id: int) -> list[Sent]:
    """One's own replies in the exchange of a reflection, the latest first: one query."""
    return _sent(REPLIES.all(reader=actor.id, entry=reflection_id), "/reflections/{}")


def spoken(words: Iterable[tuple[object, str]]) -> frozenset[tuple[str, str]]:
    """What is said, and to what or in which way, blanks aside."""
    return frozenset((str(about), " ".join(said.split())) for about, said in words if said.strip())


def sent_from(sent: list[Sent], key: str) -> Sent | None:
    """What was sent from the form of this key."""
    return next((one for one in sent if one.key == key), None)


def said_lately(sent: list[Sent], words: frozenset[tuple[str, str]]) -> Posting | None:
    """What was sent within a day in just these words."""
    since = now() - LATELY
    return next((one.posting for one in sent if one.words == words and one.posting.at > since), None)


@register_finder
def _found(actor: Reader, key: str) -> Posting | None:
    """The answer, or the replies, that this person sent from the form of this key."""
    answered = ANSWERED.first(reader=actor.id, key=key)
    if answered is not None:
        return Posting(f"/reviews/{answered.number}", answered.sent_at, done="sent")
    replied = REPLIED.first(reader=actor.id, key=key)
    return Posting(f"/reflections/{replied.number}", replied.sent_at, done="sent") if replied is not None else None


def _sent(lines: list[_Line], path: str) -> list[Sent]:
    groups = [(key, list(group)) for key, group in groupby(lines, lambda line: line.key)]
    return [
        Sent(
            Posting(path.format(found[0].number), found[0].sent_at, done="sent"),
            key,
            spoken([(OUTCOME, found[0].outcome), *((line.about, line.said) for line in found)]),
        )
        for key, found in groups
    ]
