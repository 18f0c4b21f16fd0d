"""Changing one's e-mail address."""

from datetime import timedelta

from flask import Response, flash, make_response, render_template
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.access import Conflict, Invalid, access
from lpcommunity.access.reader import Reader
from lpcommunity.accounts import commands, tokens
from lpcommunity.accounts.forms import EmailChangeForm
from lpcommunity.accounts.models import EmailChange
from lpcommunity.accounts.reauthentication import recently_authenticated
from lpcommunity.people.current_user import actor, me
from lpcommunity.people.views import pages
from lpcommunity.storage import now
from lpcommunity.web import re_renders, render_form, see_other

A_MOMENT = timedelta(minutes=2)


@pages.get("/account/email")
@access("signed-in")
def email_page() -> Response:
    """The form."""
    return render_form("accounts/email.html", EmailChangeForm(), person=me())


@pages.post("/account/email")
@access("signed-in")
@re_renders
@recently_authenticated
def change_email() -> AnyResponse:
    """Send a link to the new address."""
    form = EmailChangeForm()
    if form.validate_on_submit():
        try:
            commands.ask_email_change(me(), form.email.data)
        except Invalid as error:
            form.take(error)
        else:
            flash("We have sent a link to your new address. It counts when you open the link and confirm.")
            return see_other("/account")
    return render_form("accounts/email.html", form, person=me())


@pages.get("/confirm-email/<token>")
@access("token")
def confirm_email_page(token: str) -> Response:
    """Show what would change. Looking claims nothing."""
    change = _open_change(token)
    if change is None:
        return _gone(None)
    return make_response(render_template("accounts/confirm-email.html", change=change, token=token))


@pages.post("/confirm-email/<token>")
@access("token")
def confirm_email(token: str) -> AnyResponse:
    """Make the new address count."""
    change = _open_change(token)
    if change is None:
        return _confirmed() if _confirmed_just_now(token) else _gone(None)
    try:
        commands.confirm_email(change)
    except Conflict as error:
        return _confirmed() if _confirmed_just_now(token) else _gone(str(error))
    return _confirmed()


def _confirmed() -> Response:
    flash("Your new e-mail address counts from now on. We have told your old one.")
    return see_other("/account" if isinstance(actor(), Reader) else "/sign-in")


def _confirmed_just_now(token: str) -> bool:
    """Whether the first of two clicks of this very person did it."""
    change, someone = tokens.change_of(token), actor()
    if change is None or change.confirmed_at is None or not isinstance(someone, Reader):
        return False
    return change.person_id == someone.id and now() - change.confirmed_at < A_MOMENT


def _open_change(token: str) -> EmailChange | None:
    change = tokens.change_of(token)
    return change if change is not None and change.confirmed_at is None and change.expires_at > now() else None


def _gone(reason: str | None) -> Response:
    return make_response(render_template("accounts/email-gone.html", reason=reason), 409 if reason else 404)
