"""What a field may hold, said in whole sentences. Each is a WTForms validator."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import Field, Form, StringField, ValidationError
from wtforms.validators import StopValidation

from lpcommunity.web.sanitising import shows_something


class Required:
    """Something has to be there, and of words something that can be read. The message says what to do, as in "Write at
    least a sentence before you send it".
    """

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        """Stop at an empty field."""
        if not field.data or (self._is_words(field) and not shows_something(field.data)):
            raise StopValidation("" if field.process_errors else self.message)

    @staticmethod
    def _is_words(field: Field) -> bool:
        return isinstance(field, StringField) and field.type != "PasswordField"


class Optional:
    """An empty field is fine, and nothing else is asked about it."""

    def __call__(self, form: Form, field: Field) -> None:
        """Stop quietly at an empty field. What could not be read (31 February) is not empty."""
        if not field.data:
            raise StopValidation


class Length:
    """The title is 214 characters long; it can be at most 200. `thing` begins the sentence; else it is the label."""

    def __init__(self, most: int, *, least: int = 0, thing: str | None = None) -> None:
        self.most, self.least, self.thing = most, least, thing

    def __call__(self, form: Form, field: Field) -> None:
        """Count the characters."""
        length = len(field.data or "")
        thing = self.thing or thing_of(field)
        characters = "1 character" if length == 1 else f"{length:,} characters"
        if length > self.most:
            raise ValidationError(f"{thing} is {characters} long; it can be at most {self.most:,}")
        if 0 < length < self.least:
            raise ValidationError(f"{thing} is {characters} long; it needs at least {self.least:,}")


def thing_of(field: Any) -> str:
    """How a sentence about this field begins: "The title", "Your name", or a question in quotation marks."""
    label = str(field.label.text).strip()
    if label.startswith("Your "):
        return label
    plain = label.replace("-", "").replace(" ", "").isalpha() and len(label.split()) <= 3
    return f"The {label[0].lower()}{label[1:]}" if plain else f"“{label}”"


class EmailAddress:
    """An e-mail address that mail could be sent to. The domain isn't asked: the network has no part in a form."""

    message = "Write an e-mail address like name@example.org"

    def __call__(self, form: Form, field: Field) -> None:
        """Look at its shape."""
        try:
            validate_email(field.data or "", check_deliverability=False, allow_smtputf8=False, test_environment=True)
        except EmailNotValidError as error:
            raise ValidationError(self.message) from error
