"""What a history that is lived through again finds: people, places, themes, and the entries that it brought about."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lpcommunity.access import Refused
from lpcommunity.access.reader import Reader, Visitor, reader_of
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Organisation, Person
from lpcommunity.programmes.models import Theme
from lpcommunity.projects.models import Milestone


@dataclass
class Provisioned:
    """What the file named, as it stands in the database now, by the names that the file uses."""

    themes: dict[str, Theme] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    partnerships: dict[str, Partnership] = field(default_factory=dict)
    milestones: dict[tuple[str, str], Milestone] = field(default_factory=dict)
    new_people: list[str] = field(default_factory=list)


@dataclass
class ReplayState:
    """What the file named, and what was done so far."""

    provisioned: Provisioned
    places: dict[str, str] = field(default_factory=dict)  # the place of each entry, by the name that the file gives it
    entries: dict[str, Any] = field(default_factory=dict)

    def person(self, email: str) -> Reader:
        """Whoever did it, with the rights that they had at that moment. Raises Refused for a closed account."""
        person = reader_of(self.provisioned.people[email].id)
        if isinstance(person, Visitor):
            raise Refused
        return person

    def theme_ids(self, slugs: Iterable[str]) -> list[int]:
        """These themes, as commands take them."""
        return [self.provisioned.themes[slug].id for slug in slugs]

    def milestone_id(self, partnership: str, name: str) -> int:
        """The milestone of that name in that place."""
        return self.provisioned.milestones[partnership, name].id

    def is_milestone(self, partnership: str, name: str) -> bool:
        """Whether the place has a milestone of that name."""
        return (partnership, name) in self.provisioned.milestones
