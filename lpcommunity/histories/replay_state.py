"""What a history that is lived through again finds: people, places, themes, and the entries that it brought about."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from lpcommunity.access import Refused
from lpcommunity.access.reader import Reader, Visitor, reader_of
from lpcommunity.histories.problems import PassedOver, Unfit
from lpcommunity.histories.schema_types import LocatedText
from lpcommunity.partnerships.models import Partnership
from lpcommunity.people.models import Organisation, Person
from lpcommunity.programmes.models import Theme
from lpcommunity.projects.models import Milestone

T = TypeVar("T")


class Named(Generic[T]):
    """Things by the names that the file gives them; of what was refused, only the name."""

    def __init__(self, unknown: str) -> None:
        self.unknown = unknown  # what is said of a name that stands for nothing, with the name as {}
        self.things: dict[str, T] = {}
        self.refused: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self.things or name in self.refused

    def put(self, name: str, thing: T) -> T:
        """Let this be what the name stands for."""
        self.things[name] = thing
        return thing

    def refuse(self, name: str) -> None:
        """Let whatever speaks of it be passed over."""
        self.refused.add(name)

    def find(self, name: LocatedText) -> T:
        """What the name stands for. Raises Unfit where that is nothing, PassedOver where it was refused."""
        if name in self.refused:
            raise PassedOver
        if name not in self.things:
            raise Unfit(name.place, self.unknown.format(f"“{name}”"))
        return self.things[name]


class Provisioned:
    """What the file named, as it stands in the database now, by the names that the file uses."""

    def __init__(self) -> None:
        self.themes: Named[Theme] = Named("there is no theme {} in this file")
        self.organisations: Named[Organisation] = Named("there is no organisation {} in this file")
        self.people: Named[Person] = Named("there is no person {} in this file")
        self.partnerships: Named[Partnership] = Named("there is no partnership {} in this file")
        self._milestones: dict[str, Named[Milestone]] = {}

    def milestones(self, partnership: str) -> Named[Milestone]:
        """Those of one place."""
        return self._milestones.setdefault(partnership, Named(f"“{partnership}” has no milestone {{}}"))


@dataclass
class ReplayState:
    """What the file named, and what was done so far."""

    provisioned: Provisioned
    places: dict[str, LocatedText] = field(default_factory=dict)  # the place of each entry, by its name in the file
    entries: Named[Any] = field(default_factory=lambda: Named("nothing told before is called {}"))
    drafts: set[str] = field(default_factory=set)  # kept as drafts: nobody can do anything with these
    writes_to_partners: bool = False  # whether who has no account is told of an action by e-mail
    not_written_to: set[str] = field(default_factory=set)  # their addresses

    def person(self, email: LocatedText) -> Reader:
        """Whoever did it, with the rights that they had at that moment. Raises Refused for a closed account."""
        person = reader_of(self.provisioned.people.find(email).id)
        if isinstance(person, Visitor):
            raise Refused
        return person

    def entry(self, ref: LocatedText, kind: str | None = None) -> Any:
        """The entry of this name, of this kind if one is named. Raises Unfit, PassedOver."""
        if ref in self.drafts:
            raise Unfit(ref.place, f"“{ref}” is a draft at that time")
        entry = self.entries.find(ref)
        if not hasattr(entry, "kind") or (kind is not None and entry.kind != kind):
            raise Unfit(ref.place, f"“{ref}” is not {f'a {kind}' if kind else 'an entry'}")
        return entry

    def is_told(self, ref: str) -> bool:
        """Whether anything told so far is called that."""
        return ref in self.entries or ref in self.drafts

    def theme_ids(self, slugs: Iterable[LocatedText]) -> list[int]:
        """These themes, as commands take them."""
        return [self.provisioned.themes.find(slug).id for slug in slugs]

    def milestone_id(self, partnership: str, name: LocatedText) -> int:
        """The milestone of that name in that place."""
        return self.provisioned.milestones(partnership).find(name).id

    def is_milestone(self, partnership: str, name: str) -> bool:
        """Whether the place has a milestone of that name."""
        return name in self.provisioned.milestones(partnership)
