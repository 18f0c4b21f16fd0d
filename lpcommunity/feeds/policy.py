"""Who has a feed of their own."""

from lpcommunity.access.reader import Reader


def can_have_feed(actor: Reader) -> bool:
    """Whoever is in the community: the feed is dead with the account, or with its last role."""
    return actor.in_community
