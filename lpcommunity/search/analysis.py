"""Text as the terms that a search finds: the same way for what is written and for what is looked for.

Both databases keep terms and nothing else, made here, so that they find the same. A term is the stem of a word in one
spelling, without accents; letters beyond a to z that have no like there become their numbers. Beside the stems stand
the words as they are written, marked with `WHOLE`, for whoever looks for their beginnings.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from lpcommunity.search.spelling import one_spelling
from lpcommunity.search.stemming import stem
from lpcommunity.storage import folded

LONGEST = 60  # letters of a term
LONGEST_READ = 10 * LONGEST  # of a word as it is written: what is remembered of it (_terms) is no longer, either
WHOLE = "w0"  # before a word as it is written
# Of scripts that set no blanks each sign is a word. An apostrophe between letters belongs to the word.
_SIGN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER, _ACCENT = rf"[^\W_{_SIGN}]", "[\u0300-\u036f]"
_GOES_ON = f"(?:{_ACCENT}|{_LETTER}|['’ʼʻ‘](?=[^\\W_]))*"
WORD = re.compile(f"[{_SIGN}]|{_LETTER}{_GOES_ON}")
# Where letters stand that are a to z or a figure but for accents, or for how they are set: ﬁ of a PDF, ², ℓ. Beyond the
# first 65,536 of Unicode a pattern would look for them one by one, at every place of every text.
_WITH_LETTERS = (
    range(0x30, 0x250), range(0x2B0, 0x2E5), range(0x1D2C, 0x1DC0), range(0x1E00, 0x1F00), range(0x2070, 0x20A0),
    range(0x2100, 0x2190), range(0x2460, 0x2500), range(0xFB00, 0xFB07), range(0xFF10, 0xFF5B),
)  # fmt: skip
_APOSTROPHES = re.compile("['’ʼʻ‘]")
_ITS = re.compile("['’ʼ‘]s$", re.IGNORECASE)


_OTHER_SCRIPT = re.compile(r"u[0-9a-f]{3}")
# What else a word can begin with (search.spelling): kerb for curb, enquiry, oestrogen; and go on with: paediatric for
# pediatric, mum, tyre, McDonald, pyjamas, sceptic.
_KEPT_UNDER = {"c": "k", "i": "e", "e": "o"}
_SECOND_UNDER = {"e": "ao", "o": "u", "i": "y", "a": "cy", "k": "c"}


class Word(NamedTuple):
    """A word where it stands in a text, with its term and as it is written (folded)."""

    start: int
    end: int
    term: str
    whole: str


def in_plain_letters(word: str) -> str:
    """A word without accents, capitals and apostrophes, in a to z and 0 to 9."""
    plain = folded(_APOSTROPHES.sub("", _ITS.sub("", word)))
    return "".join(one if one.isascii() and one.isalnum() else _numbered(one) for one in plain)


def words(text: str) -> Iterator[Word]:
    """Every word of a text, in its order."""
    for found in WORD.finditer(text):
        term, whole = _terms(found[0][:LONGEST_READ])
        if term:
            yield Word(found.start(), found.end(), term, whole)


def words_like(text: str, terms: frozenset[str]) -> Iterator[Word]:
    """Those words of a long text that could have one of these terms, or begin so: by their first letters, ten times as
    quickly as all of them.
    """
    for found in _beginning(terms).finditer(text) if terms else ():
        term, whole = _terms(found[0][:LONGEST_READ])
        if term:
            yield Word(found.start(), found.end(), term, whole)


@lru_cache(maxsize=1000)
def _beginning(terms: frozenset[str]) -> re.Pattern[str]:
    """Words that begin with a letter with which one of these does; all, where those are of other scripts."""
    if any(_OTHER_SCRIPT.match(term) for term in terms):
        return WORD
    firsts = {term[2:3] if term.startswith("n0") else term[:1] for term in terms}
    firsts |= {_KEPT_UNDER[one] for one in firsts if one in _KEPT_UNDER}
    first = f"[{re.escape(''.join(_letters_like().get(one, one) for one in sorted(firsts)))}]"
    # Where no word goes on: behind no letter, with up to three accents of its own, nor behind an apostrophe of one. Of
    # most places it is the letter alone that is looked at.
    behind = "".join(f"(?<!{_LETTER}{_ACCENT * most}{then}{first})" for most in range(4) for then in ("", "['’ʼʻ‘]"))
    return re.compile(f"{first}{_no_other_second(terms)}{behind}{_GOES_ON}")


def _no_other_second(terms: frozenset[str]) -> str:
    """A pattern that keeps from words of which the second letter shows that they are others, as it does of most. Of
    one that begins otherwise than with a plain letter nothing is known (Ægir).
    """
    firsts, seconds = ({term[place : place + 1] for term in terms} for place in (0, 1))
    if not all("a" <= one <= "z" for one in seconds) or firsts & _KEPT_UNDER.keys():
        return ""
    likely = seconds.union(*(_SECOND_UNDER.get(one, "") for one in seconds))
    others = "".join(sorted(set("abcdefghijklmnopqrstuvwxyz") - likely))
    return f"(?!(?<=[a-zA-Z])[{others}{others.upper()}])" if others else ""


@lru_cache(maxsize=1)
def _letters_like() -> dict[str, str]:
    """Letters and figures, each with those of which it is made by leaving accents and capitals."""
    like: dict[str, str] = {}
    for number in (number for some in _WITH_LETTERS for number in some):
        plain = in_plain_letters(chr(number))[:1]
        if plain and WORD.match(chr(number)):
            like[plain] = like.get(plain, "") + chr(number)
    return like


def terms(text: str) -> list[tuple[str, str]]:
    """The same without their places, as (term, as it is written): for many short texts at once."""
    return [found for found in (_terms(one[:LONGEST_READ]) for one in WORD.findall(text)) if found[0]]


def kept(*texts: str) -> str:
    """The terms of these texts as the databases keep them: in their order, then the words whose stem is another."""
    terms: list[str] = []
    wholes: dict[str, None] = {}
    for text in texts:
        for found in WORD.finditer(text):
            term, whole = _terms(found[0][:LONGEST_READ])
            if term:
                terms.append(term)
                if not term.startswith(whole):
                    wholes[WHOLE + whole] = None
    return " ".join((*terms, *wholes))


def name_word(whole: str) -> str:
    """A folded word of a name in the spelling under which names are compared: McDonald as MacDonald."""
    return one_spelling(whole) if whole.isalpha() else whole


@lru_cache(maxsize=100_000)
def _terms(word: str) -> tuple[str, str]:
    whole = in_plain_letters(word)[:LONGEST]
    return (_safe(stem(one_spelling(whole)) if whole.isalpha() else whole), _safe(whole)) if whole else ("", "")


def _safe(term: str) -> str:
    """Every term begins with a letter, so that neither database takes it apart as a number."""
    return f"n0{term}"[:LONGEST] if term[:1].isdigit() else term


def _numbered(letter: str) -> str:
    """A letter of another script by its number; what is none stands for nothing."""
    return f"u{ord(letter):x}" if unicodedata.category(letter)[0] in "LN" else ""
