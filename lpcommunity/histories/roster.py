"""Who is who in a programme's file, and who belongs where on which day."""

from collections.abc import Iterable
from datetime import date

from lpcommunity.histories.problems import Problems
from lpcommunity.histories.schema_types import Item, LocatedText


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


def known(name: LocatedText | None, among: Iterable[str], what: str, problems: Problems) -> bool:
    """Note a reference to nobody. True if there is somebody (or if the form has noted it already)."""
    if name is None:
        return False
    if name in among:
        return True
    problems.add(name.place, f"there is no {what} “{name}” in this file")
    return False
