"""Who searches. What they find is decided by the resolver of each source."""

from lpcommunity.access.reader import Reader


def can_search(actor: Reader) -> bool:
    """Whoever is signed in, for themselves."""
    return actor.id > 0
