"""What changed between two texts, word by word, marked by <ins> and <del>."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup, escape

MOST_WORDS = 6_000  # beyond that whole lines are compared, so that a very long text stays quick


@dataclass(frozen=True)
class Compared:
    """One text in two versions: `before` with what went marked, `after` with what came marked."""

    label: str
    before: Markup
    after: Markup
    same: bool


def compare(label: str, before: str, after: str) -> Compared:
    """Mark what differs. Everything is escaped; line breaks stay as they are."""
    old, new = _pieces(before, after)
    went, came = Markup(), Markup()
    for what, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        gone, fresh = escape("".join(old[i:j])), escape("".join(new[k:m]))
        if what == "equal":
            went, came = went + gone, came + fresh
        else:
            went += Markup("<del>{}</del>").format(gone) if gone else ""
            came += Markup("<ins>{}</ins>").format(fresh) if fresh else ""
    return Compared(label, went, came, before == after)


def _pieces(before: str, after: str) -> tuple[list[str], list[str]]:
    words = re.findall(r"\S+\s*|\s+", before), re.findall(r"\S+\s*|\s+", after)
    if max(map(len, words)) <= MOST_WORDS:
        return words
    return before.splitlines(keepends=True), after.splitlines(keepends=True)
