"""Who is mentioned in a text: “@Amina Rahman”, with her name as she writes it or without its capitals and accents.

A sign counts at the beginning of a word, outside code and links, and not within an address. Which name follows is
decided by whoever knows the people (`lpcommunity.mentions`); what was decided is drawn here as a link, and read again
out of the HTML that holds it, so that a text rendered anew mentions the same people.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from types import MappingProxyType

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from lpcommunity.storage import folded

Names = Mapping[str, int]  # a name as `key_of` folds it, and whose it is
NOBODY: Names = MappingProxyType({})
MENTIONS, SIGNS = "mentions", "signs"  # what the parser is given, and what it leaves, in its environment
CLASS = "lp-mention"
MOST_SIGNS = 200  # looked at in a text
MOST_WORDS = 8  # of a name
LONGEST = 120  # characters of a name
IN_WORD = frozenset("._/\\+&=#~%@-")  # before the sign: part of an address or a path
APOSTROPHES = frozenset("'’ʼ")
HYPHENS = frozenset("-‐‑")
ENDS = frozenset(".)’'")  # beside letters, what a name may end with
DRAWN = re.compile(rf'<a class="{CLASS}" href="/people/(\d{{1,10}})"[^>]*>@([^<]*)</a>')


@dataclass(frozen=True)
class Reading:
    """One way to read the name after a sign: as far as this place in the text."""

    end: int
    key: str


@dataclass(frozen=True)
class Sign:
    """An @ with the words after it, and every name that they could be, the shortest first."""

    words: str
    readings: tuple[Reading, ...]

    def written(self, key: str) -> str:
        """The name as it stands in the text."""
        return next((self.words[: one.end] for one in self.readings if one.key == key), key)


def key_of(name: str) -> str:
    """A name as it is looked for."""
    return " ".join(folded(name).split())


def drawn_in(html: str) -> dict[str, int]:
    """The names that are mentioned in rendered HTML, and who they are."""
    return {key_of(unescape(name)): int(number) for number, name in DRAWN.findall(html)}


def draw(state: StateCore) -> None:
    """Let the mentions in a text be links, and tell which signs there are."""
    names: Names = state.env.get(MENTIONS, NOBODY)
    found: list[Sign] = state.env.setdefault(SIGNS, [])
    if "@" not in state.src:
        return
    for block in state.tokens:
        if block.type == "inline" and "@" in block.content:
            block.children = list(_drawn(block.children or [], names, found))


def _drawn(children: list[Token], names: Names, found: list[Sign]) -> Iterator[Token]:
    inside, before = 0, " "
    for token in children:
        inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not inside and "@" in token.content:
            yield from _split(token, before, names, found)
        else:
            yield token
        if token.type in ("softbreak", "hardbreak", "image"):
            before = " "
        elif token.content:
            before = token.content[-1]


def _split(token: Token, before: str, names: Names, found: list[Sign]) -> Iterator[Token]:
    """The same text in parts: a link for each mention."""
    text, done, at = token.content, 0, -1
    while len(found) < MOST_SIGNS and (at := text.find("@", at + 1)) >= 0:
        if not _begins(text[at - 1] if at else before):
            continue
        sign = _sign(text[at + 1 : at + 2 + LONGEST])
        if not sign.readings:
            continue
        found.append(sign)
        named = next((one for one in reversed(sign.readings) if one.key in names), None)
        if named is not None:
            yield from _text(text[done:at])
            done = at + 1 + named.end
            yield from _link(text[at:done], names[named.key])
            at = done - 1
    yield from _text(text[done:])


def _begins(before: str) -> bool:
    return not (before.isalnum() or before in IN_WORD)


def _sign(words: str) -> Sign:
    """The words after an @, read in every way: “Amina”, “Amina Rahman”, “Amina Rahman wrote” …"""
    readings: list[Reading] = []
    key, length = "", 0
    if words[:1].isalnum():
        for at, letter in enumerate(words):
            if key and _ends(words, at):
                readings.append(Reading(at, key.rstrip()))
                if len(readings) == MOST_WORDS:
                    break
            if letter == "@":
                break
            plain = _plain(letter)
            key += "" if plain == " " and key.endswith(" ") else plain
            length = at + 1
        else:
            if length <= LONGEST:
                readings.append(Reading(length, key.rstrip()))
    return Sign(words, tuple(readings))


def _ends(words: str, at: int) -> bool:
    """Whether a name may end before this letter: a word does, though perhaps with ’s."""
    last, following, beyond = words[at - 1], words[at], words[at + 1 : at + 3]
    if not (last.isalnum() or last in ENDS) or following.isalnum() or following in "_@" or not _plain(following):
        return False
    if following in APOSTROPHES:
        return not beyond[:1].isalpha() or (beyond[:1] in "sS" and not beyond[1:].isalnum())
    return not (beyond[:1].isalnum() and (following in HYPHENS or following == "."))


@lru_cache(maxsize=2048)
def _plain(letter: str) -> str:
    return " " if letter.isspace() else folded(letter)


def _text(words: str) -> Iterator[Token]:
    if words:
        made = Token("text", "", 0)
        made.content = words
        yield made


def _link(words: str, person_id: int) -> Iterator[Token]:
    opens, closes = Token("link_open", "a", 1), Token("link_close", "a", -1)
    opens.attrs = {"class": CLASS, "href": f"/people/{person_id}"}
    yield opens
    yield from _text(words)
    yield closes
