"""The words of an XML part, as they come by: it is never in memory as a whole, and what it declares is refused.

Names are taken without their namespaces: strict and transitional Office files differ in these alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from lpcommunity.documents.extractor.collected import Collected
from lpcommunity.documents.extractor.numbers import Formats

DEEPEST = 256  # elements within each other
TOGETHER = 4096  # characters that are handed on at once


@dataclass(frozen=True)
class Words:
    """Where words stand in a part: within these elements, after which come blanks, and in which they are nobody's."""

    within: frozenset[str]
    blank: frozenset[str]
    passed_over: frozenset[str] = frozenset()
    attribute: tuple[str, str] | None = None  # an element, and its attribute that is said
    cells: frozenset[str] = frozenset()  # of cells (`c`), the sorts (`t`) that say words; empty: whatever is said
    numbers: frozenset[str] = frozenset()  # the sorts that hold a number (`v`)
    formats: bool = False  # whether it tells how numbers are shown


OFFICE = Words(
    within=frozenset({"t"}),
    blank=frozenset({"p", "br", "cr", "tab", "si", "tc", "comment"}),
    # What was moved stands elsewhere; how words are spoken is no part of them; what old programs draw stands twice.
    passed_over=frozenset({"moveFrom", "rPh", "Fallback"}),
)
SHEET = Words(
    within=frozenset({"t", "v"}),
    blank=frozenset({"c"}),
    passed_over=frozenset({"rPh"}),
    cells=frozenset({"inlineStr", "str", "d"}),
    numbers=frozenset({"", "n"}),
)
WORKBOOK = Words(within=frozenset(), blank=frozenset({"sheet"}), attribute=("sheet", "name"), formats=True)
STYLES = Words(within=frozenset(), blank=frozenset(), formats=True)
OPEN_DOCUMENT = Words(
    within=frozenset({"p", "h"}),
    blank=frozenset({"p", "h", "s", "tab", "line-break"}),
    passed_over=frozenset({"tracked-changes", "creator", "date", "binary-data", "event-listeners"}),
)


class Refused(Exception):
    """A part that declares entities, or is deeper than any document."""


def read_xml(chunks: Iterable[bytes], words: Words, found: Collected, formats: Formats) -> None:
    """Add the words of a part. Raises Refused, or ExpatError where it is broken."""
    reader = _Reader(words, found, formats)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.begins
    parser.EndElementHandler = reader.ends
    parser.CharacterDataHandler = reader.says
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = _refuse
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    reader.hand_on()


def _refuse(*_said: Any) -> Any:
    raise Refused


class _Reader:
    """What is heard of a part, from its beginning to its end."""

    def __init__(self, words: Words, found: Collected, formats: Formats) -> None:
        self.words, self.found, self.formats = words, found, formats
        self.number: list[str] | None = None  # of a cell that holds one
        self.style = ""
        self.depth = self.inside = self.over = 0
        self.counts = not words.cells
        self.parts: list[str] = []
        self.length = 0

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refused
        name = name.rpartition(" ")[2]
        words = self.words
        if self.over or name in words.passed_over:
            self.over += 1
            return
        if name in words.within:
            self.inside += 1
        if words.cells and name == "c":
            sort = attributes.get("t", "")
            self.counts = sort in words.cells
            self.number, self.style = [] if sort in words.numbers else None, attributes.get("s", "0")
        if words.formats:
            self.formats.begins(name, attributes)
        if words.attribute is not None and name == words.attribute[0]:
            self._say(attributes.get(words.attribute[1], ""))

    def ends(self, name: str) -> None:
        self.depth -= 1
        if self.over:
            self.over -= 1
            return
        name = name.rpartition(" ")[2]
        if name in self.words.within:
            self.inside -= 1
        if self.words.formats:
            self.formats.ends(name)
        if self.number and name == "v":
            self._say(self.formats.said("".join(self.number), self.style))
            self.number = None
        if name in self.words.blank:
            self._say(" ")

    def says(self, text: str) -> None:
        if not self.inside or self.over:
            return
        if self.counts:
            self._say(text)
        elif self.number is not None:
            self.number.append(text)

    def hand_on(self) -> None:
        """Give what was heard so far."""
        text, self.parts, self.length = "".join(self.parts), [], 0
        self.found.add(text)

    def _say(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)
        if self.length > TOGETHER:
            self.hand_on()
