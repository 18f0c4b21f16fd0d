"""Text out of a document, as it can be kept: in one line, without what cannot be seen, no longer than we keep it.

All of it goes once through the text, whatever stands there: who started the reader does it again with what came back.
"""

import re
import unicodedata

MOST = 200_000  # characters of one document
_HYPHENATED = re.compile(r"(?:\x02|\ufffe|\xad)\s*")  # where a line broke within a word
# Marks without a letter of their own, of which nobody sets more than a few: a long row takes very long to order.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_TOO_MANY = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")
# What turns lines around or cannot be seen. Joiners stay: Persian and Indian words are written with them.
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ue000-\uf8ff]")
_BLANK = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")


def tidied(text: str) -> str:
    """This text in one line, at most so long, without what cannot be seen."""
    text = _TOO_MANY.sub(r"\1", text[: 2 * MOST])
    return _BLANK.sub(" ", _UNSEEN.sub("", _HYPHENATED.sub("", text))).strip()[:MOST].rstrip()


def composed(text: str) -> str:
    """The same with each letter and its accent as one sign, where there is one. For the bounded reader alone: some
    texts take long.
    """
    return unicodedata.normalize("NFC", tidied(text))[:MOST]
