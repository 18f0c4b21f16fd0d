"""Who may say thanks, and who sees from whom it came."""

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import PUBLISHED, EntryLike
from lpcommunity.entries.policy import can_read


def can_thank(actor: Reader, entry: EntryLike) -> bool:
    """Whoever is in the community, for what others have on record and they may read."""
    return actor.id != entry.author_id and entry.state == PUBLISHED and actor.in_community and can_read(actor, entry)


def can_see_names(actor: Reader | Visitor, entry: EntryLike) -> bool:
    """Who said thanks is shown to people who are signed in and may read the entry, not to passers-by."""
    return isinstance(actor, Reader) and can_read(actor, entry)
