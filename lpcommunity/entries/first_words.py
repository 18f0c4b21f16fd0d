"""The first sentence of a text: what a title is made of where nobody gave one."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

LONGEST = 90  # of a title that is made
LOOKED_AT = 1_000  # characters, in search of its end
MARK = re.compile(r"[.?!…]+[\"”’»)\]]*(?=\s|\Z)")
# A full stop after these ends no sentence.
SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Cllr|Revd|Rev|Hon|Sir|St|No|Nos|approx|incl|etc|vs|cf|e\.g|i\.e|[A-Z]))\.\Z"
)


def first_words(tokens: Sequence[Token]) -> str:
    """The first sentence of the first block that has words, or as much of it as a title holds (then it ends with “ …”).
    A table begins with its head.
    """
    at = _first_block(tokens)
    if at is None:
        return ""
    words = _sentence(_flat(tokens[at].children or []))
    if tokens[at - 1].type == "th_open":
        ends = next(n for n in range(at, len(tokens)) if tokens[n].type == "tr_close")
        words = " ".join(_flat(token.children or []) for token in tokens[at:ends] if token.type == "inline")
    return _titled(words)


def _first_block(tokens: Sequence[Token]) -> int | None:
    for at, token in enumerate(tokens):
        if token.type == "inline" and _flat(token.children or []).strip():
            return at
    return None


def _flat(children: Sequence[Token]) -> str:
    return "".join(_said(token) for token in children)


def _said(token: Token) -> str:
    return "\n" if token.type in ("softbreak", "hardbreak") else "" if token.type == "image" else token.content


def _sentence(whole: str) -> str:
    """The first sentence with whatever stands before it: up to its mark, or to the end of a line that is one."""
    ends, words = [len(whole)], whole[:LOOKED_AT]
    for found in MARK.finditer(words):
        rest = words[found.end() :].lstrip()
        before = words[: found.start()].strip()
        if before and not before.isdigit() and not rest[:1].islower() and not SHORT.search(f"{before[-10:]}."):
            ends.append(found.end())
            break
    for found in re.finditer(r"\n", words):
        line, rest = words[: found.start()].rstrip(), words[found.end() :].lstrip()
        if line and not line.endswith(",") and not rest[:1].islower():
            ends.append(found.start())
            break
    return whole[: min(ends)]


def _titled(sentence: str) -> str:
    said = " ".join(sentence.split())
    if len(said) > LONGEST:
        return said[:LONGEST].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    if said.endswith((".", ":")) and not said.endswith("..") and not SHORT.search(said):
        return said[:-1]
    return said
