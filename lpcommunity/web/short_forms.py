"""Short forms: those with a field for one's own words that keep no drafts while one types. What is typed into them is
sealed in the browser until it is sent (frontend/scripts/kept), finds its writer where nobody is signed in any more, and
comes back into the form from a draft (`?draft=` in the address).

A form is one by its fields, and carries what is needed by `{{ f.hidden(form) }}`; there is nothing else to do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lpcommunity.web.fields import LongTextField, SentenceField


@dataclass(frozen=True)
class ShortForm:
    """What such a form says of itself, to the server and to scripts."""

    signature: str
    key: str  # of this form, as long as it is shown again
    of: str  # what is written in it, and where: the same whenever it is opened
    saved_at: str = ""  # when the draft that it carries on with was saved
    fields: Mapping[str, Sequence[str]] | None = None  # of that draft
    shown_again: bool = False  # in answer to being sent


ShortFormOpener = Callable[[str, tuple[str, ...]], ShortForm | None]

_openers: list[ShortFormOpener] = []


def register_short_forms(opener: ShortFormOpener) -> ShortFormOpener:
    """Register what signs a short form for whoever is signed in, by what it is called and its fields with own words;
    and finds what they wrote in it before, if the address of the page names that.
    """
    if opener not in _openers:
        _openers.append(opener)
    return opener


def short_form(form: Any) -> ShortForm | None:
    """What this form carries, if it is a short one; None for any other, and for visitors. Asked first, it fills the
    form with the draft that it carries on with.
    """
    if not hasattr(form, "short"):
        form.short = _opened(form)
        if form.short is not None and form.short.fields is not None:
            form.take_back(form.short.fields)
    return form.short  # type: ignore[no-any-return]


def is_carried_on(form: Any) -> bool:
    """Whether a short form stands there with words of a draft: to be seen, also where it is folded."""
    short = short_form(form)
    return short is not None and short.fields is not None


def _opened(form: Any) -> ShortForm | None:
    names = tuple(field.name for field in form if isinstance(field, LongTextField | SentenceField))
    if not names or "signed_form" in form:
        return None
    called = type(form).__name__.removesuffix("Form").lower()
    return next((opener(called, names) for opener in _openers), None)
