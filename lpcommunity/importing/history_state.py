"""What a history has told so far: the entries, and who may do what with them."""

from dataclasses import dataclass, field

from lpcommunity.entries.models import DRAFT, PUBLISHED, WITHDRAWN
from lpcommunity.importing.problems import Problems
from lpcommunity.importing.reference_check import Roster, known
from lpcommunity.importing.schema_types import Item, LocatedText
from lpcommunity.reflections.cycles import CYCLES, prompts_of
from lpcommunity.reflections.models import NONE


@dataclass
class EntryState:
    """An entry, as far as the story has told it."""

    kind: str
    item: Item
    audience: str
    state: str = PUBLISHED
    review: str = NONE
    answers: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)  # the texts as they were sent
    moves: int = 0  # in the newest answer


class HistoryState:
    """The entries told so far, with what every act asks of them. What cannot be is noted as a problem."""

    def __init__(self, roster: Roster, problems: Problems) -> None:
        self.roster = roster
        self.problems = problems
        self.told: dict[str, EntryState] = {}

    def entry(self, item: Item, key: str, kind: str | None = None) -> EntryState | None:
        """The entry that this act is about, if the story knows it and the actor exists."""
        ref = item[key]
        told = self.told.get(ref)
        who_is_known = True
        for who in _as_list(item["by"]):
            who_is_known = known(who, self.roster.people, "person", self.problems) and who_is_known
        if told is None:
            self.problems.add(item.where(key), f"nothing told before is called “{ref}”")
        elif kind is not None and told.kind != kind:
            self.problems.add(item.where(key), f"“{ref}” is not a {kind}")
        elif told.state == DRAFT and item["act"] not in {"submission", "revision"}:
            self.problems.add(item.where(key), f"“{ref}” is a draft at that time")
        elif told.state == WITHDRAWN:
            self.problems.add(item.where(key), f"“{ref}” was withdrawn before")
        elif who_is_known:
            return told
        return None

    def own(self, item: Item, key: str, kind: str | None = None) -> EntryState | None:
        """The same, for an act that is the author's alone."""
        told = self.entry(item, key, kind)
        if told is None:
            return None
        if item["by"] != told.item["author"]:
            self.problems.add(item.where("by"), f"only its author, “{told.item['author']}”, can do that")
            return None
        return told

    def by_a_member(self, item: Item) -> bool:
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
        place = told.item["partnership"]
        if not self.roster.is_member(item["by"], place, item["at"].date()):
            self.problems.add(item.where("by"), f"“{item['by']}” is not a member of “{place}” on that day")

    def milestone(self, name: LocatedText | None, partnership: str) -> None:
        if name is not None and name not in self.roster.milestones(partnership):
            self.problems.add(name.place, f"“{partnership}” has no milestone “{name}”")

    def answers(self, item: Item, cycle: str) -> dict[str, str]:
        keys = {prompt.key for prompt in prompts_of(cycle)} if cycle in CYCLES else set()
        for key in item["answers"] or {}:
            if key not in keys:
                where = item["answers"].where(key)
                self.problems.add(where, f"“{key}” is no prompt of {cycle}; its prompts are {', '.join(sorted(keys))}")
        return {key: said or "" for key, said in (item["answers"] or {}).items()}


def _as_list(value: LocatedText | list[LocatedText]) -> list[LocatedText]:
    return value if isinstance(value, list) else [value]
