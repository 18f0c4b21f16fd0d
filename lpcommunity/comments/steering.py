"""Closing a conversation and opening it again; and noting, for oneself alone, that one has looked at it."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lpcommunity import outbox
from lpcommunity.access import Invalid, require
from lpcommunity.access.rate_limits import CHANGES, limited
from lpcommunity.access.reader import Reader
from lpcommunity.comments import policy
from lpcommunity.comments.domain_events import ConversationClosed, ConversationOpened
from lpcommunity.comments.models import LONGEST_REASON, Closing, ConversationLook
from lpcommunity.entries import lifecycle
from lpcommunity.entries.models import FACILITATORS, Entry
from lpcommunity.entries.policy import can_read
from lpcommunity.following.visits import SITTING
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


@transactional
def note_look(actor: Reader, entry: Entry, *, seen: bool = False) -> None:
    """This person looks at the conversation below an entry; or, `seen`, has looked: then nothing that was said so far
    is new to them. Known to themselves alone, so nothing is recorded of it: neither an event nor an audit line.
    """
    require(actor.in_community and can_read(actor, entry))
    moment = now()
    here = ConversationLook.person_id == actor.id, ConversationLook.entry_id == entry.id
    look = session().scalar(select(ConversationLook).where(*here).with_for_update())
    if look is None:
        _first_look(actor, entry, seen=seen)
        return
    if seen:
        look.before_at = moment
    elif moment - look.looked_at >= SITTING:
        look.before_at = look.looked_at
    look.looked_at = moment


def _first_look(actor: Reader, entry: Entry, *, seen: bool) -> None:
    moment = now()
    try:
        with session().begin_nested():
            session().add(
                ConversationLook(
                    person_id=actor.id, entry_id=entry.id, looked_at=moment, before_at=moment if seen else None
                )
            )
    except IntegrityError:  # another window was first
        return
