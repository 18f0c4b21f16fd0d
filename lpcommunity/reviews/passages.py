"""Finding the words that a move is tied to, and marking them in the rendered text.

A passage is given as somebody copied it from the page: blanks and the kind of quotation marks do not count, and it
may run through bold words, links and paragraphs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

TOKEN = re.compile(r"(<[^>]*>)|(&(?:#\d+|#x[0-9a-fA-F]+|\w+);)|([^<&]+)|(.)", re.DOTALL)
BLOCK = re.compile(r"</?(?:p|li|ul|ol|h[2-4]|blockquote|pre|table|tr|t[dh]|hr|br)\b")
ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "–": "-", "—": "-", "‑": "-"})


@dataclass(frozen=True)
class Mark:
    """A passage to be marked, and what stands after its last word (HTML: the numbered link to its move)."""

    passage: str
    after: str


def alike(text: str) -> str:
    """A text as passages are compared: one kind of quotation mark and dash, one blank between words."""
    return re.sub(r"\s+", " ", text.translate(ALIKE)).strip()


def holds(html: str, source: str, passage: str) -> bool:
    """Whether these words stand in this text, as it is read or (with its Markdown) as it was written."""
    return _find(_characters(html), passage) is not None or alike(passage) in alike(source)


def marked(html: str, marks: Sequence[Mark]) -> str:
    """The rendered text with these passages marked. One that is not found (it ran through Markdown) is left out."""
    characters = _characters(html)
    inside: set[int] = set()
    after: dict[int, list[str]] = {}
    for mark in marks:
        span = _find(characters, mark.passage)
        if span is None:
            continue
        inside.update(span)
        after.setdefault(span[-1], []).append(mark.after)
    return _written(html, characters, inside, after) if inside else html


@dataclass(frozen=True)
class _Character:
    start: int  # where it stands in the HTML
    end: int
    text: str


def _characters(html: str) -> list[_Character]:
    """Every visible character with its place; the edges of blocks count as a blank of no width."""
    found: list[_Character] = []
    for token in TOKEN.finditer(html):
        tag, entity, text, odd = token.groups()
        if tag:
            if BLOCK.match(tag):
                found.append(_Character(token.start(), token.start(), " "))
        elif entity:
            found.append(_Character(token.start(), token.end(), unescape(entity)))
        else:
            said = text or odd
            found += [_Character(token.start() + n, token.start() + n + 1, letter) for n, letter in enumerate(said)]
    return found


def _find(characters: list[_Character], passage: str) -> list[int] | None:
    """The places of the characters that make up the passage, the first time that it occurs."""
    wanted = alike(passage)
    if not wanted:
        return None
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(characters):
        for letter in character.text.translate(ALIKE):
            plain = " " if letter.isspace() else letter
            if plain == " " and (not letters or letters[-1] == " "):
                continue
            letters.append(plain)
            places.append(place)
    start = "".join(letters).find(wanted)
    if start < 0:
        return None
    return list(range(places[start], places[start + len(wanted) - 1] + 1))


def _written(html: str, characters: list[_Character], inside: set[int], after: dict[int, list[str]]) -> str:
    """The HTML again, with a mark around each run of marked characters that no tag interrupts."""
    parts: list[str] = []
    at = 0
    is_open = False
    for place, character in enumerate(characters):
        between = html[at : character.start]
        marked_now = place in inside and character.end > character.start
        if is_open and (between or not marked_now):
            parts.append("</mark>")
            is_open = False
        parts.append(between)
        if marked_now and not is_open and (character.text.strip() or _continues(characters, inside, place)):
            parts.append('<mark class="lp-marked">')
            is_open = True
        parts.append(html[character.start : character.end])
        at = character.end
        if place in after:
            if is_open:
                parts.append("</mark>")
                is_open = False
            parts += after[place]
    if is_open:
        parts.append("</mark>")
    parts.append(html[at:])
    return "".join(parts)


def _continues(characters: list[_Character], inside: set[int], place: int) -> bool:
    """Whether a blank stands between two marked words of one run, so that it is marked with them."""
    following = place + 1
    return (
        following < len(characters)
        and following in inside
        and characters[following].start == characters[place].end
        and bool(characters[following].text.strip())
    )


def numbered(passage: str, move_id: int, number: int) -> Mark:
    """The mark of a move: its passage, followed by a numbered link. Move and passage lead to each other."""
    link = (
        f'\u2060<a class="lp-marked__n" id="p{move_id}" href="#m{move_id}">'
        f'<span class="govuk-visually-hidden">Move </span>{number}</a>'
    )
    return Mark(passage, link)
