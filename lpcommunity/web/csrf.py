"""Form tokens against cross-site request forgery (CSRF), and what a view says of them.

Every unsafe request carries a form token; access control checks it before the view runs. Without a valid one
nothing happens: a view marked `@re_renders` shows its form again with everything typed, any other POST
ends at a page that keeps what was typed.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import g, request
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms import ValidationError

from lpcommunity.web import urls

V = TypeVar("V", bound=Callable[..., Any])

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105  (the name of a header)


def re_renders(view: V) -> V:
    """Mark a view that validates a Form and shows it again: a stale token becomes an error on the form."""
    view.re_renders = True  # type: ignore[attr-defined]
    return view


def without_form_token(view: V) -> V:
    """Mark a POST that a mail program sends by itself (one-click unsubscribe). Only with the access level `token`."""
    view.without_form_token = True  # type: ignore[attr-defined]
    return view


def check_form_token() -> bool:
    """Find out whether this request carries a valid form token, and remember it for the forms."""
    try:
        validate_csrf(request.headers.get(TOKEN_HEADER) or request.form.get("csrf_token"))
    except ValidationError:
        g.csrf_valid = False
    else:
        g.csrf_valid = True
    return bool(g.csrf_valid)


def csrf_token() -> str:
    """The form token of this browser, for a form or a header."""
    return str(generate_csrf())


def sent_from_elsewhere() -> bool:
    """Whether another site made the browser send this: by Sec-Fetch-Site, or by Origin where a browser is older."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "null")  # "null" is what a page with no-referrer sends, ours too
    return origin != "null" and not urls.is_ours(origin)
