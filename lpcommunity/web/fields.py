"""The kinds of field a form is made of: WTForms' own, with text cleaned and messages in whole sentences."""

import calendar
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage
from wtforms import Field, RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms import SelectChoice as SelectChoice  # type: ignore[attr-defined]  # newer than the types
from wtforms.fields import BooleanField, HiddenField, TextAreaField

from lpcommunity.storage import today
from lpcommunity.web.sanitising import clean_address, clean_line, clean_secret, clean_text


class TextField(StringField):
    """One line of text."""

    data: Any  # a str as soon as a form was sent

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take what was typed, cleaned."""
        self.data = clean_line(valuelist[0]) if valuelist else self.data or ""


class SentenceField(TextField):
    """One line for a few words of one's own, more than a name: as well cared for as a long text (web.short_forms)."""


class LongTextField(TextAreaField):
    """Text of several lines."""

    data: Any  # a str as soon as a form was sent

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take what was typed, cleaned."""
        self.data = clean_text(valuelist[0]) if valuelist else self.data or ""


class EmailField(TextField):
    """An e-mail address. Add the validator EmailAddress()."""

    input_type = "email"

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take what was typed or pasted, without what does not belong to an address."""
        self.data = clean_address(valuelist[0]) if valuelist else self.data or ""


class PasswordField(StringField):
    """A password: never stripped, never given back."""

    data: Any  # a str as soon as a form was sent

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take it exactly as typed."""
        self.data = clean_secret(valuelist[0]) if valuelist else ""


class HiddenTextField(HiddenField):
    """A value that the page carries, not the person: a version, a signed form, where to go next."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take it, cleaned."""
        self.data = clean_line(valuelist[0]) if valuelist else self.data


class HiddenNumberField(HiddenTextField):
    """A number that the page carries, such as the version an edit began from; None where it is not a number."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take it, if it is a number that a column can hold."""
        digits = valuelist[0].strip() if valuelist else ""
        fits = digits.isascii() and digits.isdigit() and len(digits) < 10
        self.data = int(digits) if fits else None  # type: ignore[assignment]


class _Choosing(SelectField):
    """Choosing from a list: `choices={value: label}`; `none_chosen` is said when nothing, or something else, is."""

    def __init__(self, label: str, validators: Any = None, *, none_chosen: str = "Choose one", **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.none_chosen = none_chosen

    def pre_validate(self, form: Any) -> None:
        """Take only what was offered."""
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError(self.none_chosen) from error


class ChoiceField(_Choosing, RadioField):
    """One of a few, all of them shown: radios."""


class SelectOneField(_Choosing, SelectField):
    """One of many: a select."""


class ChoicesField(_Choosing, SelectMultipleField):
    """Any number of them: checkboxes."""


class TickField(BooleanField):
    """A single yes: one checkbox."""


class FilesField(Field):
    """Files that came with the form: `data` is a list, empty where nobody chose any."""

    def __init__(
        self, label: str, validators: Any = None, *, multiple: bool = False, accept: str = "", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.multiple = multiple
        self.accept = accept
        self.data: list[FileStorage] = []

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Find the files in the request; a file input that was left alone sends one without a name."""
        self.process_errors = []
        self.object_data = None
        self.data = [file for file in request.files.getlist(self.name) if file.filename] if formdata is not None else []


MISSING = "Give a day, a month and a year"
FAR, NEAR = 10, 5  # years: of programmes and memberships; of what somebody means to reach


class DateField(Field):
    """A day, typed as three numbers: `<name>-day`, `<name>-month`, `<name>-year`."""

    PARTS = ("day", "month", "year")

    def __init__(
        self, label: str, validators: Any = None, *, missing: str = MISSING, years: int = FAR, **kwargs: Any
    ) -> None:
        """`years`: what is further away than that from this year is taken for a slip of the finger."""
        super().__init__(label, validators, **kwargs)
        self.missing = missing
        self.years = years
        self.wrong_parts: tuple[str, ...] = ()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the three numbers, or the day that is already there."""
        self.process_errors = []
        given = self.default if data is None or not isinstance(data, date) else data
        self.data: Any = given() if callable(given) else given
        self.object_data = self.data
        self.typed = dict.fromkeys(self.PARTS, "")
        if self.data:
            self.typed = {part: str(getattr(self.data, part)) for part in self.PARTS}
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in self.PARTS):
            self.typed = {part: clean_line(formdata.get(f"{self.name}-{part}", "")) for part in self.PARTS}
            self.raw_data = [text for text in self.typed.values() if text]
            self.data = self._read()

    def _read(self) -> date | None:
        if not any(self.typed.values()):
            return None
        empty = tuple(part for part in self.PARTS if not self.typed[part])
        if empty:
            return self._refuse(dict.fromkeys(empty, self.missing))
        day, month, year = _whole(self.typed["day"]), _month(self.typed["month"]), _whole(self.typed["year"])
        knows_month, knows_year = 1 <= month <= 12, 1900 <= year <= 2999
        last = calendar.monthrange(year, month)[1] if knows_month and knows_year else 31
        wrong = {}
        if day < 1 or day > 31:
            wrong["day"] = f"“{self.typed['day']}” is not a day. Write a number from 1 to {last}"
        elif day > last:
            name = calendar.month_name[month]
            wrong["day"] = f"{day} {name} does not exist. The last day of that month is the {_nth(last)}"
        if not knows_month:
            wrong["month"] = f"“{self.typed['month']}” is not a month. Write a number from 1 to 12"
        if not knows_year:
            wrong["year"] = f"Write the year with four digits, such as {today().year}"
        if not wrong and abs(year - today().year) > self.years and self.object_data != date(year, month, day):
            wrong["year"] = f"Check the year: {year} is more than {self.years} years away"
        return self._refuse(wrong) if wrong else date(year, month, day)

    def _refuse(self, wrong: dict[str, str]) -> date | None:
        """All that is wrong with its parts. A form may ask for two days, so a label that is a name stands before."""
        label = str(self.label.text)
        messages = list(dict.fromkeys(wrong.values()))
        if not label.endswith("?"):
            messages = [f"{label}: {message[:1].lower()}{message[1:]}" for message in messages]
        self.process_errors = messages
        self.wrong_parts = tuple(wrong)
        return None

    @property
    def first_wrong(self) -> str:
        """The id of the input that an error message leads to."""
        return f"{self.id}-{self.wrong_parts[0] if self.wrong_parts else 'day'}"


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _month(text: str) -> int:
    """A month as a number or by name: 2, 02, Feb, February."""
    if text.isascii() and text.isdigit() and len(text) < 3:
        return int(text)
    names = [name.lower() for name in calendar.month_name]
    found = [n for n, name in enumerate(names) if len(text) > 2 and name.startswith(text.lower())]
    return found[0] if len(found) == 1 else 0


def _nth(n: int) -> str:
    return f"{n}st" if n == 31 else f"{n}th"
