"""The forms of invitations."""

from lpcommunity.web.forms import ChoiceField, Form, Length, LongTextField, PasswordField, Required, TextField


class InviteForm(Form):
    """Addresses and a role."""

    addresses = LongTextField(
        "E-mail addresses", [Required("Write at least one e-mail address"), Length(40_000, thing="The list")]
    )
    role = ChoiceField("What will they be?", none_chosen="Choose what they will be")


class JoinForm(Form):
    """Name and password of somebody new."""

    name = TextField("Your name", [Required("Write your name, as colleagues know you"), Length(120)])
    password = PasswordField("Choose a password", [Required("Choose a password")])
