"""The base of every form. What was typed is never lost: an error shows the same page with everything still in it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.fields import HiddenField

from lpcommunity.access import Invalid
from lpcommunity.access.rate_limits import TooMany
from lpcommunity.web import csrf
from lpcommunity.web.fields import (
    NEAR,
    ChoiceField,
    ChoicesField,
    DateField,
    EmailField,
    FilesField,
    HiddenNumberField,
    HiddenTextField,
    LongTextField,
    PasswordField,
    SelectChoice,
    SelectOneField,
    SentenceField,
    TextField,
    TickField,
)  # fmt: skip
from lpcommunity.web.validators import EmailAddress, Length, Optional, Required

STALE = (
    "This page was open for a long time, so we could not be sure that it was you. "
    "Nothing is lost: press the button again"
)

OnlyWith = Mapping[str, tuple[str, Collection[str]]]


@dataclass(frozen=True)
class Question:
    """What is asked before a form is taken, although nothing in it is wrong; it may stay unanswered."""

    title: str
    help: str
    targets: list[tuple[str, str]]  # each question, and the id of the input that answers it


class Form(FlaskForm):
    """A form with a token of its own. `ids="reply-7"` tells two forms of a kind apart on one page."""

    # Fields that one choice alone asks for: each with the field in which it is made, and the values that ask for it.
    # They count with that choice, and where none is made yet; what was typed there before another was made stays.
    only_with: ClassVar[OnlyWith] = {}

    class Meta(FlaskForm.Meta):
        """Our messages are written in English as they are; WTForms translates none. Form tokens are our own."""

        csrf_class = csrf.FormToken

        def get_translations(self, form: Any) -> None:
            """No translations."""

    def __init__(self, *args: Any, ids: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._about_the_whole: list[str] = []
        self.too_many: TooMany | None = None
        self.question: Question | None = None
        if ids:
            for field in self:
                field.id = f"{ids}-{field.id}"
                field.label.field_id = field.id

    def take_back(self, typed: Mapping[str, Sequence[str]]) -> None:
        """Show what was typed and chosen in this form before, instead of what it begins with. What the page carries
        (hidden fields) stays as it is; passwords and files are never kept.
        """
        sent = MultiDict([(name, value) for name, values in typed.items() for value in values])
        for field in self:
            if isinstance(field, HiddenField | PasswordField | FilesField):
                continue
            names = {field.name, *(f"{field.name}-{part}" for part in DateField.PARTS)}
            if names & typed.keys() or isinstance(field, TickField | ChoicesField):  # unticked sends nothing
                field.process(sent, field.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Look at every field, and at the token. A stale token is an error of the whole form, with nothing lost."""
        super().validate(extra_validators)
        for name in self.only_with:
            if not self.counts(name):
                self[name].errors = []
        fine = not self.errors
        if "csrf_token" in self and self.csrf_token.errors:
            self._about_the_whole = [STALE]
            self.csrf_token.errors = []
        return fine

    def counts(self, name: str) -> bool:
        """Whether a field is asked for by what is chosen."""
        choice, values = self.only_with.get(name, ("", ()))
        return not choice or self[choice].data in (None, "", *values)

    def counted(self, name: str) -> Any:
        """What was typed into a field, if it counts; else None."""
        return self[name].data if self.counts(name) else None

    def take(self, error: Invalid, name: str | None = None) -> None:
        """Put a refusal of the domain beside its field, or above the form where there is no such field.

        `name`: of the field of this form, where it stands beside another than its own.
        """
        if isinstance(error, TooMany):
            self.too_many = error
        self.refuse(str(error), name or self.name_of(error.path))

    def name_of(self, path: tuple[str | int, ...]) -> str:
        """The field of this form to which the domain's way leads: ("moves", 0, "says") is moves-0-says."""
        return "-".join(map(str, path))

    def refuse(self, reason: str, field: str = "") -> None:
        """Say why this cannot be taken: beside a field, or above the whole form."""
        found = self._fields.get(field)
        if found is None or found.type.startswith("Hidden"):
            self._about_the_whole.append(reason)
        else:
            found.errors = [*found.errors, reason]

    def validate_only(self, *names: str) -> bool:
        """Whether these fields are right, which alone are done with now: what is wrong with others waits until the
        whole form is sent. That it is a form of ours is asked all the same.
        """
        self.validate()
        for field in self:
            if field.name not in (*names, self.meta.csrf_field_name):
                field.errors = []
        return not self.has_errors

    @property
    def has_errors(self) -> bool:
        """Whether anything has to be put right."""
        return bool(self._about_the_whole or any(field.errors for field in self))

    @property
    def error_list(self) -> list[tuple[str, str | None]]:
        """Every message with the id of the input that it leads to, in the order of the page."""
        whole: list[tuple[str, str | None]] = [(message, None) for message in self._about_the_whole]
        return whole + [(message, target_id(field)) for field in self for message in messages_of(field)]


def messages_of(field: Field) -> Iterable[str]:
    """The messages of a field, as plain text, each once."""
    return dict.fromkeys(str(message) for message in field.errors)


def target_id(field: Any) -> str:
    """The id of the input, never of a box around it, that a message in the summary leads to."""
    return field.first_wrong if isinstance(field, DateField) else str(field.id)


class ButtonForm(Form):
    """A form of nothing but a button: follow, thanks, sign out."""


__all__ = [
    "NEAR",
    "ButtonForm", "ChoiceField", "ChoicesField", "DateField", "EmailAddress", "EmailField", "FilesField", "Form",
    "HiddenNumberField", "HiddenTextField", "Length", "LongTextField", "OnlyWith", "Optional", "PasswordField",
    "Question", "Required", "SelectChoice", "SelectOneField", "SentenceField", "TextField", "TickField",
]  # fmt: skip
