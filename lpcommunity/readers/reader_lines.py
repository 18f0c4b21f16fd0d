"""What a line of the page on readers says, and whom it names.

People stand by name where they are few and the author may see them as a person (people.policy.can_see_person: both are
in the community today), else as a number.
"""

from dataclasses import dataclass

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import FACILITATORS, PUBLIC
from lpcommunity.readers.history import COMMUNITY, PARTNERSHIP, Person

MOST_NAMES = 20


@dataclass(frozen=True)
class Line:
    """Somebody, or several; from when, or from when to when; and why."""

    who: str
    when: str
    what: str = ""


@dataclass(frozen=True)
class Around:
    """What is known of the people around an entry: numbers that are counted, and what its author may see."""

    author: Reader
    place: str
    members: int  # of the place, and its facilitators, without the author; counted where they are too many to read
    community: int  # without the author
    withdrawn: bool


FOR_WHOM = {
    FACILITATORS: "your facilitators", PARTNERSHIP: "your partnership", COMMUNITY: "the community",
    PUBLIC: "the public",
}  # fmt: skip


def may_be_named(author: Reader, person: Person) -> bool:
    """Whether this author sees them as a person, who is shown by name then."""
    return author.in_community and person.known
