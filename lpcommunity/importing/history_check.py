"""Whether a history could have happened: in order of time, by people who could do it on that day.

It is told step by step, as the commands will live through it later, so that what they would refuse is
said beforehand, with its line.
"""

from collections.abc import Callable
from datetime import date, datetime

from lpcommunity.entries.models import DRAFT, PUBLISHED, WITHDRAWN
from lpcommunity.histories.acts import EntryAct, acts, entry_acts
from lpcommunity.histories.history_state import EntryState, HistoryState
from lpcommunity.histories.problems import Problems
from lpcommunity.histories.roster import Roster, known
from lpcommunity.histories.schema_types import Item


class HistoryCheck:
    """Lives through a history and notes what cannot have been."""

    def __init__(self, file: Item, roster: Roster, problems: Problems, today: date) -> None:
        self.file = file
        self.roster = roster
        self.problems = problems
        self.last_day = today
        self.state = HistoryState(roster, problems)
        self.following: set[tuple[str, ...]] = set()
        self.thanked: set[tuple[str, str]] = set()

    def check(self) -> None:
        """Go through the whole history."""
        self._order()
        general: dict[str, Callable[[Item], None]] = {
            "revision": self._revision,
            "audience": self._audience,
            "withdrawal": self._withdrawal,
            "thanks": self._thanks,
            "follow": self._follow,
        }
        kinds, others = entry_acts(), acts()
        for item in in_order(self.file):
            name = item["act"]
            if name in kinds:
                self._entry(item, kinds[name])
            elif name in others:
                others[name].check(item, self.state)
            else:
                general[name](item)

    def _order(self) -> None:
        before: dict[str, datetime] = {}
        limit = self.file["as-if-today"]
        for item in self.file["history"]:
            at, place = item["at"], item.where("at")
            if at < before.get(place.file, datetime.min):  # noqa: DTZ901  (wall clock in London)
                self.problems.add(place, "this happened before what is told above it; a history is in order of time")
            before[place.file] = at
            if limit is not None and at.date() >= limit:
                self.problems.add(place, f"this is not before {limit}, which is “as-if-today”")
            elif limit is None and at.date() >= self.last_day:
                self.problems.add(place, "this has not happened yet")

    # Writing

    def _entry(self, item: Item, act: EntryAct) -> None:
        told = EntryState(act.kind, item, item["audience"], DRAFT if item["draft"] else PUBLISHED)
        if not self.state.by_a_member(item):
            return
        act.check(item, told, self.state)
        if item["ref"] in self.state.told:
            self.problems.add(item.where("ref"), f"“{item['ref']}” names something else already")
        self.state.told.setdefault(item["ref"], told)

    # Changing

    def _revision(self, item: Item) -> None:
        told = self.state.own(item, "of", drafts=True)
        if told is None:
            return
        self.state.still_a_member(item, told)
        act = entry_acts()[told.kind]
        for key in sorted({key for other in entry_acts().values() for key in other.revision} - {*act.revision}):
            if item[key] is not None:
                self.problems.add(item.where(key), f"a {told.kind} has no “{key}”")
        act.check_revision(item, told, self.state)

    def _audience(self, item: Item) -> None:
        told = self.state.own(item, "of")
        if told is None:
            return
        if told.audience == item["audience"]:
            self.problems.add(item.where("audience"), f"“{item['of']}” is for {item['audience']} already")
        told.audience = item["audience"]

    def _withdrawal(self, item: Item) -> None:
        told = self.state.own(item, "of")
        if told is not None:
            told.state = WITHDRAWN

    # Following and thanking

    def _thanks(self, item: Item) -> None:
        told = self.state.entry(item, "for")
        if told is None:
            return
        for who in item["by"]:
            if who == told.item["author"] or not self._reads(who, told, item["at"].date()):
                self.problems.add(who.place, f"“{who}” cannot say thanks for this: it is theirs, or not for them")
            if (who, item["for"]) in self.thanked:
                self.problems.add(who.place, f"“{who}” has said thanks for this before")
            self.thanked.add((who, item["for"]))

    def _reads(self, who: str, told: EntryState, on: date) -> bool:
        place = told.item["partnership"]
        if told.audience in ("public", "community"):
            return self.roster.in_community(who, on)
        if told.audience == "partnership":
            return bool(self.roster.roles(who, place, on))
        return told.audience == "facilitators" and self.roster.facilitates(who, place, on)

    def _follow(self, item: Item) -> None:
        known(item["who"], self.roster.people, "person", self.problems)
        among = {"partnership": self.roster.partnerships, "theme": self.roster.themes, "person": self.roster.people}
        targets = [key for key in among if item[key] is not None]
        if len(targets) != 1:
            self.problems.add(item.place, "one follows exactly one of: partnership, theme, person")
            return
        (key,) = targets
        known(item[key], among[key], key, self.problems)
        if key == "person" and item["person"] == item["who"]:
            self.problems.add(item.where("person"), "nobody follows themself")
        if (item["who"], key, item[key]) in self.following:
            self.problems.add(item.where(key), f"“{item['who']}” follows “{item[key]}” already")
        self.following.add((item["who"], key, item[key]))


def in_order(file: Item) -> list[Item]:
    """The history in order of time, whichever file an act comes from."""
    return sorted(file["history"], key=lambda item: item["at"])
