"""Who may follow. Stopping is always allowed."""

from lpcommunity.access.reader import Reader, Visitor


def can_follow(actor: Reader) -> bool:
    """Whoever is in the community follows partnerships and themes."""
    return actor.in_community


def can_follow_person(actor: Reader, whom: Reader | Visitor) -> bool:
    """People are followed by others of the community, while they are in it themselves."""
    return isinstance(whom, Reader) and actor.id != whom.id and can_follow(actor) and whom.in_community
