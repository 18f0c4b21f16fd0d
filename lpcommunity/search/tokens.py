"""Marks that stand beside the words of a row: who could come into question as its reader, and what it is narrowed by.

A database finds words and marks together, so that what a reader cannot read costs nothing. The marks are wider than the
resolver, never narrower: who may read is decided by the resolver, in the same statement. No word begins with `#`.
"""

from datetime import datetime

from lpcommunity.access.reader import Reader

PUBLIC, COMMUNITY = "#u1", "#u2"
WITH_FILES = "#f"
SPAN, SPAN_BITS = "#b", 21  # some 24 days, by the seconds of a row's time


def for_place(partnership_id: int) -> str:
    """Whoever belongs to this place."""
    return f"#s{partnership_id}"


def for_facilitators(partnership_id: int) -> str:
    """Whoever facilitates this place."""
    return f"#c{partnership_id}"


def for_person(person_id: int) -> str:
    """This person, wherever they belong."""
    return f"#r{person_id}"


def for_audience(audience: str, partnership_id: int | None) -> set[str]:
    """Whoever is among this audience of something in this place, besides those who are named."""
    place = partnership_id or 0
    return {
        "public": {PUBLIC},
        "community": {COMMUNITY},
        "partnership": {for_place(place)},
        "facilitators": {for_facilitators(place)},
    }.get(audience, set())


def of_reader(reader: Reader) -> list[str]:
    """All marks under which something may be for this reader."""
    named = [for_person(reader.id), PUBLIC, *([COMMUNITY] if reader.in_community else [])]
    return [*named, *map(for_place, sorted(reader.places)), *map(for_facilitators, sorted(reader.facilitates))]


def span(at: datetime) -> str:
    """The span of time of which it is: PostgreSQL looks through one after the other."""
    return f"{SPAN}{span_number(at)}"


def span_number(at: datetime) -> int:
    """The same as a number that goes by time."""
    return int(at.timestamp()) >> SPAN_BITS


def kind(key: str) -> str:
    """What it is."""
    return f"#k{key}"


def place(partnership_id: int) -> str:
    """Where it belongs."""
    return f"#p{partnership_id}"


def theme(theme_id: int) -> str:
    """A theme that it carries."""
    return f"#t{theme_id}"


def author(person_id: int) -> str:
    """Who wrote it."""
    return f"#w{person_id}"


def helps(term: str) -> str:
    """A term of what somebody can help with."""
    return f"#h{term}"


def audience(word: str) -> str:
    """Who it is for."""
    return f"#a{word}"
