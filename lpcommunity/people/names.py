"""What to call somebody whose name is known as they wrote it: with titles, letters after it, the other way round.

It is a guess, and a person can say better (Person.called). Where it is no more than a guess, they are asked.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile

from lpcommunity.storage import sort_key

# Of these one says the name that follows, whatever it is, and not the title: Cllr Jane Smith is Jane.
TITLES = {
    "dr", "doctor", "drs", "prof", "professor", "mr", "mrs", "miss", "ms", "mx", "cllr", "councillor", "ald",
    "alderman", "rev", "revd", "reverend", "the", "right", "rt", "hon", "honourable", "very", "most", "ven",
    "venerable", "canon", "fr", "father", "sister", "brother", "pastor", "imam", "rabbi", "sheikh", "capt", "captain",
    "major", "maj", "col", "colonel", "lt", "sgt", "ing", "ir", "dipl", "mag", "herr", "frau", "mme", "mlle", "m",
    "sir", "dame", "lord", "lady", "baron", "baroness", "viscount", "viscountess", "earl",
}  # fmt: skip
PEERS = {
    "lord", "lady", "baron", "baroness", "viscount", "viscountess", "earl",
}  # fmt: skip
# Letters and words that stand after a name and are none.
AFTER_NAMES = {
    "phd", "dphil", "md", "mba", "msc", "ma", "ba", "bsc", "meng", "beng", "mbe", "obe", "cbe", "kbe", "dbe", "qc",
    "kc", "jp", "mp", "msp", "ms", "dl", "frs", "frsa", "frgs", "fca", "aca", "acca", "cpfa", "cipfa", "cipd",
    "mcipd", "fcipd", "rn", "rgn", "jr", "sr", "ii", "iii", "esq",
}  # fmt: skip
_ASIDE = re.compile(r"[(\[{][^)\]}]*[)\]}]?|\S*/\S*|[\"“”«»]")
_PLACE = re.compile(r"\s+[|–—·•-]\s+.*", re.S)


@dataclass(frozen=True)
class _Name:
    titles: tuple[str, ...]
    words: tuple[str, ...]  # first name first
    sure: bool


def first_name_of(name: str) -> str:
    """What to call somebody: their first name; “Dr Patel” or “Lord Smith” where no more is known than that."""
    read = _read(name)
    if not read.words:
        return name
    title = read.titles[-1] if read.titles else ""
    peer = _plain(title) in PEERS
    alone = len(read.words) == 1 or (peer and len(read.words) > 2 and read.words[1].lower() == "of")
    if title and alone and _plain(title) not in {"the", "hon", "right", "rt"}:
        return f"{title} {read.words[0]}"
    if len(read.words) > 1 and (_is_initial(read.words[0]) or _is_family_name_first(read.words[0])):
        return " ".join((*read.titles, *read.words))
    return read.words[0]


def is_in_doubt(name: str) -> bool:
    """Whether that is no more than a guess, so that it is better to ask."""
    read = _read(name)
    odd = any(_is_initial(word) or _is_family_name_first(word) for word in read.words)
    return odd or not read.sure or bool(read.titles) or len(read.words) != 2


def sort_name_of(name: str) -> str:
    """Under what somebody stands in a list by name: titles do not count, and Dr Owen Pritchard stands under O."""
    return sort_key(without_titles(name))


def without_titles(name: str) -> str:
    """A name as it is without the titles that stand before it; a title alone stays."""
    words = name.split()
    return " ".join(list(dropwhile(is_title, words)) or words)


def is_title(word: str) -> bool:
    """Whether this is a title, as before a name."""
    return _plain(word.strip(",")) in TITLES


def initials_of(name: str) -> str:
    """Letters that stand for somebody where there is no photo: of the first name and the last. Of letters without
    capitals it is one: two would be read as a word.
    """
    letters = [letter for word in _read(name.replace(".", ". ")).words if (letter := _first_letter(word))]
    if not letters:
        return "?"
    first, last = letters[0], letters[-1]
    if len(letters) == 1 or first.upper() == first.lower() or last.upper() == last.lower():
        return _capital(first)
    return _capital(first) + _capital(last)


@lru_cache(maxsize=4096)  # a page of a place reads some two hundred
def _read(name: str) -> _Name:
    plain = _PLACE.sub("", _ASIDE.sub(" ", unicodedata.normalize("NFC", name))).strip()
    before, _, after = (part.strip() for part in plain.partition(","))
    first, *others = [part.strip() for part in after.split(",")] if after else [""]
    turned = bool(before and first) and not _stands_after(first)
    words = f"{first} {before}".split() if turned else before.split()
    words = [word.strip("'‘’") for word in words if any(letter.isalpha() for letter in word)]
    rest = list(dropwhile(lambda word: _plain(word) in TITLES, words))
    titles = tuple(words[: len(words) - len(rest)])
    while len(rest) > 1 and _stands_after(rest[-1]) and not rest[-1][1:].islower():
        rest.pop()
    return _Name(titles, tuple(rest), sure=plain == name.strip() and not turned and not after and not others)


def _stands_after(words: str) -> bool:
    """Whether these are letters after a name: MBE, PhD, CPFA."""
    return all(_plain(word) in AFTER_NAMES for word in words.split())


def _plain(word: str) -> str:
    return word.replace(".", "").lower()


def _is_initial(word: str) -> bool:
    return len(word.replace(".", "")) == 1 and word.upper() != word.lower()


def _is_family_name_first(word: str) -> bool:
    """Whether this is of a script in which the family name stands first."""
    return unicodedata.name(word[0], "").startswith(("CJK", "HANGUL", "HIRAGANA", "KATAKANA"))


def _first_letter(word: str) -> str:
    return next((letter for letter in word if letter.isalpha()), "")


def _capital(letter: str) -> str:
    return letter.upper() if len(letter.upper()) == 1 else letter
