"""Closing a conversation, and opening it again."""

from lpcommunity import outbox
from lpcommunity.access import Invalid, require
from lpcommunity.access.rate_limits import CHANGES, limited
from lpcommunity.access.reader import Reader
from lpcommunity.comments import policy
from lpcommunity.comments.domain_events import ConversationClosed, ConversationOpened
from lpcommunity.comments.models import LONGEST_REASON, Closing
from lpcommunity.entries import lifecycle
from lpcommunity.entries.models import FACILITATORS, Entry
from lpcommunity.storage import now, session, transactional


@limited(CHANGES)
@transactional
def close_conversation(actor: Reader, entry: Entry, reason: str) -> None:
    """Let nobody add to a conversation any more, and say why. What was said stays. Closed again it stays as it is.
    Raises Invalid without a reason.
    """
    lifecycle.lock(entry)
    require(policy.can_steer(actor, entry))
    said = " ".join(reason.split())
    if not said:
        raise Invalid("reason", "closing-reason-missing")
    if len(said) > LONGEST_REASON:
        raise Invalid("reason", "closing-reason-too-long", length=len(said), most=LONGEST_REASON)
    if session().get(Closing, entry.id) is not None:
        return
    confided = entry.audience == FACILITATORS
    session().add(
        Closing(
            entry_id=entry.id,
            author_id=actor.id,
            entry_author_id=entry.author_id,
            partnership_id=entry.partnership_id,
            audience=entry.audience,
            confided_at=entry.confided_at if confided else None,
            reason=said,
            closed_at=now(),
        )
    )
    session().flush()
    outbox.record(ConversationClosed(entry.id, actor.id))


@limited(CHANGES)
@transactional
def open_conversation(actor: Reader, entry: Entry) -> None:
    """Let a conversation go on. One that is open stays open."""
    lifecycle.lock(entry)
    require(policy.can_steer(actor, entry))
    closing = session().get(Closing, entry.id)
    if closing is None:
        return
    session().delete(closing)
    session().flush()
    outbox.record(ConversationOpened(entry.id, actor.id))
