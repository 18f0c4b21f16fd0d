"""Who may say thanks, and who sees from whom it came."""

from lpcommunity.entries.models import PUBLISHED, Entry
from lpcommunity.entries.policy import can_read
from lpcommunity.partnerships.affiliations import affiliations_of
from lpcommunity.people.models import Person


def can_thank(actor: Person, entry: Entry) -> bool:
    """Whoever is in the community, for what others have on record and they may read."""
    return (
        actor.id != entry.author_id
        and entry.state == PUBLISHED
        and affiliations_of(actor).in_community
        and can_read(actor, entry)
    )


def can_see_names(actor: Person | None, entry: Entry) -> bool:
    """Who said thanks is shown to people who are signed in and may read the entry, not to passers-by."""
    return actor is not None and can_read(actor, entry)
