"""What somebody typed, given back on a page that could not take it. Passwords and addresses are never given back, nor
what a form quotes of somebody else: who typed it may no longer be one who may read it, and such a page asks nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import g, request
from werkzeug.exceptions import HTTPException

from lpcommunity.web.sanitising import clean_text

WITHHELD = ("password", "email", "token", "secret", "signed_form", "next")
LONG = 60
QuotingField = Callable[[str], bool]
_quoting: list[QuotingField] = []


def register_quoting(quotes: QuotingField) -> QuotingField:
    """Register how the fields are called in which somebody else's words are quoted."""
    _quoting.append(quotes)
    return quotes


@dataclass(frozen=True)
class EchoedField:
    """The text of one field."""

    name: str
    label: str
    text: str

    @property
    def rows(self) -> int:
        """How many lines a box needs to show most of it."""
        lines = sum(len(line) // LONG + 1 for line in self.text.split("\n"))
        return max(2, min(lines, 16))


def echoed_fields() -> list[EchoedField]:
    """Every text worth keeping that came with this request, in the order of the form. None where its page was made for
    somebody else than whoever is here now (web.csrf): they read what is shown.
    """
    if g.get("words_withheld", False):
        return []
    pairs = [(name, text) for name, text in _pairs() if not any(quotes(name) for quotes in _quoting)]
    return [EchoedField(name, _label(name), text) for name, text in pairs if _is_text(text)]


def resubmission() -> list[tuple[str, str]] | None:
    """All fields, hidden, for a button that sends them once more; None where that cannot be the same again."""
    if (
        not g.get("csrf_valid", False)
        or g.get("words_withheld", False)
        or request.files
        or any(_is_withheld(name) for name in _names())
    ):
        return None
    return _pairs()


def _names() -> list[str]:
    try:
        return list(request.form) if request.method == "POST" else []
    except HTTPException:  # too large or unreadable: there is nothing to give back
        return []


def _pairs() -> list[tuple[str, str]]:
    names = [name for name in _names() if not _is_withheld(name) and name != "csrf_token"]
    return [(name, clean_text(text)) for name in names for text in request.form.getlist(name)]


def _is_withheld(name: str) -> bool:
    return name != "csrf_token" and any(part in name.lower() for part in WITHHELD)


def _is_text(text: str) -> bool:
    return len(text) > LONG or " " in text.strip() or "\n" in text.strip()


def _label(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").strip().capitalize() or "Text"
