"""Typed text made safe to keep: line breaks alike everywhere, nothing invisible that breaks a database or a mail."""

import re
import unicodedata

BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")  # Word's Shift+Enter, and what else ends a line
_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# What turns the letters after it round, or shows nothing at all: a name could look like another's. Joiners stay, which
# Persian and Indian words are written with.
_UNSEEN = re.compile("[\u00ad\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
SOFT_HYPHEN = "\u00ad"  # where a word may be parted: brought along from a printed page, and then the word is not found
_SPACES = re.compile(r"\s+")


def clean_text(text: str) -> str:
    """Several lines: as typed, but for line breaks, control characters, soft hyphens and the space around it."""
    text = BREAKS.sub("\n", text).replace(SOFT_HYPHEN, "")
    return unicodedata.normalize("NFC", _UNKEEPABLE.sub("", text)).rstrip().lstrip("\n")


def clean_line(text: str) -> str:
    """One line: any run of spaces or line breaks is one space, and nothing unseen turns its letters round."""
    return _SPACES.sub(" ", without_unseen(clean_text(text))).strip()


def without_unseen(text: str) -> str:
    """The text without the signs that nobody sees and that turn round, or part, the letters beside them."""
    return _UNSEEN.sub("", text)


def shows_something(text: str) -> bool:
    """Whether there is anything to be read in it: a letter, a figure, an emoji; not only blanks, dashes, full stops."""
    return any(unicodedata.category(sign)[0] in "LN" or unicodedata.category(sign) == "So" for sign in text)


def clean_secret(text: str) -> str:
    """A password stays as it is typed, but for what no keyboard types."""
    return _UNKEEPABLE.sub("", text)


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3002: ".", 0xFE6B: "@"}
_LONGEST_ADDRESS = 1_000  # with a name before it and what a mail program wraps it in: what is longer is none
_BEFORE, _AFTER = " \t\n\xa0<([{\"'“”‘’„«‹*", " \t\n\xa0>)]}\"'“”‘’»›.,;:!?*/\\="


def clean_address(text: str) -> str:
    """An e-mail address as it was meant: without what a mail program, a spreadsheet or a sentence left around it, and
    without what nobody sees. Whether it is one, is not asked. What is far too long for one comes back as typed.
    """
    if len(text) > _LONGEST_ADDRESS:
        return clean_line(text)
    text = "".join(letter for letter in text.translate(_FULL_WIDTH) if unicodedata.category(letter) not in {"Cf", "Cc"})
    inner = _inner(text)
    text = text if inner is None else inner
    text = text.strip().lstrip(_BEFORE)
    if text[:7].lower() == "mailto:":
        text = text[7:].partition("?")[0]
    return text.lstrip(_BEFORE).rstrip(_AFTER)


def _inner(text: str) -> str | None:
    """What stands between the last “<” and the end, if that is an address; the “>” may have been forgotten."""
    _, opens, inner = text.rstrip().removesuffix(">").rpartition("<")
    return inner if opens and "@" in inner and ">" not in inner else None
