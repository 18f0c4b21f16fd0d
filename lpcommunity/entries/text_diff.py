"""What changed between two texts, marked by <ins> and <del>: sentence by sentence, and within them word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup, escape

# Pairs of words that are compared at most in one place; beyond that the whole place is marked. Comparing long texts
# of few different words takes time that grows with the square of their length.
MOST_PAIRS = 500_000

_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?]+\s*|\n+)|[^.!?\n]+")
_WORD = re.compile(r"\S+|\s+")


@dataclass(frozen=True)
class TextDiff:
    """One text in two versions: `before` with what went marked, `after` with what came marked."""

    label: str
    before: Markup
    after: Markup
    same: bool
    was: str = ""  # `before` without marks, to be copied from


def diff(label: str, before: str, after: str) -> TextDiff:
    """Mark what differs. Everything is escaped; line breaks stay as they are."""
    went, came = Markup(), Markup()
    for same, gone, fresh in _places(before, after):
        went += escape(gone) if same else Markup("<del>{}</del>").format(gone) if gone else ""
        came += escape(fresh) if same else Markup("<ins>{}</ins>").format(fresh) if fresh else ""
    return TextDiff(label, went, came, before == after, before)


def _places(before: str, after: str) -> Iterator[tuple[bool, str, str]]:
    """Both texts in parts: whether the part is the same, as it was, as it is."""
    for what, gone, fresh in _parts(_SENTENCE.findall(before), _SENTENCE.findall(after)):
        words = _WORD.findall(gone), _WORD.findall(fresh)
        if what == "replace" and len(words[0]) * len(words[1]) <= MOST_PAIRS:
            yield from ((inner == "equal", old, new) for inner, old, new in _parts(*words))
        else:
            yield what == "equal", gone, fresh


def _parts(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    for what, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        yield what, "".join(old[i:j]), "".join(new[k:m])
