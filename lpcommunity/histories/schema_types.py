"""A small language for saying what a file may hold: kinds of value, and shapes made of them.

A kind is a function from a node of the file to a value; what it cannot take it notes as a problem in
plain words and returns None. Everything is looked at, so that all problems are told at once.
"""

import re
from calendar import month_name
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lpcommunity.histories.problems import Problems, SourceLocation
from lpcommunity.histories.yaml_reader import Node

Kind = Callable[[Node, Problems], Any]

DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})(:00)?\Z")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]+\Z")
MONTHS = tuple(month_name)[1:]


class LocatedText(str):
    """A text from the file, which knows where it stands."""

    __slots__ = ("place",)
    place: SourceLocation

    @classmethod
    def at(cls, text: str, place: SourceLocation) -> "LocatedText":
        """This text, from that place."""
        said = cls(text)
        said.place = place
        return said


class Item(dict[str, Any]):
    """Named values from the file, each with its place. What may be left out, and was, is there as None."""

    def __init__(self, place: SourceLocation, places: Mapping[str, SourceLocation], values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.place = place
        self.places = dict(places)

    def where(self, key: str) -> SourceLocation:
        """Where the value of this name stands; where the whole stands, if it was left out."""
        return self.places.get(key, self.place)


def text(longest: int) -> Kind:
    """One line or several, trimmed, at most so many characters."""

    def read(node: Node, problems: Problems) -> LocatedText | None:
        if not isinstance(node.content, str):
            problems.add(node.place, "here belongs a text" if node.content is not None else "here a text is missing")
            return None
        said = node.content.strip()
        if not said:
            problems.add(node.place, "here a text is missing")
        elif len(said) > longest:
            problems.add(node.place, f"this text has {len(said)} characters; it can have at most {longest}")
        elif any(ord(c) < 32 and c not in "\n\t" for c in said):
            problems.add(node.place, "this text has characters in it that cannot be shown")
        else:
            return LocatedText.at(said, node.place)
        return None

    return read


def passage(longest: int) -> Kind:
    """A text that may be empty as well."""
    read = text(longest)

    def maybe(node: Node, problems: Problems) -> LocatedText | None:
        if node.content is None or (isinstance(node.content, str) and not node.content.strip()):
            return LocatedText.at("", node.place)
        value: LocatedText | None = read(node, problems)
        return value

    return maybe


def _pattern(pattern: re.Pattern[str], longest: int, otherwise: str) -> Kind:
    read = text(longest)

    def match(node: Node, problems: Problems) -> LocatedText | None:
        said: LocatedText | None = read(node, problems)
        if said is not None and not pattern.match(said):
            problems.add(node.place, f"“{said}” {otherwise}")
            return None
        return said

    return match


slug = _pattern(SLUG, 80, "is not a short name: small letters, figures and single hyphens")


def email(node: Node, problems: Problems) -> LocatedText | None:
    """An e-mail address, in small letters."""
    said = _pattern(EMAIL, 254, "is not an e-mail address")(node, problems)
    return None if said is None else LocatedText.at(said.lower(), node.place)


def one_of(*words: str) -> Kind:
    """One of these words."""

    def read(node: Node, problems: Problems) -> LocatedText | None:
        if isinstance(node.content, str) and node.content in words:
            return LocatedText.at(node.content, node.place)
        shown = f"“{node.content}”" if isinstance(node.content, str) else "this"
        problems.add(node.place, f"{shown} is not one of: {', '.join(words)}")
        return None

    return read


def yes_or_no(node: Node, problems: Problems) -> bool | None:
    """True or false."""
    if node.content in ("true", "false"):
        return bool(node.content == "true")
    problems.add(node.place, "here belongs true or false")
    return None


def whole_number(node: Node, problems: Problems) -> int | None:
    """A whole number from 0 to 9999."""
    if isinstance(node.content, str) and re.fullmatch(r"\d{1,4}", node.content):
        return int(node.content)
    problems.add(node.place, "here belongs a whole number")
    return None


def degrees(least: float, most: float) -> Kind:
    """Degrees of latitude or longitude."""

    def read(node: Node, problems: Problems) -> float | None:
        if isinstance(node.content, str) and re.fullmatch(r"-?\d{1,3}(\.\d{1,8})?", node.content):
            value = float(node.content)
            if least <= value <= most:
                return value
        problems.add(node.place, f"here belong degrees from {least:g} to {most:g}, such as {(least + most) / 2 + 1.5}")
        return None

    return read


def day(node: Node, problems: Problems) -> date | None:
    """A day, as in 2017-09-12."""
    match = DAY.match(node.content) if isinstance(node.content, str) else None
    if not match:
        problems.add(node.place, "here belongs a day, written as in 2017-09-12")
        return None
    year, month, number = (int(part) for part in match.groups())
    try:
        return date(year, month, number)
    except ValueError:
        name = MONTHS[month - 1] if 1 <= month <= 12 else f"month {month}"
        problems.add(node.place, f"{number} {name} {year} does not exist")
        return None


def moment(node: Node, problems: Problems) -> datetime | None:
    """A day and a time of day in London, as in 2017-09-12 10:30."""
    match = MOMENT.match(node.content) if isinstance(node.content, str) else None
    if not match or int(match[2]) > 23 or int(match[3]) > 59:
        problems.add(node.place, "here belong a day and a time, written as in 2017-09-12 10:30")
        return None
    its_day = day(Node(node.place, match[1], {}), problems)
    if its_day is None:
        return None
    return datetime(its_day.year, its_day.month, its_day.day, int(match[2]), int(match[3]))  # noqa: DTZ001  (London)


def or_nothing(kind: Kind) -> Kind:
    """That, or null."""
    return lambda node, problems: None if node.content is None else kind(node, problems)


def many(kind: Kind, most: int = 10_000) -> Kind:
    """A list of these."""

    def read(node: Node, problems: Problems) -> list[Any] | None:
        if not isinstance(node.content, list):
            problems.add(node.place, "here belongs a list")
            return None
        if len(node.content) > most:
            problems.add(node.place, f"this list has {len(node.content)} parts; it can have at most {most}")
            return None
        values = [kind(part, problems) for part in node.content]
        return [value for value in values if value is not None]

    return read


def by_name(kind: Kind) -> Kind:
    """Named values of one kind, with whatever names."""

    def read(node: Node, problems: Problems) -> Item | None:
        if not isinstance(node.content, dict):
            problems.add(node.place, "here belong names with a value each")
            return None
        return Item(node.place, node.key_places, {k: kind(v, problems) for k, v in node.content.items()})

    return read


@dataclass(frozen=True)
class Shape:
    """Named values: those that must be there, and those that may. Anything else is a problem."""

    must: Mapping[str, Kind]
    may: Mapping[str, Kind] = field(default_factory=dict)

    def __call__(self, node: Node, problems: Problems) -> Item | None:
        """Read a node of this shape."""
        if not isinstance(node.content, dict):
            problems.add(node.place, f"here belong: {', '.join([*self.must, *self.may])}")
            return None
        known = {**self.must, **self.may}
        values: dict[str, Any] = dict.fromkeys(known)
        for name, part in node.content.items():
            if name in known:
                values[name] = known[name](part, problems)
            else:
                problems.add(node.where(name), f"“{name}” is not known here. Known are: {', '.join(known)}")
        for name in self.must:
            if name not in node.content:
                problems.add(node.place, f"“{name}” is missing")
        return Item(node.place, node.key_places, values)


def one_key(shapes: Mapping[str, Kind]) -> Kind:
    """A single name that says which of these shapes follows; the name is kept as `act`."""

    def read(node: Node, problems: Problems) -> Item | None:
        if not isinstance(node.content, dict) or len(node.content) != 1:
            problems.add(node.place, f"here belongs exactly one of: {', '.join(shapes)}")
            return None
        ((name, part),) = node.content.items()
        if name not in shapes:
            problems.add(node.where(name), f"“{name}” is not known here. Known are: {', '.join(shapes)}")
            return None
        value: Item | None = shapes[name](part, problems)
        if value is not None:
            value["act"] = name
            value.place = node.where(name)
        return value

    return read
