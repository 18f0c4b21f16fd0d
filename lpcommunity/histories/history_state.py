"""What a history has told so far: the entries, and who may do what with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lpcommunity.entries.models import DRAFT, PUBLISHED, WITHDRAWN
from lpcommunity.histories.problems import Problems
from lpcommunity.histories.roster import Roster, known
from lpcommunity.histories.schema_types import Item, LocatedText


@dataclass
class EntryState:
    """An entry, as far as the story has told it. `own` is what only its kind knows of it."""

    kind: str
    item: Item
    audience: str
    state: str = PUBLISHED
    own: Any = None


class HistoryState:
    """The entries told so far, with what every act asks of them. What cannot be is noted as a problem."""

    def __init__(self, roster: Roster, problems: Problems) -> None:
        self.roster = roster
        self.problems = problems
        self.told: dict[str, EntryState] = {}

    def entry(self, item: Item, key: str, kind: str | None = None, *, drafts: bool = False) -> EntryState | None:
        """The entry that this act is about, if the story knows it and the actor exists. `drafts`: it may be one."""
        ref = item[key]
        told = self.told.get(ref)
        who_is_known = True
        for who in _as_list(item["by"]):
            who_is_known = known(who, self.roster.people, "person", self.problems) and who_is_known
        if told is None:
            self.problems.add(item.where(key), f"nothing told before is called “{ref}”")
        elif kind is not None and told.kind != kind:
            self.problems.add(item.where(key), f"“{ref}” is not a {kind}")
        elif told.state == DRAFT and not drafts:
            self.problems.add(item.where(key), f"“{ref}” is a draft at that time")
        elif told.state == WITHDRAWN:
            self.problems.add(item.where(key), f"“{ref}” was withdrawn before")
        elif who_is_known:
            return told
        return None

    def own(self, item: Item, key: str, kind: str | None = None, *, drafts: bool = False) -> EntryState | None:
        """The same, for an act that is the author's alone."""
        told = self.entry(item, key, kind, drafts=drafts)
        if told is None:
            return None
        if item["by"] != told.item["author"]:
            self.problems.add(item.where("by"), f"only its author, “{told.item['author']}”, can do that")
            return None
        return told

    def by_a_member(self, item: Item) -> bool:
        """Whether place and author are known; that the author is a member there on that day is noted where not."""
        somewhere = known(item["partnership"], self.roster.partnerships, "partnership", self.problems)
        somebody = known(item["author"], self.roster.people, "person", self.problems)
        if not (somewhere and somebody):
            return False
        if not self.roster.is_member(item["author"], item["partnership"], item["at"].date()):
            self.problems.add(
                item.where("author"), f"“{item['author']}” is not a member of “{item['partnership']}” on that day"
            )
        return True

    def still_a_member(self, item: Item, told: EntryState) -> None:
        """Whether whoever acts still belongs to the place of this entry."""
        place = told.item["partnership"]
        if not self.roster.is_member(item["by"], place, item["at"].date()):
            self.problems.add(item.where("by"), f"“{item['by']}” is not a member of “{place}” on that day")

    def milestone(self, name: LocatedText | None, partnership: str) -> None:
        """A milestone, if one is named, is one of the place."""
        if name is not None and name not in self.roster.milestones(partnership):
            self.problems.add(name.place, f"“{partnership}” has no milestone “{name}”")

    def themes(self, slugs: Iterable[LocatedText] | None) -> None:
        """Themes, if any are named, are in the file."""
        for slug in slugs or []:
            known(slug, self.roster.themes, "theme", self.problems)


def _as_list(value: LocatedText | list[LocatedText]) -> list[LocatedText]:
    return value if isinstance(value, list) else [value]
