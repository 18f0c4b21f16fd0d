"""What somebody writes in a comment, made ready before the transaction, and the words that it quotes."""

import re
from dataclasses import dataclass

from lpcommunity.comments.models import LONGEST_QUOTE
from lpcommunity.entries import markdown
from lpcommunity.entries.mention_marks import NOBODY, Names

_SENTENCE = re.compile(r"[.!?…](?=\s)")


@dataclass(frozen=True)
class Words:
    """The text of a comment as it was typed, and rendered. Make it outside a transaction: rendering takes time."""

    body: str
    html: str

    @classmethod
    def written(cls, body: str, people: Names = NOBODY) -> "Words":
        """A text in which nothing is to be read or seen is none. `people`: whom names after an @ mean (mentions)."""
        html = markdown.render(body, people)
        return cls(body.strip(), html) if markdown.says_something(html) else cls("", "")


@dataclass(frozen=True)
class Quotation:
    """Selected words of the entry itself (`comment_id` is None) or of a comment below it, in that version."""

    version: int
    words: str
    comment_id: int | None = None

    @property
    def source(self) -> str:
        """The same source as a form carries it: `entry:3`, `comment:81:2`."""
        return f"entry:{self.version}" if self.comment_id is None else f"comment:{self.comment_id}:{self.version}"


def first_words(html: str) -> str:
    """Of what was said as much as can be quoted: all of it, or its first whole sentences, or words."""
    words = markdown.plain(html)
    if len(words) <= LONGEST_QUOTE:
        return words
    begun = words[: LONGEST_QUOTE + 1]
    ends = max((found.end() for found in _SENTENCE.finditer(begun)), default=0) or begun.rfind(" ")
    return words[: ends if ends > 0 else LONGEST_QUOTE].strip()


def quotation(source: str, words: str) -> Quotation | None:
    """What a form says that it quotes; None where it quotes nothing, or says it in another way than ours."""
    kind, *numbers = source.split(":")
    told = [int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) < 10]
    if not words.strip() or len(told) != len(numbers):
        return None
    if kind == "entry" and len(told) == 1:
        return Quotation(told[0], words.strip())
    return Quotation(told[1], words.strip(), told[0]) if kind == "comment" and len(told) == 2 else None
