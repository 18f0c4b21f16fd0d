"""What only the file can say: names given once, roles one after the other, a history in order of time."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import pairwise

from lpcommunity.histories.problems import Problems
from lpcommunity.histories.schema_types import Item, LocatedText
from lpcommunity.importing.times_of_day import morning


def check(file: Item, problems: Problems, *, today: date, pictures: bool) -> None:
    """Note what cannot be meant, without asking the database. `pictures`: whether any can be drawn."""
    _once(file["themes"], "slug", "theme", problems)
    _once(file["organisations"], "slug", "organisation", problems)
    _once(file["people"], "email", "person", problems)
    _once(file["partnerships"], "slug", "partnership", problems)
    former = file["programme"]["follows"]
    if former is not None and former["slug"] == file["programme"]["slug"]:
        problems.add(former.where("slug"), "a programme cannot follow itself")
    for partnership in file["partnerships"]:
        _partnership(partnership, file, problems)
    _refs(file["history"], problems)
    _order(file["history"], file["as-if-today"], today, problems)
    _not_before_it_begins(file, problems)
    _past(file, file["as-if-today"] or today, problems)
    _reached(file, today, problems)
    if not pictures:
        for picture in (picture for item in file["history"] for picture in item.get("pictures") or []):
            problems.add(picture.place, "pictures are drawn for the demonstration only")
        for document in (document for item in file["history"] for document in item.get("documents") or []):
            problems.add(document.place, "documents are made for the demonstration only")


def first_day(file: Item, held: Item) -> date:
    """The day from which somebody has a role: the programme's first, if the file gives none."""
    day: date = held["from"] or file["programme"]["starts"]
    return day


def begins(file: Item) -> date:
    """The day on which the story begins: before it there is no place, and nobody."""
    days = (held["from"] for partnership in file["partnerships"] for held in partnership["people"] if held["from"])
    first: date = min([file["programme"]["starts"], *days])
    return first


def in_order(file: Item) -> list[Item]:
    """The history in order of time, whichever file an act comes from."""
    return sorted(file["history"], key=lambda item: item["at"])


def _once(items: Iterable[Item], key: str, what: str, problems: Problems) -> None:
    first: dict[str, Item] = {}
    for item in items:
        name = item[key]
        if name in first:
            before = first[name].where(key)
            says = f"the {what} “{name}” is in {before.file}, line {before.line}, already"
            problems.add(item.where(key), says, of=item)
        first.setdefault(name, item)


def _partnership(partnership: Item, file: Item, problems: Problems) -> None:
    seen: set[LocatedText] = set()
    for body in partnership["organisations"]:
        if body in seen:
            problems.add(body.place, f"“{body}” stands here twice")
        seen.add(body)
    times: dict[str, list[Item]] = {}
    for held in partnership["people"]:
        for other in times.setdefault(held["person"], []):
            if _overlap(file, held, other):
                problems.add(held.where("person"), f"“{held['person']}” has two roles here at the same time", of=held)
        times[held["person"]].append(held)
    if partnership["people"] and not any(h["role"] == "lead" and h["to"] is None for h in partnership["people"]):
        problems.add(partnership.where("people"), "this partnership has no lead; somebody has to be asked first")
    if partnership["project"] is not None:
        _once(partnership["project"]["milestones"] or [], "name", "milestone", problems)
        for stone in partnership["project"]["milestones"] or []:
            _slips(stone, problems)


def _slips(stone: Item, problems: Problems) -> None:
    """From its first day, each after the one before, to the day on which it is due."""
    slips = stone["slips"] or []
    if not slips:
        return
    if stone["first-planned"] is None:
        problems.add(stone.where("slips"), "a milestone that slipped says where it was “first-planned”", of=stone)
    if slips[-1]["to"] != stone["due"]:
        says = f"the last slip moves it to {slips[-1]['to']}: that is the day it is due"
        problems.add(stone.where("due"), says, of=stone)
    for before, after in pairwise(slips):
        if after["on"] < before["on"]:
            says = "this happened before what is told above it; slips are in order of time"
            problems.add(after.where("on"), says, of=stone)


def _overlap(file: Item, one: Item, other: Item) -> bool:
    return first_day(file, one) <= (other["to"] or date.max) and first_day(file, other) <= (one["to"] or date.max)


def _refs(history: Iterable[Item], problems: Problems) -> None:
    """A name of an entry names nothing else."""
    told: set[str] = set()
    for item in history:
        ref = item.get("ref")
        if ref is not None and ref in told:
            problems.add(item.where("ref"), f"“{ref}” names something else already", of=item)
        elif ref is not None:
            told.add(ref)


def _past(file: Item, until: date, problems: Problems) -> None:
    """What moved a milestone has happened."""
    for stone in _milestones(file):
        for slip in stone["slips"] or []:
            if slip["on"] >= until:
                problems.add(slip.where("on"), f"this is not before {until}: it has not happened yet", of=stone)


def _not_before_it_begins(file: Item, problems: Problems) -> None:
    """There was something that could move, be reached, or be told of."""
    first = begins(file)
    says = f"this is before the morning of {first}, with which the file begins"
    for stone in _milestones(file):
        days = [*((slip, "on") for slip in stone["slips"] or []), *([(stone, "reached")] if stone["reached"] else [])]
        for item, key in days:
            if item[key] < first:
                problems.add(item.where(key), says, of=stone)
    for item in file["history"]:
        if item["at"] < morning(first):
            problems.add(item.where("at"), says, of=item)


def _reached(file: Item, today: date, problems: Problems) -> None:
    """What was reached has happened: by today, and in a story by the evening before it is told."""
    until = file["as-if-today"] or today
    story = bool(file["history"])
    for stone in _milestones(file):
        day = stone["reached"]
        if day is not None and (day > until or (story and day == until)):
            says = f"this is {'not before' if story else 'after'} {until}: it has not happened yet"
            problems.add(stone.where("reached"), says, of=stone)


def _milestones(file: Item) -> Iterator[Item]:
    for partnership in file["partnerships"]:
        yield from (partnership["project"] or {}).get("milestones") or []


def _order(history: Iterable[Item], as_if_today: date | None, today: date, problems: Problems) -> None:
    before: dict[str, datetime] = {}
    for item in history:
        at, place = item["at"], item.where("at")
        if at < before.get(place.file, datetime.min):  # noqa: DTZ901  (wall clock in London)
            problems.add(place, "this happened before what is told above it; a history is in order of time")
        before[place.file] = at
        if as_if_today is not None and at.date() >= as_if_today:
            problems.add(place, f"this is not before {as_if_today}, which is “as-if-today”", of=item)
        elif as_if_today is None and at.date() >= today:
            problems.add(place, "this has not happened yet", of=item)
