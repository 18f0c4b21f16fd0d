"""Who keeps what: whoever may read it, for themselves. What one keeps is one's own, whatever becomes of the entry."""

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import EntryLike
from lpcommunity.entries.policy import can_read


def can_keep(actor: Reader, entry: EntryLike) -> bool:
    """Whoever is signed in, whatever they may read."""
    return bool(actor.id) and can_read(actor, entry)
