"""Marks that stand beside the words of a row: who could come into question as its reader, and what it is narrowed by.

A database finds words and marks together, so that what a reader cannot read costs nothing. The marks are wider than the
resolver, never narrower: who may read is decided by the resolver, in the same statement. No word begins with `#`.

Each mark that is looked for costs, so a text has more of them and a reader fewer: what is for wider circles is marked
for the narrower ones within them as well. And the more rows have a mark, the more it costs, so what says for whom a
text could be says it for each span of time once more.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from lpcommunity.access.reader import Reader

PUBLIC, COMMUNITY = "#u1", "#u2"
EVERYBODY = frozenset({PUBLIC, COMMUNITY})
WITH_FILES = "#f"
# Spans of time, by the seconds of a row's time, as bits: some 18 hours, and some 6 days. PostgreSQL looks through one
# after the other.
SHORT_SPAN, SHORT_BITS = "d", 16
OTHERS = f"#{SHORT_SPAN}"  # the first mark that says for whom and when it is: behind those that it is narrowed by
LONG_SPAN, LONG_BITS = "b", 19
SPAN = "@"  # in what a reader looks for: the span that is looked through (`d27402`)


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
        "public": set(EVERYBODY),
        "community": {COMMUNITY},
        "partnership": {for_place(place), for_facilitators(place)},
        "facilitators": {for_facilitators(place)},
    }.get(audience, set())


def of_reader(reader: Reader) -> list[str]:
    """All marks under which something may be for this reader."""
    member_of = sorted(reader.places - reader.facilitates.keys())
    return [*of_names(reader), *map(for_place, member_of), *map(for_facilitators, sorted(reader.facilitates))]


def of_names(reader: Reader) -> list[str]:
    """Those under which a name may be: names are for nobody in one place alone."""
    return [for_person(reader.id), COMMUNITY if reader.in_community else PUBLIC]


def in_spans(marks: Iterable[str], at: datetime) -> list[str]:
    """Marks of readers and of a place for the spans of time of which a text is. In short ones those of circles alone:
    of the others there would be as many as texts.
    """
    seconds = int(at.timestamp())
    short, long = f"{SHORT_SPAN}{seconds >> SHORT_BITS}", f"{LONG_SPAN}{seconds >> LONG_BITS}"
    some = sorted(marks)
    return [f"#{short}", *(f"{one}{short}" for one in some if _is_of_circle(one)), *(f"{one}{long}" for one in some)]


def among(reader: Reader, span: str) -> str:
    """All that may be for this reader in a span of such a length, as PostgreSQL reads it, with SPAN in its place."""
    long = span == LONG_SPAN
    some = [f"'{one}{SPAN}'" if long or _is_of_circle(one) else f"('{one}' & '#{SPAN}')" for one in of_reader(reader)]
    return f"({' | '.join(some)})"


def in_span(marks: Sequence[str]) -> list[str]:
    """These for a span of time, with SPAN in its place."""
    return [f"{one}{SPAN}" for one in marks]


def is_of_one_place(marks: Sequence[str]) -> bool:
    """Whether what is looked for has to be of one place: so it is rare."""
    return len(marks) == 1 and marks[0].startswith("#p")


def _is_of_circle(mark: str) -> bool:
    return mark[:2] in ("#u", "#s", "#c")


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
