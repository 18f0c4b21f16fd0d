"""The forms of accounts. Lengths and passwords are judged by the commands; here is only what must be there at all."""

from lpcommunity.web.forms import (
    EmailAddress,
    EmailField,
    FilesField,
    Form,
    HiddenTextField,
    Length,
    LongTextField,
    PasswordField,
    Required,
    SelectOneField,
    TextField,
)

NO_ORGANISATION = ""


class SignInForm(Form):
    """E-mail and password."""

    email = EmailField("E-mail address", [Required("Write your e-mail address")])
    password = PasswordField("Password", [Required("Write your password")])
    next = HiddenTextField()


class ForgottenForm(Form):
    """The address that a link goes to."""

    email = EmailField("E-mail address", [Required("Write your e-mail address"), EmailAddress()])


class NewPasswordForm(Form):
    """A new password, by a link."""

    password = PasswordField("New password", [Required("Write a new password")])


class ChangePasswordForm(Form):
    """A new password, by knowing the present one."""

    current_password = PasswordField("Current password", [Required("Write the password you have now")])
    new_password = PasswordField("New password", [Required("Write a new password")])


class ConfirmForm(Form):
    """The password once more."""

    password = PasswordField("Password", [Required("Write your password")])
    next = HiddenTextField()


class EmailChangeForm(Form):
    """A new address."""

    email = EmailField("New e-mail address", [Required("Write your new e-mail address"), EmailAddress()])


class ProfileForm(Form):
    """What one says of oneself."""

    name = TextField("Name", [Required("Write your name, as colleagues know you"), Length(120)])
    job_title = TextField("Job title", [Length(120)])
    organisation = SelectOneField("Organisation", none_chosen="Choose an organisation from the list, or none of these")
    helps_with = LongTextField("What I can help with", [Length(2000, thing="The text")])


class PhotoForm(Form):
    """A photo of oneself."""

    photo = FilesField("Choose a picture", accept="image/jpeg,image/png,image/webp,image/gif")
