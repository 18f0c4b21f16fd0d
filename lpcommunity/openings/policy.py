"""Who opens what was confided: its author, and nobody for them."""

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import PUBLISHED, EntryLike
from lpcommunity.entries.policy import is_author


def can_open_to(actor: Reader, entry: EntryLike) -> bool:
    """Its author, as long as it is on record for others; also after their membership has ended."""
    return is_author(actor, entry) and entry.state == PUBLISHED and entry.confided_at is not None
