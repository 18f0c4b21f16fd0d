"""The forms of invitations."""

from lpcommunity.access import Invalid
from lpcommunity.accounts import passwords
from lpcommunity.web.forms import (
    ChoiceField,
    DateField,
    EmailAddress,
    EmailField,
    Form,
    Length,
    LongTextField,
    Optional,
    PasswordField,
    Required,
    TextField,
)


class InviteForm(Form):
    """Addresses and a role."""

    addresses = LongTextField(
        "E-mail addresses", [Required("Write at least one e-mail address"), Length(40_000, thing="The list")]
    )
    role = ChoiceField("What will they be?", none_chosen="Choose what they will be")


class AddresseeForm(Form):
    """One person: who they are, and where the invitation goes."""

    name = TextField("Name", [Length(120)])
    email = EmailField("E-mail address", [Required("Write their e-mail address"), EmailAddress()])

    def name_of(self, path: tuple[str | int, ...]) -> str:
        """Here there is one address, and what is wrong with a list of them is said beside it."""
        return "email" if path[0] == "addresses" else super().name_of(path)

    @property
    def to(self) -> str:
        """To whom, in what is said afterwards. No address: it waits in the cookie."""
        return f" to {self.name.data}" if self.name.data else ""


class AppointmentForm(AddresseeForm):
    """One person, invited to lead or to facilitate a place, perhaps for some time."""

    starts_on = DateField("First day", [Optional()])
    ends_on = DateField("Last day", [Optional()])


class CorrectionForm(AddresseeForm):
    """What an invitation that is on the way should have said."""

    role = ChoiceField("What will they be?", none_chosen="Choose what they will be")


class JoinForm(Form):
    """Name and password of somebody new."""

    name = TextField("Your name", [Required("Write your name, as colleagues know you"), Length(120)])
    password = PasswordField("Choose a password", [Required("Choose a password")])

    def look_at_password(self, email: str) -> None:
        """Say what is wrong with the password, also while the name is missing: whatever is wrong is said at once."""
        if self.password.data and not self.password.errors:
            try:
                passwords.check(self.password.data, (self.name.data or "", email))
            except Invalid as error:
                self.take(error)
