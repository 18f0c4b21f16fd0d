"""Comments, and what was said in exchanges, as their reader reads them today: one statement for each, through the one
resolver. Entries are found by entries.queries. And what one said in an exchange oneself, whatever became of it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FromClause, Integer, bindparam, select

from lpcommunity.comments.models import PUBLISHED as SAID
from lpcommunity.comments.policy import COMMENT, STANDS
from lpcommunity.entries.policy import ENTRY, READER, VISIBLE, published, word
from lpcommunity.people.terms import PERSON
from lpcommunity.reviews.exchange_rows import MOVE, MOVES, REPLY, REVIEW
from lpcommunity.reviews.policy import EXCHANGE
from lpcommunity.storage import Statement

NUMBER = bindparam("thing", type_=Integer)


@dataclass(frozen=True)
class FoundText:
    """A text that is no entry. Those of an exchange are as they were typed."""

    author_id: int
    author: str
    entry_id: int
    kind: str  # of the entry
    partnership_id: int | None
    audience: str
    confided_at: datetime | None
    text: str
    move_id: int = 0


@dataclass(frozen=True)
class OwnText:
    """What one said in an exchange, as it was typed. `there`: one may still open what it was said of."""

    text: str
    there: bool


_belongs = (ENTRY.c.id.label("entry_id"), ENTRY.c.kind, ENTRY.c.partnership_id)
_who = (PERSON.c.id.label("author_id"), PERSON.c.name.label("author"))
COMMENT_TEXT = Statement(
    select(*_who, *_belongs, COMMENT.c.audience, COMMENT.c.confided_at, COMMENT.c.body_html.label("text"))
    .select_from(COMMENT.join(ENTRY, ENTRY.c.id == COMMENT.c.entry_id).join(PERSON, PERSON.c.id == COMMENT.c.author_id))
    .where(COMMENT.c.id == NUMBER, COMMENT.c.state == word(SAID), STANDS),
    FoundText,
)
_confided = (ENTRY.c.audience, ENTRY.c.confided_at)
MOVE_TEXT = Statement(
    select(*_who, *_belongs, *_confided, MOVE.c.says.label("text"), MOVE.c.id.label("move_id"))
    .select_from(MOVES.join(PERSON, PERSON.c.id == REVIEW.c.author_id))
    .where(MOVE.c.id == NUMBER, MOVE.c.hidden_at.is_(None), EXCHANGE, published()),
    FoundText,
)
_replies: FromClause = REPLY.join(MOVES, MOVE.c.id == REPLY.c.move_id)
REPLY_TEXT = Statement(
    select(*_who, *_belongs, *_confided, REPLY.c.says.label("text"), MOVE.c.id.label("move_id"))
    .select_from(_replies.join(PERSON, PERSON.c.id == REPLY.c.author_id))
    .where(REPLY.c.id == NUMBER, REPLY.c.hidden_at.is_(None), EXCHANGE, published()),
    FoundText,
)
OWN_MOVE = Statement(
    select(MOVE.c.says.label("text"), VISIBLE.label("there"))
    .select_from(MOVES)
    .where(MOVE.c.id == NUMBER, REVIEW.c.author_id == READER),
    OwnText,
)
OWN_REPLY = Statement(
    select(REPLY.c.says.label("text"), VISIBLE.label("there"))
    .select_from(_replies)
    .where(REPLY.c.id == NUMBER, REPLY.c.author_id == READER),
    OwnText,
)
