"""The words for saying what a file may hold: kinds of value, and shapes made of them.

Only said here, so that a feature can tell its acts without bringing in what reads files (importing.file_models makes
pydantic's models of it, when a file is read). A value's own reader takes what stands in the file, as text, and raises
ValueError with a sentence for whoever wrote it.
"""

import re
from calendar import month_name
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from lpcommunity.histories.problems import SourceLocation
from lpcommunity.storage import clock

DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})(:00)?\Z")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]+\Z")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")  # all but tab and the end of a line
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


@dataclass(frozen=True)
class Value:
    """A single value, by what reads it."""

    read: Callable[[Any], Any]


@dataclass(frozen=True)
class Maybe:
    """That, or null."""

    kind: "Kind"


@dataclass(frozen=True)
class Many:
    """A list of these, at most so many."""

    kind: "Kind"
    most: int


@dataclass(frozen=True)
class ByName:
    """Named values of one kind, with whatever names."""

    kind: "Kind"


@dataclass(frozen=True, eq=False)
class Shape:
    """Named values: those that must be there, and those that may. Anything else is a problem."""

    must: Mapping[str, "Kind"]
    may: Mapping[str, "Kind"] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Choice:
    """A single name that says which of these shapes follows."""

    shapes: Mapping[str, Shape]


Kind: TypeAlias = Value | Maybe | Many | ByName | Shape | Choice


def text(longest: int) -> Value:
    """One line or several, trimmed, at most so many characters."""

    def read(given: Any) -> str:
        if not isinstance(given, str):
            raise ValueError("here belongs a text" if given is not None else "here a text is missing")
        said = given.strip()
        if not said:
            raise ValueError("here a text is missing")
        if len(said) > longest:
            raise ValueError(f"this text has {len(said)} characters; it can have at most {longest}")
        if CONTROL.search(said):
            raise ValueError("this text has characters in it that cannot be shown")
        return said

    return Value(read)


def passage(longest: int) -> Value:
    """A text that may be empty as well."""
    written = text(longest)

    def read(given: Any) -> str:
        empty = given is None or (isinstance(given, str) and not given.strip())
        return "" if empty else str(written.read(given))

    return Value(read)


def _pattern(pattern: re.Pattern[str], longest: int, otherwise: str) -> Value:
    written = text(longest)

    def read(given: Any) -> str:
        said = str(written.read(given))
        if not pattern.match(said):
            raise ValueError(f"“{said}” {otherwise}")
        return said

    return Value(read)


slug = _pattern(SLUG, 80, "is not a short name: small letters, figures and single hyphens")
_address = _pattern(EMAIL, 254, "is not an e-mail address")
email = Value(lambda given: _address.read(given).lower())


def one_of(*words: str) -> Value:
    """One of these words."""

    def read(given: Any) -> str:
        if isinstance(given, str) and given in words:
            return given
        shown = f"“{given}”" if isinstance(given, str) else "this"
        raise ValueError(f"{shown} is not one of: {', '.join(words)}")

    return Value(read)


def _yes_or_no(given: Any) -> bool:
    if given in ("true", "false"):
        return bool(given == "true")
    raise ValueError("here belongs true or false")


def _whole_number(given: Any) -> int:
    """From 0 to 9999."""
    if isinstance(given, str) and re.fullmatch(r"\d{1,4}", given):
        return int(given)
    raise ValueError("here belongs a whole number")


def degrees(least: float, most: float) -> Value:
    """Degrees of latitude or longitude."""

    def read(given: Any) -> float:
        if isinstance(given, str) and re.fullmatch(r"-?\d{1,3}(\.\d{1,8})?", given):
            value = float(given)
            if least <= value <= most:
                return value
        raise ValueError(f"here belong degrees from {least:g} to {most:g}, such as {(least + most) / 2 + 1.5}")

    return Value(read)


def _day(given: Any) -> date:
    match = DAY.match(given) if isinstance(given, str) else None
    if not match:
        raise ValueError("here belongs a day, written as in 2017-09-12")
    year, month, number = (int(part) for part in match.groups())
    if not 1900 <= year <= 9000:  # so that days can be moved
        raise ValueError("this day cannot be meant")
    try:
        return date(year, month, number)
    except ValueError:
        name = MONTHS[month - 1] if 1 <= month <= 12 else f"month {month}"
        raise ValueError(f"{number} {name} {year} does not exist") from None


def _moment(given: Any) -> datetime:
    match = MOMENT.match(given) if isinstance(given, str) else None
    if not match or int(match[2]) > 23 or int(match[3]) > 59:
        raise ValueError("here belong a day and a time, written as in 2017-09-12 10:30")
    moment = datetime.combine(_day(match[1]), time(int(match[2]), int(match[3])))
    if clock.is_skipped(moment):
        hour = timedelta(hours=1)
        raise ValueError(
            f"{moment:%H:%M} on {moment.day} {moment:%B %Y} does not exist: that night clocks go forward over it. "
            f"Write {moment - hour:%H:%M} or {moment + hour:%H:%M}, whichever it was"
        )
    return moment


yes_or_no = Value(_yes_or_no)
whole_number = Value(_whole_number)
day = Value(_day)  # as in 2017-09-12
moment = Value(_moment)  # a day and a time of day in London, as in 2017-09-12 10:30; of two that look alike the first
or_nothing = Maybe
by_name = ByName


def many(kind: Kind, most: int = 10_000) -> Many:
    """A list of these."""
    return Many(kind, most)
