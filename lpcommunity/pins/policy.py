"""Who keeps an entry in the short account of a place."""

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import PUBLISHED, EntryLike
from lpcommunity.entries.policy import can_read


def can_pin(actor: Reader, entry: EntryLike) -> bool:
    """Lead and deputy of its place, what is on record there and they may read."""
    return entry.partnership_id in actor.leads and entry.state == PUBLISHED and can_read(actor, entry)
