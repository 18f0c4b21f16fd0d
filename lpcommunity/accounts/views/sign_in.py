"""Signing in and out, and giving the password again."""

import ipaddress
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

from flask import Response, flash, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.access import access
from lpcommunity.accounts import commands, login, trusted_devices
from lpcommunity.accounts.forms import ReauthenticationForm, SignInForm
from lpcommunity.accounts.reauthentication import TOO_MANY, WRONG, is_recently_authenticated
from lpcommunity.people.current_user import me
from lpcommunity.people.views import pages
from lpcommunity.web import client_address, in_nobodys_name, re_renders, render_form, safe_next, see_other
from lpcommunity.web.humanize import from_minute
from lpcommunity.web.responses import refused_until

HOME = "/home"
NOT_THESE = "Check your e-mail address and password. One of them is not what we have"
TRIED_OFTEN = "That was tried many times in a short while. You can try again {when}, or choose a new password"


@pages.get("/sign-in")
@access("anyone")
def sign_in_page() -> AnyResponse:
    """The way in. Whoever is in already goes on to where they wanted to."""
    wanted = request.args.get("next")
    if wanted and current_user.is_authenticated:
        return redirect(safe_next(wanted, HOME), 303)
    return _sign_in_form(SignInForm(next=safe_next(wanted, HOME)))


@pages.post("/sign-in")
@access("anyone")
@re_renders
@in_nobodys_name
def sign_in() -> AnyResponse:
    """Sign in. The answer is the same for whatever was wrong."""
    form = SignInForm()
    form.next.data = safe_next(form.next.data, HOME)
    if not form.validate_on_submit():
        return _sign_in_form(form)
    done = commands.sign_in(
        form.email.data,
        form.password.data,
        address=network(),
        browser=request.user_agent.string,
        devices=trusted_devices.known(),
        instead_of=login.current_key(),
    )
    if done.until is not None:
        form.refuse(TRIED_OFTEN.format(when=from_minute(done.until)), "password")
        return refused_until(_sign_in_form(form, 429), done.until)
    if done.outcome == "wrong" or done.person_id is None:
        form.refuse(NOT_THESE, "password")
        return _sign_in_form(form)
    login.begin(done.key)
    return trusted_devices.trust(see_other(form.next.data), done.person_id)


def _sign_in_form(form: SignInForm, status: int | None = None) -> Response:
    return render_form("accounts/sign-in.html", form, status=status, text_is_kept=_leads_to_words(form.next.data or ""))


def _leads_to_words(path: str) -> bool:
    """Whether signing in leads to a form with words that are kept. Known by the address alone: nobody has said yet
    whose they are.
    """
    parts = urlsplit(path)
    return "draft" in parse_qs(parts.query) or parts.path.startswith("/drafts/")


@pages.post("/sign-out")
@access("anyone")
@in_nobodys_name
def sign_out() -> Response:
    """Sign out of this browser. Whoever is out already is as they wanted to be."""
    login.sign_out()
    flash("You are signed out.")
    return see_other(safe_next(request.form.get("next"), "/sign-in"))


@pages.get("/confirm-password")
@access("signed-in")
def confirm_page() -> AnyResponse:
    """Ask for the password again, on the way to something sensitive."""
    on = safe_next(request.args.get("next"), "/account")
    if is_recently_authenticated():
        return redirect(on, 303)
    return _ask_first(ReauthenticationForm(next=on))


@pages.post("/confirm-password")
@access("signed-in")
@re_renders
def confirm() -> AnyResponse:
    """Take the password and go on."""
    form = ReauthenticationForm()
    form.next.data = safe_next(form.next.data, "/account")
    if form.validate_on_submit():
        key = login.current_key() or ""
        given = commands.confirm_password(me(), login.current_session_id(), key, form.password.data)
        if given.outcome == "signed-in":
            login.renew(given.key)
            return see_other(form.next.data)
        if given.until is not None:
            form.refuse(TOO_MANY.format(when=from_minute(given.until)), "password")
            return refused_until(_ask_first(form, 429), given.until)
        form.refuse(WRONG, "password")
    return _ask_first(form)


def _ask_first(form: ReauthenticationForm, status: int | None = None) -> Response:
    return render_form("accounts/reauthenticate-first.html", form, status=status, email=me().email)


@pages.get("/how-to-be-invited")
@access("anyone")
def how_to_be_invited() -> str:
    """Who invites whom, for somebody without an account."""
    return render_template("accounts/how-to-be-invited.html")


def network() -> str:
    """Where this request comes from, for counting: a machine's address, or the household's network in IPv6."""
    address = client_address()
    with suppress(ValueError):
        if ipaddress.ip_address(address).version == 6:
            return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return address
