"""The stem of an English word, by the rules that M. F. Porter published in 1980 (“An algorithm for suffix stripping”).

Written anew here, since both databases must find the same: each brings stems of its own, and they differ.
"""

import re
from functools import lru_cache

_MEASURE = re.compile("vc+")
_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "abli": "able", "alli": "al",
    "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al",
    "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble",
}  # fmt: skip
_STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP_4 = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ou", "ism", "ate", "iti", "ous",
    "ive", "ize", "ion",
)  # fmt: skip
_BY_LENGTH_2, _BY_LENGTH_3, _BY_LENGTH_4 = (sorted(step, key=len, reverse=True) for step in (_STEP_2, _STEP_3, _STEP_4))


# Words that the rules would throw together with others of another meaning, by their beginnings: to organise and an
# organ, the university and the universe, the news and what is new.
_APART = ("organiz", "universit")
_STAYS = {"news", "lens", "gas", "bus", "this", "does", "was", "has", "his", "us", "as", "is", "its"}


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word of small Latin letters. Words of less than three letters stay."""
    if len(word) < 3 or word in _STAYS:
        return word
    for beginning in _APART:
        if word.startswith(beginning):
            return beginning
    word = _plural(word)
    word = _past(word)
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    word = _replaced(word, _STEP_2, _BY_LENGTH_2)
    word = _replaced(word, _STEP_3, _BY_LENGTH_3)
    return _tidied(_shortened(word))


def _shape(word: str) -> str:
    """The word as vowels and consonants: v, c. A y after a consonant is a vowel."""
    shape = ""
    for letter in word:
        vowel = letter in "aeiou" or (letter == "y" and shape[-1:] == "c")
        shape += "v" if vowel else "c"
    return shape


def _measure(word: str) -> int:
    """How many times vowels are followed by consonants."""
    return len(_MEASURE.findall(_shape(word)))


def _has_vowel(word: str) -> bool:
    return "v" in _shape(word)


def _ends_double(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _shape(word)[-1] == "c"


def _ends_short(word: str) -> bool:
    """Whether it ends in consonant, vowel, consonant, of which the last is none of w, x, y."""
    return _shape(word).endswith("cvc") and word[-1] not in "wxy"


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) else word
    for ending in ("ed", "ing"):
        rest = word.removesuffix(ending)
        if rest != word:
            return _mended(rest) if _has_vowel(rest) else word
    return word


def _mended(word: str) -> str:
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if _ends_double(word) and word[-1] not in "lsz":
        return word[:-1]
    return word + "e" if _measure(word) == 1 and _ends_short(word) else word


def _replaced(word: str, step: dict[str, str], by_length: list[str]) -> str:
    for ending in by_length:
        if word.endswith(ending):
            rest = word[: -len(ending)]
            return rest + step[ending] if _measure(rest) else word
    return word


def _shortened(word: str) -> str:
    for ending in _BY_LENGTH_4:
        if word.endswith(ending):
            rest = word[: -len(ending)]
            goes = _measure(rest) > 1 and (ending != "ion" or rest.endswith(("s", "t")))
            return rest if goes else word
    return word


def _tidied(word: str) -> str:
    if word.endswith("e"):
        rest = word[:-1]
        if _measure(rest) > 1 or (_measure(rest) == 1 and not _ends_short(rest)):
            word = rest
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
