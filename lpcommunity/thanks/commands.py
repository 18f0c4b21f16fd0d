"""Saying thanks, and taking it back. Twice is once; the count on the entry goes with the row."""

from typing import Any, cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.exc import IntegrityError

from lpcommunity import outbox
from lpcommunity.access import require
from lpcommunity.access.rate_limits import THANKS, limited
from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import PUBLIC, Entry
from lpcommunity.storage import now, session, transactional
from lpcommunity.storage.change_stamp import concerns_public
from lpcommunity.thanks import policy
from lpcommunity.thanks.domain_events import ThanksSaid
from lpcommunity.thanks.models import Thanks


@limited(THANKS)
@transactional
def say_thanks(actor: Reader, entry: Entry) -> None:
    """Thank the author of this entry. Raises Refused for one's own, or what one may not read."""
    require(policy.can_thank(actor, entry))
    try:
        with session().begin_nested():
            session().add(Thanks(entry_id=entry.id, person_id=actor.id, said_at=now()))
    except IntegrityError:  # said already, perhaps by the other click of a double click
        return
    _count(entry, 1)
    outbox.record(ThanksSaid(entry.id, actor.id))


@transactional
def unsay_thanks(actor: Reader, entry: Entry) -> None:
    """Take one's thanks back, if they were said."""
    gone = cast(
        CursorResult[Any],
        session().execute(delete(Thanks).where(Thanks.entry_id == entry.id, Thanks.person_id == actor.id)),
    )
    if gone.rowcount:
        _count(entry, -1)


def _count(entry: Entry, by: int) -> None:
    """Counted by the database itself, so that of two at once none is lost."""
    session().execute(
        update(Entry)
        .where(Entry.id == entry.id)
        .values(thanks_count=Entry.thanks_count + by)
        .execution_options(synchronize_session=False, **concerns_public(entry.audience == PUBLIC))
    )
    session().expire(entry, ["thanks_count"])
