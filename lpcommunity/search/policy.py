"""Who searches. What they find is decided by the resolver of each source."""

from lpcommunity.access.reader import Reader, Visitor


def can_search(actor: Reader | Visitor) -> bool:
    """Whoever is signed in."""
    return isinstance(actor, Reader)
