"""Asking for the password again before something sensitive, half an hour after it was last given.

A view marked `@recently_confirmed` is not run until then. What was typed goes round as hidden fields of the page
that asks, and back to the same address together with the password: nothing is kept on the server, nothing is lost.
"""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, current_app, g, make_response, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from lpcommunity.accounts import commands, login, sessions
from lpcommunity.people.current_user import me
from lpcommunity.web.csrf import SAFE_METHODS
from lpcommunity.web.humanize import from_minute
from lpcommunity.web.responses import refused_until
from lpcommunity.web.urls import here

V = TypeVar("V", bound=Callable[..., Any])

FIELD = "confirm_password"
UNSENT = ("csrf_token", FIELD)
WRONG = "This is not your password. Try again"
TOO_MANY = "That was tried many times in a short while. You can try again {when}"
EMPTY = "Write your password"


def is_recently_authenticated() -> bool:
    """Whether the person at this browser gave the password lately. Those of the demonstration who came in by one
    click have none to give.
    """
    if not current_user.is_authenticated:
        return False
    return not current_user.session.has_password or sessions.is_confirmed(current_user.session)


def recently_authenticated(view: V) -> V:
    """Run this POST only when the password was given lately; ask for it first otherwise. Below `@access`."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if request.method in SAFE_METHODS or not g.get("csrf_valid", True) or is_recently_authenticated():
            return view(*args, **kwargs)
        return _asked() or view(*args, **kwargs)

    return guarded  # type: ignore[return-value]


def _asked() -> AnyResponse | None:
    """Look at the password if one came along: None if it is right, else the page that asks."""
    if FIELD not in request.form:
        return _ask(None, 200)
    password = request.form[FIELD]
    if not password:
        return _ask(EMPTY, 422)
    given = commands.confirm_password(me(), current_user.session.id, current_user.key, password)
    if given.until is not None:
        return refused_until(_ask(TOO_MANY.format(when=from_minute(given.until)), 429), given.until)
    if given.outcome == "wrong":
        return _ask(WRONG, 422)
    login.renew(given.key)
    return None


def _ask(error: str | None, status: int) -> Response:
    fields = [(name, text) for name in request.form if name not in UNSENT for text in request.form.getlist(name)]
    shown = {
        "fields": fields,
        "error": error,
        "field": FIELD,
        "here": here(),
        "email": me().email,
        "leave": _way_back(),
    }
    return make_response(render_template("accounts/reauthenticate.html", **shown), status)


def _way_back() -> str:
    """Where whoever would rather not do it goes: to the page with the form, where it has this same address."""
    ways = current_app.create_url_adapter(request)
    return here() if ways is not None and ways.test(request.path, "GET") else "/account"


__all__ = ["is_recently_authenticated", "recently_authenticated"]
