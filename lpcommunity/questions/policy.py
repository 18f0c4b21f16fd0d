"""Who leaves a question open, who says what answers it, and what may be pointed to.

A question is read by whoever reads the exchange that it was asked in (reviews.policy). What answers it is read by its
own readers. It may be pointed to if it is for at least as many people as the exchange: so whoever reads that a
question is answered could read by what, on that day. Where they cannot any more, or came later, they read that it is
answered, and nothing of what, when or of which kind.
"""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, or_

from lpcommunity.access.reader import Reader
from lpcommunity.actions.policy import ACTION, readable
from lpcommunity.entries.policy import ENTRY, meant, mine, published, word
from lpcommunity.questions.models import Question
from lpcommunity.reflections.models import ReflectionLike
from lpcommunity.reviews.models import QUESTIONS
from lpcommunity.reviews.policy import EXCHANGE, can_reply

QUESTION: FromClause = Question.__table__
THING: FromClause = ENTRY.alias("answering")  # the entry that answers

# Over question joined to the reflection that it was asked about: it stands in lists of whoever reads the exchange.
STANDS = and_(EXCHANGE, published())

ENTRY_IS_READ = and_(published(THING), or_(meant(THING), mine(THING)))
ACTION_IS_READ = readable(ACTION)


def is_question(kind: str) -> bool:
    """Whether a move of this kind asks something that one may leave open."""
    return kind in QUESTIONS


def can_decide(actor: Reader, reflection: ReflectionLike) -> bool:
    """Whether this person leaves questions about this reflection open, and says what answers them: its author, as long
    as they may reply. Who has left the place reads what became of their questions, and changes nothing.
    """
    return can_reply(actor, reflection)


def as_wide_as_exchange(thing: FromClause, confided_at: ColumnElement[Any]) -> ColumnElement[bool]:
    """SQL over an entry or an action that the reader may read: so may the facilitators whom an exchange reaches that
    was confided at that moment. What is for them alone must not have been confided before it.
    """
    wide = thing.c.audience.in_([word(one) for one in ("partnership", "community", "public")])
    later = and_(thing.c.audience == word("facilitators"), thing.c.confided_at >= confided_at)
    return or_(wide, later)
