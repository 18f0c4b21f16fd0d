"""Who has a feed of their own."""

from lpcommunity.access.reader import Reader


def can_have_feed(actor: Reader) -> bool:
    """Whoever is in the community. The address dies with the account; without any role it opens nothing."""
    return actor.in_community
