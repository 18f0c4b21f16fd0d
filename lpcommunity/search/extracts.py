"""The words around what was found, with what was looked for marked."""

from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from lpcommunity.search import analysis
from lpcommunity.search.query_language import Wanted

LONGEST = 260  # characters of an extract
BEFORE = 70  # of them before the first word that was looked for
NO_BREAK = "\u00a0"  # what says that more stands there keeps to its word
MOST_LOOKED_AT = 2_000  # words that begin alike: a document can be made of nothing else
MOST_MARKED = 400  # words that are looked at for marks in one piece of text
_MARKED = Markup("<mark>{}</mark>")


@dataclass(frozen=True)
class Part:
    """Some words; marked, or not."""

    text: str
    marked: bool = False


def whole(text: str, wanted: Wanted) -> list[Part]:
    """All of a short text, marked."""
    return _parts(text, list(islice(analysis.words_like(text, wanted.terms), MOST_MARKED)), wanted)


def extract(text: str, wanted: Wanted) -> list[Part]:
    """As much of a text as shows where it has what was looked for; else how it begins."""
    if len(text) <= LONGEST:
        return whole(text.strip(), wanted)
    likely = islice(analysis.words_like(text, wanted.terms), MOST_LOOKED_AT)
    first = next((one for one in likely if wanted.fits(one)), None)
    start = 0 if first is None or first.end < LONGEST else _word_at(text, max(first.start - BEFORE, 0))
    end = len(text) if len(text) - start <= LONGEST else _word_at(text, start + LONGEST, back=True)
    cut = text[start:end].strip()
    parts = whole(cut, wanted)
    before = [Part(f"…{NO_BREAK}")] if start else []
    return [*before, *parts, *([Part(f"{NO_BREAK}…")] if end < len(text) else [])]


def marked(parts: list[Part]) -> Markup:
    """The same as a page shows it."""
    return Markup("").join([_MARKED.format(part.text) if part.marked else part.text for part in parts])


def _word_at(text: str, at: int, *, back: bool = False) -> int:
    """Where a word begins near here (`back`: where one ends before)."""
    found = text.rfind(" ", max(at - 40, 0), at) if back else text.find(" ", at, at + 40)
    return at if found < 0 else found if back else found + 1


def _parts(text: str, found: list[analysis.Word], wanted: Wanted) -> list[Part]:
    parts, at = [], 0
    for one in found:
        if wanted.fits(one):
            if text[at : one.start]:
                parts.append(Part(text[at : one.start]))
            parts.append(Part(text[one.start : one.end], marked=True))
            at = one.end
    return [*parts, *([Part(text[at:])] if text[at:] else [])]
