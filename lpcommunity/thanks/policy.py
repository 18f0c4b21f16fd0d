"""Who may say thanks, and who sees from whom it came."""

from lpcommunity.access.reader import Reader, Visitor
from lpcommunity.entries.models import PUBLISHED, EntryLike
from lpcommunity.entries.policy import can_read, is_author


def can_thank(actor: Reader, entry: EntryLike) -> bool:
    """Whoever is in the community, for what others have on record and they may read."""
    return actor.id != entry.author_id and entry.state == PUBLISHED and actor.in_community and can_read(actor, entry)


def can_see_names(actor: Reader | Visitor, entry: EntryLike) -> bool:
    """Who said thanks is shown to the community, of what they may read, and to the author: not to passers-by, nor to
    who belongs no longer.
    """
    return (actor.in_community or is_author(actor, entry)) and can_read(actor, entry)
