"""What happens with feeds. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FeedAddressMade:
    """Somebody made an address for a feed of their own; the one before, if any, is dead."""

    actor_id: int


@dataclass(frozen=True)
class FeedAddressEnded:
    """Somebody ended the address of their own feed."""

    actor_id: int
