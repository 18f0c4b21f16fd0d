"""A forgotten password: asking for a link, and choosing a new one by it."""

from flask import Response, flash, make_response, render_template
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.access import Conflict, Invalid, access
from lpcommunity.accounts import commands, login, tokens
from lpcommunity.accounts.forms import ForgottenPasswordForm, NewPasswordForm
from lpcommunity.accounts.models import PasswordReset
from lpcommunity.accounts.views.sign_in import network
from lpcommunity.people.queries import person
from lpcommunity.people.views import pages
from lpcommunity.storage import now
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.humanize import from_minute
from lpcommunity.web.responses import refused_until

TRIED_OFTEN = "That was asked many times from here in a short while. You can try again {when}"


@pages.get("/forgotten-password")
@access("anyone")
def forgotten_page() -> Response:
    """Ask for a link."""
    return render_form("accounts/forgotten-password.html", ForgottenPasswordForm())


@pages.post("/forgotten-password")
@access("anyone")
@re_renders
def forgotten() -> AnyResponse:
    """Send a link, if there is such an account; the answer does not say."""
    form = ForgottenPasswordForm()
    if not form.validate_on_submit():
        return render_form("accounts/forgotten-password.html", form)
    asked = commands.ask_password_reset(form.email.data, address=network())
    if asked.until is not None:
        form.refuse(TRIED_OFTEN.format(when=from_minute(asked.until)), "email")
        return refused_until(render_form("accounts/forgotten-password.html", form), asked.until)
    return see_other("/forgotten-password/sent")


@pages.get("/forgotten-password/sent")
@access("anyone")
def forgotten_sent() -> str:
    """What happens next."""
    return render_template("accounts/forgotten-password-sent.html")


@pages.get("/reset-password/<token>")
@access("token")
def reset_page(token: str) -> Response:
    """Show the form. Mail scanners open links, so that nothing is claimed by looking."""
    reset = _open_reset(token)
    return _gone() if reset is None else _new_password(NewPasswordForm(), reset)


@pages.post("/reset-password/<token>")
@access("token")
@re_renders
def reset(token: str) -> AnyResponse:
    """Take the new password and sign in with it."""
    reset = _open_reset(token)
    if reset is None:
        return _gone()
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            owner = commands.reset_password(reset, form.password.data)
        except Invalid as error:
            form.take(error)
        except Conflict:
            return _gone()
        else:
            login.sign_in(owner)
            flash("Your new password is set, and you are signed in. Everywhere else you are signed out.")
            return see_other("/home")
    return _new_password(form, reset)


def _new_password(form: NewPasswordForm, reset: PasswordReset) -> Response:
    """The form, with the address of whoever holds the link: a password manager keeps the new one under it."""
    return render_form("accounts/reset-password.html", form, email=person(reset.person_id).email)


def _open_reset(token: str) -> PasswordReset | None:
    reset = tokens.reset_of(token)
    return reset if reset is not None and reset.used_at is None and reset.expires_at > now() else None


def _gone() -> Response:
    return make_response(render_template("accounts/reset-password-gone.html"), 404)
