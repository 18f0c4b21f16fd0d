"""Who may follow, and of whom it is noted when they looked. Stopping is always allowed."""

from lpcommunity.access.reader import Reader, Visitor


def can_follow(actor: Reader) -> bool:
    """Whoever is in the community follows partnerships and themes."""
    return actor.in_community


def can_follow_person(actor: Reader, whom: Reader | Visitor) -> bool:
    """People are followed by others of the community, while they are in it themselves."""
    return isinstance(whom, Reader) and actor.id != whom.id and can_follow(actor) and whom.in_community


def has_visits(actor: Reader, partnership_id: int, *, followed: bool) -> bool:
    """Of people's own places, and of those they follow, it is noted when they last looked: no more is needed."""
    return actor.in_community and (followed or partnership_id in actor.places)
