"""Who answers, who replies, and who reads what was said. However wide a reflection becomes, its exchange stays
between its author and those of the partnership's current facilitators whom it reaches (entries.policy.confided).
"""

from sqlalchemy import ColumnElement, FromClause, and_, case, or_

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import PUBLISHED
from lpcommunity.entries.policy import READABLE, READER, can_post, can_read, confided, mine, word
from lpcommunity.reflections.models import ACKNOWLEDGED, ANSWERED, WAITING, ReflectionLike
from lpcommunity.reflections.policy import is_author, is_confidant

# SQL over entry, with the values of entries.policy.reads: the reader may know what was asked and answered.
EXCHANGE = or_(mine(), and_(confided(), READABLE))
HIDDEN_WORDS = "Hidden for now."


def says(row: FromClause, author_id: ColumnElement[int]) -> ColumnElement[str]:
    """SQL over move or reply: what it says to a reader of the exchange. What is hidden speaks to its author alone."""
    return case((or_(row.c.hidden_at.is_(None), author_id == READER), row.c.says), else_=word(HIDDEN_WORDS))


def can_read_exchange(actor: Reader | Visitor, reflection: ReflectionLike) -> bool:
    """The author, always; the current facilitators whom it reaches, as long as they may read the reflection itself."""
    return is_author(actor, reflection) or (is_confidant(actor, reflection) and can_read(actor, reflection))


def can_answer(actor: Reader, reflection: ReflectionLike, answered_before: bool) -> bool:
    """The current facilitators, once it was sent to them. A reflection that one of them has acknowledged is open to
    those only who have not answered this round (`answered_before`): two may have been writing at the same time.
    """
    return (
        is_confidant(actor, reflection)
        and reflection.state == PUBLISHED
        and reflection.audience != "me"
        and (
            reflection.review_state in {WAITING, ANSWERED}
            or (reflection.review_state == ACKNOWLEDGED and not answered_before)
        )
    )


def can_reply(actor: Reader, reflection: ReflectionLike) -> bool:
    """The author, while a member, to what was said of a reflection that is on record."""
    return (
        is_author(actor, reflection)
        and reflection.state == PUBLISHED
        and reflection.rounds > 0
        and can_post(actor, reflection.partnership_id or 0)
    )


def has_queue(actor: Reader) -> bool:
    """Whether there is a queue for this person: they facilitate somewhere just now."""
    return bool(actor.facilitates)


def can_see_waiting(actor: Reader) -> bool:
    """The programme team sees that reflections wait and since when; never what they confide."""
    return actor.programme_team
