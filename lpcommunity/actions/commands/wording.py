"""The words of an answer that an action still holds: asked for, and given to more people by whoever wrote them."""

from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.access import require
from lpcommunity.access.rate_limits import ACTIONS, limited
from lpcommunity.access.reader import Reader
from lpcommunity.actions import policy
from lpcommunity.actions.borrowed_words import holds
from lpcommunity.actions.commands.owners import move_says
from lpcommunity.actions.commands.undertaking import lock
from lpcommunity.actions.domain_events import WordsAsked, WordsGiven
from lpcommunity.actions.models import Action
from lpcommunity.reviews.models import Move, Review
from lpcommunity.storage import now, session, transactional


@limited(ACTIONS)
@transactional
def ask_for_words(actor: Reader, action: Action) -> None:
    """Ask whoever wrote them whether more people may read them in this action. Once: a second click asks nobody."""
    lock(action)
    require(policy.can_change_audience(actor, action) and action.holds_move)
    if action.words_asked_at is None and action.words_given_at is None:
        action.words_asked_at = now()
        outbox.record(WordsAsked(action.id, actor.id))


@transactional
def give_words(actor: Reader, action: Action) -> None:
    """Say that more people may read one's words in this action, as its author chooses. Twice is once."""
    lock(action)
    require(action.holds_move and policy.can_read(actor, action) and asked_of(action) == actor.id)
    if action.words_given_at is None:
        action.words_given_at = now()
        outbox.record(WordsGiven(action.id, actor.id))


def in_what_was_expected(action: Action) -> bool:
    """Whether the words are in what was expected, which nobody can put in other words once it is sealed. For whoever
    wrote it down.
    """
    return action.holds_move and holds(action.expects, move_says(action))


def asked_of(action: Action) -> int | None:
    """Whose words of an answer an action holds. Within a command."""
    whose = select(Review.author_id).join(Move, Move.review_id == Review.id).where(Move.id == action.source_move_id)
    found = session().scalar(whose) if action.holds_move else None
    return int(found) if found is not None else None
