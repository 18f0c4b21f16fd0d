"""The forms of accounts. Lengths and passwords are judged by the commands; here is only what must be there at all."""

from lpcommunity.web.forms import EmailAddress, EmailField, Form, HiddenTextField, PasswordField, Required


class SignInForm(Form):
    """E-mail and password."""

    email = EmailField("E-mail address", [Required("Write your e-mail address")])
    password = PasswordField("Password", [Required("Write your password")])
    next = HiddenTextField()


class ForgottenPasswordForm(Form):
    """The address that a link goes to."""

    email = EmailField("E-mail address", [Required("Write your e-mail address"), EmailAddress()])


class NewPasswordForm(Form):
    """A new password, by a link."""

    password = PasswordField("New password", [Required("Write a new password")])


class ChangePasswordForm(Form):
    """A new password, by knowing the present one."""

    current_password = PasswordField("Current password", [Required("Write the password you have now")])
    new_password = PasswordField("New password", [Required("Write a new password")])


class ReauthenticationForm(Form):
    """The password once more."""

    password = PasswordField("Password", [Required("Write your password")])
    next = HiddenTextField()


class EmailChangeForm(Form):
    """A new address."""

    email = EmailField("New e-mail address", [Required("Write your new e-mail address"), EmailAddress()])
