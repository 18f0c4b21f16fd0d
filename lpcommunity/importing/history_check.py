"""Whether a history could have happened: in order of time, by people who could do it on that day.

It is told step by step, as the commands will live through it later, so that what they would refuse is
said beforehand, with its line.
"""

from collections.abc import Callable
from datetime import date, datetime

from lpcommunity.entries.models import DRAFT, PUBLISHED, WITHDRAWN
from lpcommunity.importing.history_state import EntryState, HistoryState
from lpcommunity.importing.problems import Problems
from lpcommunity.importing.reference_check import Roster, known
from lpcommunity.importing.schema_types import Item, LocatedText
from lpcommunity.reflections.cycles import prompts_of
from lpcommunity.reflections.models import ACKNOWLEDGED, ANSWERED, NONE, WAITING
from lpcommunity.reviews.models import ACKNOWLEDGES


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
        acts: dict[str, Callable[[Item], None]] = {
            "update": self._update,
            "reflection": self._reflection,
            "answer": self._answer,
            "response": self._response,
            "revision": self._revision,
            "submission": self._submission,
            "audience": self._audience,
            "taking-back": self._taking_back,
            "withdrawal": self._withdrawal,
            "thanks": self._thanks,
            "follow": self._follow,
        }
        for item in in_order(self.file):
            acts[item["act"]](item)

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

    def _update(self, item: Item) -> None:
        told = EntryState("update", item, item["audience"], DRAFT if item["draft"] else PUBLISHED)
        if not self.state.by_a_member(item):
            return
        self.state.milestone(item["milestone"], item["partnership"])
        for theme in item["themes"] or []:
            known(theme, self.roster.themes, "theme", self.problems)
        if item["standing"] != "on-track" and not item["reason"] and not item["draft"]:
            self.problems.add(item.where("standing"), f"“{item['standing']}” wants a reason")
        self._tell(item, told)

    def _reflection(self, item: Item) -> None:
        told = EntryState("reflection", item, item["audience"], DRAFT if item["draft"] else PUBLISHED)
        if not self.state.by_a_member(item):
            return
        told.answers = self.state.answers(item, item["cycle"])
        if not any(told.answers.values()):
            self.problems.add(item.where("answers"), "a reflection has at least one answer")
        for thing in item["about"] or []:
            self._subject(thing, item)
        wants_review = item["send"] if item["send"] is not None else item["audience"] != "me" and not item["draft"]
        item["send"] = wants_review
        if wants_review and item["draft"]:
            self.problems.add(item.where("send"), "a draft is not sent")
        elif wants_review and item["audience"] == "me":
            self.problems.add(item.where("audience"), "what is only for me is not sent to facilitators")
        elif wants_review:
            told.review, told.waiting = WAITING, dict(told.answers)
        self._tell(item, told)

    def _tell(self, item: Item, told: EntryState) -> None:
        if item["ref"] in self.state.told:
            self.problems.add(item.where("ref"), f"“{item['ref']}” names something else already")
        self.state.told.setdefault(item["ref"], told)

    def _subject(self, thing: LocatedText, item: Item) -> None:
        if thing in self.roster.milestones(item["partnership"]):
            return
        about = self.state.told.get(thing)
        if about is None:
            self.problems.add(thing.place, f"“{thing}” is neither a milestone here nor anything told before")
        elif about.item["partnership"] != item["partnership"] or about.state == DRAFT:
            self.problems.add(thing.place, f"“{thing}” is not on record in “{item['partnership']}”")

    # Reviewing

    def _answer(self, item: Item) -> None:
        told = self.state.entry(item, "on", "reflection")
        if told is None:
            return
        place = told.item["partnership"]
        if not self.roster.facilitates(item["by"], place, item["at"].date()):
            self.problems.add(item.where("by"), f"“{item['by']}” does not facilitate “{place}” on that day")
        if told.review != WAITING:
            self.problems.add(item.where("on"), f"“{item['on']}” is not waiting for an answer at that time")
        if not item["moves"]:
            self.problems.add(item.where("moves"), "an answer has at least one move")
        for move in item["moves"]:
            self._move(move, told)
        told.moves = len(item["moves"])
        told.review = ACKNOWLEDGED if item["outcome"] == ACKNOWLEDGES else ANSWERED

    def _move(self, move: Item, told: EntryState) -> None:
        keys = [prompt.key for prompt in prompts_of(told.item["cycle"])]
        if move["prompt"] is not None and move["prompt"] not in keys:
            self.problems.add(move.where("prompt"), f"“{move['prompt']}” is none of its prompts: {', '.join(keys)}")
            return
        texts = [told.waiting.get(key, "") for key in ([move["prompt"]] if move["prompt"] else keys)]
        if move["passage"] is not None and not any(move["passage"] in text for text in texts):
            self.problems.add(move.where("passage"), "these words are not in the text, letter for letter")

    def _response(self, item: Item) -> None:
        told = self.state.own(item, "on", "reflection")
        if told is None:
            return
        if not told.moves:
            self.problems.add(item.where("on"), f"“{item['on']}” has no answer yet")
        for reply in item["answers"]:
            if not 1 <= (reply["move"] or 0) <= told.moves and told.moves:
                self.problems.add(reply.where("move"), f"the answer has {told.moves} moves, counted from 1")

    def _submission(self, item: Item) -> None:
        told = self.state.own(item, "of", "reflection")
        if told is None:
            return
        if told.review in (WAITING, ACKNOWLEDGED) or told.audience == "me":
            why = "is for its author only" if told.audience == "me" else f"is {told.review} at that time"
            self.problems.add(item.where("of"), f"“{item['of']}” {why}, so it cannot be sent")
        self.state.still_a_member(item, told)
        told.state, told.review, told.waiting = PUBLISHED, WAITING, dict(told.answers)

    def _taking_back(self, item: Item) -> None:
        told = self.state.own(item, "of", "reflection")
        if told is None:
            return
        if told.review != WAITING:
            self.problems.add(item.where("of"), f"“{item['of']}” is not waiting at that time")
        told.review = ANSWERED if told.moves else NONE
        if told.audience == "facilitators" and not told.moves:
            told.state = DRAFT

    # Changing

    def _revision(self, item: Item) -> None:
        told = self.state.own(item, "of")
        if told is None:
            return
        self.state.still_a_member(item, told)
        of_an_update = {"body", "standing", "reason", "help", "milestone", "themes"}
        for key in of_an_update if told.kind == "reflection" else {"answers"}:
            if item[key] is not None:
                self.problems.add(item.where(key), f"a {told.kind} has no “{key}”")
        if told.kind == "reflection":
            told.answers.update(self.state.answers(item, told.item["cycle"]))
            return
        self.state.milestone(item["milestone"], told.item["partnership"])
        for theme in item["themes"] or []:
            known(theme, self.roster.themes, "theme", self.problems)

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
