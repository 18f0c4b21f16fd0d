"""What somebody types into the box, read: words, "words together", begin*, −without. Never wrong: what means nothing is
passed over.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from lpcommunity.search import analysis

LONGEST = 200  # characters that are read, and shown again
MOST = 12  # words and phrases
MOST_TOGETHER = 20  # words of a phrase
SHORTEST_BEGINNING = 2  # letters before a star: with one it stands for the word
_ILLEGIBLE = re.compile("[\0\ud800-\udfff]")
_MARKS = '"“”„«»'
_PART = re.compile(
    rf"(?P<not>(?<!\S)[-−–])?(?:[{_MARKS}](?P<phrase>[^{_MARKS}]*)(?:[{_MARKS}]|\Z)|(?P<word>[^\s{_MARKS}]+))"
)


@dataclass(frozen=True)
class Clause:
    """Words that stand together, or the beginning of one (`begins`, as it is written); or that there are none such."""

    terms: tuple[str, ...]
    begins: str = ""
    without: bool = False


@dataclass(frozen=True)
class Wanted:
    """What is looked for, and how it reads."""

    text: str = ""
    clauses: tuple[Clause, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.clauses)

    @cached_property
    def sought(self) -> tuple[Clause, ...]:
        """What has to be there."""
        return tuple(one for one in self.clauses if not one.without)

    @cached_property
    def terms(self) -> frozenset[str]:
        """All terms and beginnings that are sought."""
        return frozenset(term for one in self.sought for term in (*one.terms, one.begins) if term)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(term for one in self.sought for term in one.terms)

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        return tuple(one.begins for one in self.sought if one.begins)

    def fits(self, word: analysis.Word) -> bool:
        """Whether a word of a text is one of those that are looked for."""
        return word.term in self._words or (bool(self._beginnings) and word.whole.startswith(self._beginnings))


def read(typed: str) -> Wanted:
    """What somebody typed."""
    text = legible(typed, LONGEST)
    clauses: dict[Clause, None] = {}
    for part in _PART.finditer(text):
        clause = _clause(part)
        if clause is not None and len(clauses) < MOST:
            clauses[clause] = None
    return Wanted(text, tuple(clauses))


def is_in(wanted: Wanted, *texts: str) -> bool:
    """Whether these few short texts have it, all of them taken together: for what is no row of the search."""
    found = [analysis.terms(text) for text in texts]
    return bool(wanted) and all(one.without != any(_holds(one, some) for some in found) for one in wanted.clauses)


def _holds(clause: Clause, found: list[tuple[str, str]]) -> bool:
    if clause.begins:
        return any(whole.startswith(clause.begins) for _, whole in found)
    terms, length = [term for term, _ in found], len(clause.terms)
    first = clause.terms[0]
    return any(one == first and tuple(terms[at : at + length]) == clause.terms for at, one in enumerate(terms))


def legible(typed: str, most: int) -> str:
    """As much of it as is read, without signs that no database and no address takes: NUL, and halves of a letter."""
    return " ".join(_ILLEGIBLE.sub(" ", typed[:most]).split())


def _clause(part: re.Match[str]) -> Clause | None:
    said = part["phrase"] if part["phrase"] is not None else part["word"]
    found = list(analysis.words(said))[:MOST_TOGETHER]
    if not found:
        return None
    without = part["not"] is not None
    starred = part["word"] is not None and said.rstrip(".,;:!?)").endswith("*") and len(found) == 1
    if starred and len(found[0].whole) >= SHORTEST_BEGINNING:
        return Clause((), found[0].whole, without)
    return Clause(tuple(one.term for one in found), without=without)


def for_sqlite(wanted: Wanted, *marks: Sequence[str]) -> str:
    """The same as FTS5 reads it, with marks of which one each has to be there."""
    must = [f"({' OR '.join(map(_quoted, some))})" for some in marks]
    must += [_fts(one) for one in wanted.sought]
    without = " OR ".join(_fts(one) for one in wanted.clauses if one.without)
    return f"({' AND '.join(must)}) NOT ({without})" if without else " AND ".join(must)


def for_postgresql(wanted: Wanted, *marks: Sequence[str]) -> str:
    """The same as a tsquery, of phrases no more than that all their words are there: PostgreSQL knows 256 places of a
    word, and none beyond the first 16,383, so in a report it would not find them. See `phrases`.
    """
    must = ["(" + " | ".join(f"'{mark}'" for mark in some) + ")" for some in marks]
    without = [f"!{_ts(one)}" for one in wanted.clauses if one.without and len(one.terms) < 2]
    return " & ".join([*must, *map(_ts, wanted.sought), *without])


def phrases(wanted: Wanted, *, without: bool = False) -> list[str]:
    """Words that stand together in what is found (`without`: in none of it), as patterns for the terms of a text."""
    return [f"% {' '.join(one.terms)} %" for one in wanted.clauses if one.without is without and len(one.terms) > 1]


def _quoted(words: str) -> str:
    return f'"{words}"'


def _fts(clause: Clause) -> str:
    if clause.begins:
        return f'("{clause.begins}" * OR "{analysis.WHOLE}{clause.begins}" *)'
    return _quoted(" ".join(clause.terms))


def _ts(clause: Clause) -> str:
    if clause.begins:
        return f"('{clause.begins}':* | '{analysis.WHOLE}{clause.begins}':*)"
    return "(" + " & ".join(f"'{term}'" for term in clause.terms) + ")"
