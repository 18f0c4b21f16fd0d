"""Titles that nobody gave: made of the first sentence, or of what a picture shows.

What was made follows the text when that is changed, and is said once: on a card and on its page the text goes on after
it; where it cannot, another heading stands there (`heading_text`).
"""

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Any

from lpcommunity.entries import markdown
from lpcommunity.entries.first_words import LONGEST
from lpcommunity.web.sanitising import shows_something

BLOCK = re.compile(r'(?P<opens><(?P<tag>p|h2)(?: dir="auto")?>)(?P<text>(?:[^<]|<br>)*)')
STEM = re.compile(r"(?: …|[.:])\Z")


def given(title: str) -> str:
    """A title as somebody gave it, in one line; none where nothing of it could be read."""
    said = " ".join(title.split())
    return said if shows_something(said) else ""


def made(text: str, html: str) -> str:
    """The title that a text (and what it is rendered to) gives itself; none where its pictures say nothing either."""
    if said := markdown.opening_of(text):
        return said
    shown = next((alt for alt in markdown.picture_texts(html) if alt), "")
    return shown if len(shown) <= LONGEST else shown[:LONGEST].rsplit(" ", 1)[0] + " …"


def is_made(title: str, fields: Mapping[str, Any]) -> bool:
    """Whether this is the title that one of these texts gives itself (no database keeps their order)."""
    texts = [str(text) for text in fields.values() if text]
    return bool(title) and any(title == made(text, markdown.render(text)) for text in texts)


def kept(title: str, fields: Mapping[str, Any]) -> str:
    """The title that stays when these texts are changed; none if it was made of them."""
    return "" if is_made(title, fields) else title


def lead(title: str, html: str, *, was_made: bool) -> str:
    """The first words of a text for a card, below its title: without those that are the title."""
    words = markdown.opening(html, longest=10_000)
    stem = STEM.sub("", title)
    if stem and words.startswith(stem) and (was_made or repeats(title, words)):
        rest = words[len(stem) :].lstrip(" .:")
        words = ("… " if title.endswith(" …") else "") + rest if rest else ""
    return markdown.shortened(words)


def repeats(title: str, words: str) -> bool:
    """Whether these words begin with the title as with a sentence of its own."""
    stem = STEM.sub("", title)
    if not stem or not words.startswith(stem):
        return False
    after = words[len(stem) :]
    return title.endswith(" …") or stem[-1] in "?!…" or not after or after[0] in ".:?!…"


def stands_below(title: str, html: str) -> bool:
    """Whether this text begins with the title: then it need not stand above."""
    lines = markdown.prose_lines(html)
    return any(repeats(title, " ".join(lines[:most])) for most in (1, 2, 3))


def below(title: str, html: str) -> str:
    """What follows below a title: the text without its first sentence, if that is the title, word for word, and without
    marks. Else the text.
    """
    block = BLOCK.match(html)
    stem = STEM.sub("", title)
    if block is None or not stem or title.endswith(" …"):
        return html
    rest = html[block.end() :]
    said = unescape(block["text"].replace("<br>\n", "\n"))
    if not said.replace("\n", " ").startswith(stem):
        return html
    mark, after = said[len(stem) :][:1], said[len(stem) :].lstrip(".:")
    whole = after.startswith("\n") or (not after.strip() and rest.startswith("</"))
    if stem[-1] not in "?!…" and mark not in (".", ":") and not whole:
        return html
    after = after.lstrip()
    if not after and rest.startswith(end := f"</{block['tag']}>"):
        return rest.removeprefix(end).lstrip()
    return block["opens"] + escape(after, quote=False).replace("\n", "<br>\n") + rest
