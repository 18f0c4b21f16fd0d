"""Whether the parts of a file fit together: names given once, references to somebody, days in order."""

from collections.abc import Iterable
from datetime import date, timedelta

from lpcommunity.importing.problems import Problems
from lpcommunity.importing.schema_types import Item, LocatedText


class Roster:
    """Who is who in the file, and who belongs where on which day."""

    def __init__(self, file: Item) -> None:
        self.begins: date = file["programme"]["starts"]
        self.themes = {theme["slug"]: theme for theme in file["themes"]}
        self.organisations = {body["slug"]: body for body in file["organisations"]}
        self.people = {person["email"]: person for person in file["people"]}
        self.partnerships = {place["slug"]: place for place in file["partnerships"]}
        self.team = {held["person"] for held in file["team"]}

    def roles(self, email: str, partnership: str, on: date) -> set[str]:
        """The roles that this person has there on that day."""
        return {
            held["role"]
            for held in self.partnerships[partnership]["people"]
            if held["person"] == email and self.first_day(held) <= on and (held["to"] is None or held["to"] >= on)
        }

    def first_day(self, held: Item) -> date:
        """The day from which somebody has a role: the programme's first, if the file gives none."""
        day: date = held["from"] or self.begins
        return day

    def is_member(self, email: str, partnership: str, on: date) -> bool:
        """Whether they are a member there on that day, lead and deputy included."""
        return bool(self.roles(email, partnership, on) - {"facilitator"})

    def facilitates(self, email: str, partnership: str, on: date) -> bool:
        """Whether they facilitate there on that day."""
        return "facilitator" in self.roles(email, partnership, on)

    def in_community(self, email: str, on: date) -> bool:
        """Whether they belong to the community on that day in any way."""
        return email in self.team or any(self.roles(email, place, on) for place in self.partnerships)

    def milestones(self, partnership: str) -> set[str]:
        """The names of the partnership's milestones."""
        project = self.partnerships[partnership]["project"]
        return {stone["name"] for stone in (project["milestones"] or [])} if project else set()


def check(file: Item, roster: Roster, problems: Problems) -> None:
    """Everything but the history."""
    _once(file["themes"], "slug", "theme", problems)
    _once(file["organisations"], "slug", "organisation", problems)
    _once(file["people"], "email", "person", problems)
    _once(file["partnerships"], "slug", "partnership", problems)
    _programme(file["programme"], problems)
    for person in file["people"]:
        if person["organisation"] is not None:
            known(person["organisation"], roster.organisations, "organisation", problems)
    for held in file["team"]:
        known(held["person"], roster.people, "person", problems)
    for partnership in file["partnerships"]:
        _partnership(partnership, roster, problems)


def known(name: LocatedText | None, among: Iterable[str], what: str, problems: Problems) -> bool:
    """Note a reference to nobody. True if there is somebody (or if the form has noted it already)."""
    if name is None:
        return False
    if name in among:
        return True
    problems.add(name.place, f"there is no {what} “{name}” in this file")
    return False


def _once(items: Iterable[Item], key: str, what: str, problems: Problems) -> None:
    first: dict[str, Item] = {}
    for item in items:
        name = item[key]
        if name in first:
            before = first[name].where(key)
            problems.add(item.where(key), f"the {what} “{name}” is in {before.file}, line {before.line}, already")
        first.setdefault(name, item)


def _programme(programme: Item, problems: Problems) -> None:
    if programme["ends"] <= programme["starts"]:
        problems.add(programme.where("ends"), "the programme ends before it starts")
    former = programme["follows"]
    if former is None:
        return
    if former["slug"] == programme["slug"]:
        problems.add(former.where("slug"), "a programme cannot follow itself")
    if former["starts"] and former["ends"] and former["ends"] <= former["starts"]:
        problems.add(former.where("ends"), "the former programme ends before it starts")


def _partnership(partnership: Item, roster: Roster, problems: Problems) -> None:
    seen: set[str] = set()
    for body in partnership["organisations"]:
        if known(body, roster.organisations, "organisation", problems) and body in seen:
            problems.add(body.place, f"“{body}” stands here twice")
        seen.add(body)
    if (partnership["latitude"] is None) != (partnership["longitude"] is None):
        problems.add(partnership.place, "latitude and longitude are given together, or not at all")
    _people(partnership, roster, problems)
    if partnership["project"] is not None:
        _project(partnership["project"], roster, problems)


def _people(partnership: Item, roster: Roster, problems: Problems) -> None:
    times: dict[str, list[Item]] = {}
    for held in partnership["people"]:
        if not known(held["person"], roster.people, "person", problems):
            continue
        first, last = roster.first_day(held), held["to"]
        if last is not None and last < first:
            problems.add(held.where("to"), "this ends before it begins")
        for other in times.setdefault(held["person"], []):
            if first <= (other["to"] or date.max) and roster.first_day(other) <= (last or date.max):
                problems.add(held.where("person"), f"“{held['person']}” has two roles here at the same time")
        times[held["person"]].append(held)
    if partnership["people"] and not any(h["role"] == "lead" and h["to"] is None for h in partnership["people"]):
        problems.add(partnership.where("people"), "this partnership has no lead; somebody has to be asked first")


def _project(project: Item, roster: Roster, problems: Problems) -> None:
    if project["theme"] is not None:
        known(project["theme"], roster.themes, "theme", problems)
    _once(project["milestones"] or [], "name", "milestone", problems)
    for stone in project["milestones"] or []:
        if stone["due"] > date.max - timedelta(days=400) or stone["due"].year < 1990:
            problems.add(stone.where("due"), "this day cannot be meant")
