"""The words around what was found, with what was looked for marked."""

from itertools import islice
from typing import NamedTuple

from markupsafe import Markup

from lpcommunity.search import analysis
from lpcommunity.search.query_language import Wanted

LONGEST = 260  # characters of an extract
BEFORE = 70  # of them before the first word that was looked for
NO_BREAK = "\u00a0"  # what says that more stands there keeps to its word
MOST_LOOKED_AT = 2_000  # words that begin alike: a document can be made of nothing else
MOST_MARKED = 400  # words that are looked at for marks in one piece of text
_OPENS, _CLOSES, _NOTHING = Markup("<mark>"), Markup("</mark>"), Markup()


class Part(NamedTuple):
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
    first = _as_written(text, wanted)
    if first is None:
        likely = islice(analysis.words_like(text, wanted.terms), MOST_LOOKED_AT)
        first = next((one.start for one in likely if wanted.fits(one)), 0)
    start = 0 if first < LONGEST - BEFORE else _word_at(text, max(first - BEFORE, 0))
    end = len(text) if len(text) - start <= LONGEST else _word_at(text, start + LONGEST, back=True)
    cut = text[start:end].strip()
    parts = whole(cut, wanted)
    before = [Part(f"…{NO_BREAK}")] if start else []
    return [*before, *parts, *([Part(f"{NO_BREAK}…")] if end < len(text) else [])]


def marked(parts: list[Part]) -> Markup:
    """The same as a page shows it."""
    return _NOTHING.join([_OPENS + part.text + _CLOSES if part.marked else part.text for part in parts])


def _as_written(text: str, wanted: Wanted) -> int | None:
    """Where a long text has one of the words as it is looked for, behind a blank. Most have, and it is seen at once:
    ten times as quickly as by looking at each word.
    """
    plain = text.lower()
    if len(plain) != len(text):  # İ has two signs then
        return None
    places = sorted(place + 1 for term in wanted.terms if (place := plain.find(f" {term}")) >= 0)
    words = ((place, next(analysis.words(text[place : place + LONGEST]), None)) for place in places)
    return next((place for place, word in words if word is not None and wanted.fits(word)), None)


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
