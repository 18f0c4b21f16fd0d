"""What short forms (web.short_forms) are called among drafts, and how they call their fields.

Fields have their labels from the form itself. What the form is called stands here: a form without a name is found by
tests/drafts/test_form_names.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from lpcommunity.web.fields import LongTextField, SentenceField, TextField
from lpcommunity.web.forms import Form

UNNAMED = "Text"  # a form that is no more
NAMES = {  # by the name of the form's class, as web.short_forms says it
    "actionaudience": "Who an action is for",
    "answer": "Answer about a report",
    "bookmark": "Note to yourself",
    "closing": "Why a conversation is closed",
    "correction": "Correction of an action",
    "decision": "Decision on a report",
    "handover": "Word to whoever takes an action over",
    "helped": "What helped",
    "introduction": "Introduction",
    "invite": "Invitation",
    "milestone": "Milestone",
    "move": "Why a day moves",
    "name": "Name of a milestone",
    "partnership": "Place",
    "partnerreport": "Report on an action",
    "passingover": "Why you do not look back now",
    "profile": "Profile",
    "programme": "Programme",
    "project": "Project",
    "refusal": "Why you give an action back",
    "report": "Report",
    "rhythm": "Rhythm, or a pause",
    "theme": "Theme",
    "themepin": "Why it is pinned",
}
# Forms that open with everything that stands there already: its first words say nothing of what is new.
TITLES = {"profile": "Your profile"}


@dataclass(frozen=True)
class FormName:
    """How one short form and its fields are called."""

    word: str
    title: str = ""  # of every draft of it, where its words make none
    labels: Mapping[str, str] = field(default_factory=dict)  # of fields in which one types, in their order


@cache
def name_of(called: str, names: tuple[str, ...]) -> FormName:
    """Of the form with this name, in which these fields hold own words."""
    found = next((one for one in _forms() if called_of(one) == called and own_words_of(one) == names), None)
    labels = {name: label for name, kind, label in _fields(found) if issubclass(kind, TextField | LongTextField)}
    return FormName(NAMES.get(called, UNNAMED), TITLES.get(called, ""), labels)


def called_of(form: type[Form]) -> str:
    """As web.short_forms calls it."""
    return form.__name__.removesuffix("Form").lower()


def own_words_of(form: type[Form]) -> tuple[str, ...]:
    """The fields of own words that a form of this class has, in their order."""
    return tuple(name for name, kind, _ in _fields(form) if issubclass(kind, LongTextField | SentenceField))


def _forms(of: type[Form] = Form) -> Iterator[type[Form]]:
    for one in of.__subclasses__():
        yield one
        yield from _forms(one)


def _fields(form: type[Form] | None) -> list[tuple[str, type[Any], str]]:
    """Name, class and label of the fields that a class declares, in the order of the form."""
    declared = [(name, getattr(form, name, None)) for name in dir(form)] if form else []
    unbound = [(name, one) for name, one in declared if hasattr(one, "field_class")]
    unbound.sort(key=lambda pair: pair[1].creation_counter)  # type: ignore[union-attr]
    return [(name, one.field_class, str(next(iter(one.args), ""))) for name, one in unbound]  # type: ignore[union-attr]
