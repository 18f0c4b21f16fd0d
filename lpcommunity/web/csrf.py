"""Form tokens against cross-site request forgery (CSRF), and what a view says of them.

Every unsafe request carries a form token; access control checks it before the view runs. Without a valid one
nothing happens: a view marked `@re_renders` shows its form again with everything typed, any other POST
ends at a page that keeps what was typed.
"""

import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import g, request, session
from itsdangerous import BadData
from wtforms import Field, ValidationError
from wtforms.csrf.core import CSRF
from wtforms.form import BaseForm

from lpcommunity.web import signatures, urls

V = TypeVar("V", bound=Callable[..., Any])

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105  (the name of a header)
TOKEN = "csrf_token"  # noqa: S105  (the name of a field, and of what the cookie holds)
GOOD_FOR = timedelta(hours=12)  # as long as one may be idle
SALT = "wtf-csrf-token"


class FormToken(CSRF):
    """The hidden field of every form."""

    def generate_csrf_token(self, csrf_token_field: Field) -> str:
        return csrf_token()

    def validate_csrf_token(self, form: BaseForm, field: Field) -> None:
        if not g.get("csrf_valid", False) and not _is_valid(field.data):
            raise ValidationError("stale")  # the form says it in its own words


def re_renders(view: V) -> V:
    """Mark a view that validates a Form and shows it again: a stale token becomes an error on the form."""
    view.re_renders = True  # type: ignore[attr-defined]
    return view


def without_form_token(view: V) -> V:
    """Mark a POST that a mail program sends by itself (one-click unsubscribe). Only with the access level `token`."""
    view.without_form_token = True  # type: ignore[attr-defined]
    return view


def asks_about_forms(view: V) -> V:
    """Mark a POST that sends nothing but signatures, and asks what became of the forms: also of those of others."""
    view.asks_about_forms = True  # type: ignore[attr-defined]
    return view


def check_form_token() -> bool:
    """Find out whether this request carries a valid form token, and remember it for the forms."""
    g.csrf_valid = _is_valid(request.headers.get(TOKEN_HEADER) or request.form.get(TOKEN))
    return bool(g.csrf_valid)


def csrf_token() -> str:
    """The form token of this browser, for a form or a header: the same for a whole request."""
    if TOKEN not in g:
        mine = session.get(TOKEN)
        if not isinstance(mine, str):
            mine = session[TOKEN] = secrets.token_hex(32)
        g.csrf_token = signatures.timed_serializer(SALT).dumps(mine)
    return str(g.csrf_token)


def _is_valid(token: str | None) -> bool:
    """Whether this was signed here lately, for the browser that sends it."""
    mine = session.get(TOKEN)
    if not token or not isinstance(mine, str):
        return False
    try:
        signed = signatures.timed_serializer(SALT).loads(token, max_age=int(GOOD_FOR.total_seconds()))
    except BadData:
        return False
    return isinstance(signed, str) and hmac.compare_digest(signed.encode(), mine.encode())


def sent_from_elsewhere() -> bool:
    """Whether another site made the browser send this: by Sec-Fetch-Site, or by Origin where a browser is older."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "null")  # "null" is what a page with no-referrer sends, ours too
    return origin != "null" and not urls.is_ours(origin)
