"""What happens with mentions. Ids only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PeopleMentioned:
    """People who may read it are mentioned in a version of an entry, or of a part of it (“comment-31”), who were not
    before.
    """

    entry_id: int
    actor_id: int
    version: int
    part: str = ""
