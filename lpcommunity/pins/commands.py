"""Keeping an entry in the short account of a place, and letting go of it. Twice is once."""

from sqlalchemy import Integer, bindparam, select

from lpcommunity import outbox
from lpcommunity.access import require
from lpcommunity.access.rate_limits import CHANGES, limited
from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import Entry
from lpcommunity.partnerships.models import Partnership
from lpcommunity.pins import policy
from lpcommunity.pins.domain_events import EntryPinned, EntryUnpinned
from lpcommunity.pins.models import Pin
from lpcommunity.storage import now, session, transactional

_place = bindparam("place", type_=Integer)
OF_PLACE = select(Pin).where(Pin.partnership_id == _place)
ALONE = select(Partnership.id).where(Partnership.id == _place).with_for_update()  # of two leads at once one comes first


@limited(CHANGES)
@transactional
def pin(actor: Reader, entry: Entry) -> None:
    """Keep this entry; what was kept before makes room. Raises Refused for others than lead and deputy, and for what
    they may not read.
    """
    require(policy.can_pin(actor, entry))
    kept = _kept(entry)
    if kept is not None and kept.entry_id == entry.id:
        return
    if kept is not None:
        session().delete(kept)
        session().flush()
    session().add(Pin(partnership_id=entry.partnership_id, entry_id=entry.id, pinned_by_id=actor.id, pinned_at=now()))
    session().flush()
    outbox.record(EntryPinned(entry.id, actor.id))


@limited(CHANGES)
@transactional
def unpin(actor: Reader, entry: Entry) -> None:
    """Keep it no longer, if it is kept. Raises Refused as `pin` does."""
    require(policy.can_pin(actor, entry))
    kept = _kept(entry)
    if kept is not None and kept.entry_id == entry.id:
        session().delete(kept)
        outbox.record(EntryUnpinned(entry.id, actor.id))


def _kept(entry: Entry) -> Pin | None:
    place = {"place": entry.partnership_id}
    session().execute(ALONE, place)
    return session().scalar(OF_PLACE, place)
