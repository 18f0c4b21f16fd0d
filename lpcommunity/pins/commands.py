"""Keeping an entry in the short account of a place, and letting go of it. Twice is once."""

from sqlalchemy import Integer, bindparam, select

from lpcommunity import outbox
from lpcommunity.access import require
from lpcommunity.access.rate_limits import CHANGES, limited
from lpcommunity.access.reader import Reader, reader_of
from lpcommunity.entries.models import Entry
from lpcommunity.entries.policy import can_read, wider
from lpcommunity.partnerships.models import Partnership
from lpcommunity.pins import policy
from lpcommunity.pins.domain_events import EntryPinned, EntryUnpinned
from lpcommunity.pins.models import Pin
from lpcommunity.storage import now, session, transactional

FEW = ("me", "facilitators")
_place = bindparam("place", type_=Integer)
OF_PLACE = select(Pin, Entry).join(Entry, Entry.id == Pin.entry_id).where(Pin.partnership_id == _place).order_by(Pin.id)
ALONE = select(Partnership.id).where(Partnership.id == _place).with_for_update()  # of two leads at once one comes first


@limited(CHANGES)
@transactional
def pin(actor: Reader, entry: Entry) -> None:
    """Keep this entry; what was kept before makes room for whoever may read this one, and stays for everybody else.
    Raises Refused for others than lead and deputy, and for what they may not read.
    """
    require(policy.can_pin(actor, entry))
    kept = _kept(entry)
    if kept and kept[-1][1].id == entry.id:
        return
    for before, its_entry in kept:
        if its_entry.id == entry.id or _makes_room(its_entry, entry):
            session().delete(before)
    session().flush()
    session().add(Pin(partnership_id=entry.partnership_id, entry_id=entry.id, pinned_by_id=actor.id, pinned_at=now()))
    session().flush()
    outbox.record(EntryPinned(entry.id, actor.id))


@limited(CHANGES)
@transactional
def unpin(actor: Reader, entry: Entry) -> None:
    """Keep it no longer, if it is kept. Raises Refused as `pin` does."""
    require(policy.can_pin(actor, entry))
    for kept, its_entry in _kept(entry):
        if its_entry.id == entry.id:
            session().delete(kept)
            outbox.record(EntryUnpinned(entry.id, actor.id))


def _kept(entry: Entry) -> list[tuple[Pin, Entry]]:
    """What the place of this entry keeps, the newest last."""
    place = {"place": entry.partnership_id}
    session().execute(ALONE, place)
    return [(row.Pin, row.Entry) for row in session().execute(OF_PLACE, place)]


def _makes_room(before: Entry, entry: Entry) -> bool:
    """Whether everybody who may read what was kept may read this, too. Of two confided things this is not said: whom
    they reach differs.
    """
    if not can_read(reader_of(before.author_id), entry):
        return False
    return before.audience == "me" or (entry.audience not in FEW and not wider(before.audience, entry.audience))
