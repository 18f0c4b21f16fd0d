"""Noting, for oneself alone, that one has looked at a conversation."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lpcommunity.access import require
from lpcommunity.access.reader import Reader
from lpcommunity.comments.models import ConversationLook
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import can_read
from lpcommunity.following.visits import SITTING
from lpcommunity.storage import now, session, transactional


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
