"""Changing one's password."""

from flask import Response, flash
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.access import Invalid, access
from lpcommunity.accounts import commands, login
from lpcommunity.accounts.forms import ChangePasswordForm
from lpcommunity.accounts.reauthentication import TOO_MANY, WRONG
from lpcommunity.people.current_user import me
from lpcommunity.people.views import pages
from lpcommunity.web import re_renders, render_form, see_other
from lpcommunity.web.humanize import from_minute
from lpcommunity.web.responses import refused_until


@pages.get("/account/password")
@access("signed-in")
def password_page() -> Response:
    """The form."""
    return _show(ChangePasswordForm())


@pages.post("/account/password")
@access("signed-in")
@re_renders
def change_password() -> AnyResponse:
    """Take a new password from whoever knows the present one."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        here, key = login.current_session_id(), login.current_key() or ""
        try:
            given = commands.change_password(me(), here, key, form.current_password.data, form.new_password.data)
        except Invalid as error:
            form.take(error)
        else:
            if given.outcome == "signed-in":
                login.renew(given.key)
                flash("Your password is changed. Everywhere else you are signed out.")
                return see_other("/account")
            if given.until is not None:
                form.refuse(TOO_MANY.format(when=from_minute(given.until)), "current_password")
                return refused_until(_show(form, 429), given.until)
            form.refuse(WRONG, "current_password")
    return _show(form)


def _show(form: ChangePasswordForm, status: int | None = None) -> Response:
    return render_form("accounts/password.html", form, status=status, email=me().email)
