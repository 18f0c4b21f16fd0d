"""What happens with introductions. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AddressShared:
    """One of two who were introduced lets the other have their e-mail address."""

    introduction_id: int
    to_id: int
    actor_id: int


@dataclass(frozen=True)
class PeopleIntroduced:
    """Somebody introduced two people to each other."""

    introduction_id: int
    one_id: int
    other_id: int
    actor_id: int
