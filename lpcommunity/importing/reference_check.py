"""Whether the parts of a file fit together: names given once, references to somebody, days in order."""

from collections.abc import Iterable
from datetime import date, timedelta

from lpcommunity.histories.problems import Problems
from lpcommunity.histories.roster import Roster, known
from lpcommunity.histories.schema_types import Item


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
