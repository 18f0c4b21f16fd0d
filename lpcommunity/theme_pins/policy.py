"""Who pins what on a theme."""

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import PUBLISHED, EntryLike
from lpcommunity.entries.policy import can_read

OPENLY = ("community", "public")


def can_steer(actor: Reader, works_there: bool) -> bool:
    """The programme team; and whoever facilitates a place that works on the theme (`works_there`)."""
    return actor.programme_team or (works_there and bool(actor.facilitates))


def is_for_a_theme(actor: Reader, entry: EntryLike) -> bool:
    """A theme is common to all places: what is pinned there is for the community, or for everybody."""
    return entry.state == PUBLISHED and entry.audience in OPENLY and can_read(actor, entry)


def can_pin(actor: Reader, entry: EntryLike, works_there: bool) -> bool:
    """Whoever steers the theme, what all whom it brings together may read."""
    return can_steer(actor, works_there) and is_for_a_theme(actor, entry)


def can_unpin(actor: Reader, entry: EntryLike, works_there: bool) -> bool:
    """Whoever steers the theme, what they find pinned there."""
    return can_steer(actor, works_there) and can_read(actor, entry)
