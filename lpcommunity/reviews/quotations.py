"""Finding the words that a move is tied to, and marking them in the rendered text.

A passage is given as somebody copied it from the page: blanks and the kind of quotation marks do not count, and it
may run through bold words, links and paragraphs.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import pairwise

TOKEN = re.compile(r"(<[^>]*>)|(&(?:#\d+|#x[0-9a-fA-F]+|\w+);)|([^<&]+)|(.)", re.DOTALL)
PART = re.compile(r"\S+|\s+")
BLOCK = re.compile(r"</?(?:p|li|ul|ol|h[2-4]|blockquote|pre|table|tr|t[dh]|hr|br)\b")
ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "–": "-", "—": "-", "‑": "-"})


@dataclass(frozen=True)
class Highlight:
    """A passage to be marked, and what stands after its last word (HTML: the numbered link to its move)."""

    passage: str
    after: str


def normalised(text: str) -> str:
    """A text as passages are compared: one kind of quotation mark and dash, one blank between words."""
    return re.sub(r"\s+", " ", text.translate(ALIKE)).strip()


def contains(html: str, source: str, passage: str) -> bool:
    """Whether these words stand in this text, as it is read or (with its Markdown) as it was written."""
    wanted = normalised(passage)
    return bool(wanted) and (wanted in _visible(html).letters or wanted in normalised(source))


@lru_cache(maxsize=512)
def highlighted(html: str, marks: tuple[Highlight, ...]) -> str:
    """The rendered text with these passages marked. One that is not found (it ran through Markdown) is left out."""
    visible = _visible(html)
    runs: list[tuple[int, int]] = []
    after: dict[int, str] = {}
    for mark in marks:
        wanted = normalised(mark.passage)
        start = visible.letters.find(wanted) if wanted else -1
        if start < 0:
            continue
        found = visible.runs(start, start + len(wanted))
        runs += found
        after[found[-1][1]] = after.get(found[-1][1], "") + mark.after
    return _written(html, runs, after)


@dataclass(frozen=True)
class _Visible:
    """The letters of a text as passages are compared with them, and where each stands in the HTML."""

    letters: str
    places: list[tuple[int, int]]

    def runs(self, first: int, last: int) -> list[tuple[int, int]]:
        """The stretches of HTML that these letters take up, cut wherever a tag interrupts them."""
        found: list[list[int]] = []
        for start, end in self.places[first:last]:
            if found and found[-1][1] == start:
                found[-1][1] = end
            elif end > start:
                found.append([start, end])
        return [(start, end) for start, end in found]


def _visible(html: str) -> _Visible:
    """Blanks in a row are one; the edge of a block is a blank that takes no room."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []

    def blank(start: int, end: int) -> None:
        if letters and letters[-1] != " ":
            letters.append(" ")
            places.append((start, end))

    for token in TOKEN.finditer(html):
        tag, entity, text, odd = token.groups()
        start, end = token.span()
        if tag:
            if BLOCK.match(tag):
                blank(start, start)
            continue
        said = unescape(entity) if entity else text or odd
        if entity and not said.isspace():
            letters += said.translate(ALIKE)
            places += [(start, end)] * len(said)
            continue
        for part in PART.finditer(said.translate(ALIKE)):
            first, last = (start, end) if entity else (start + part.start(), start + part.end())
            if part[0].isspace():
                blank(first, last)
            else:
                letters += part[0]
                places += [(n, n + 1) for n in range(first, last)]
    return _Visible("".join(letters), places)


def _written(html: str, runs: list[tuple[int, int]], after: dict[int, str]) -> str:
    """The HTML again, each run between marks, and after some of them a link. Runs may touch and overlap."""
    edges = sorted({edge for run in runs for edge in run})
    parts: list[str] = []
    at = 0
    for start, end in pairwise(edges):
        if not any(first <= start and end <= last for first, last in runs):
            continue
        parts += [html[at:start], f'<mark class="lp-marked">{html[start:end]}</mark>', after.get(end, "")]
        at = end
    return "".join([*parts, html[at:]]).replace('</mark><mark class="lp-marked">', "")


def numbered(passage: str, move_id: int, number: int) -> Highlight:
    """The mark of a move: its passage, followed by a numbered link. Move and passage lead to each other."""
    link = (
        f'\u2060<a class="lp-marked__n" id="p{move_id}" href="#m{move_id}">'
        f'<span class="govuk-visually-hidden">Move </span>{number}</a>'
    )
    return Highlight(passage, link)
