"""Form tokens against cross-site request forgery (CSRF), and what a view says of them.

Every unsafe request carries a form token; access control checks it before the view runs. Without a valid one
nothing happens: a view marked `@re_renders` shows its form again with everything typed, any other POST
ends at a page that keeps what was typed.

A token is of one browser and of one person: it names, by their tag, for whom its page was made, and so does the cookie
for who signed in last. So it goes on after they sign in again, and does nothing where somebody else has (ADR 37).
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
WRITER = "writer"  # in the cookie: the tags of whoever signed in here last, the present one first (authentication)
GOOD_FOR = timedelta(hours=12)  # as long as one may be idle
SALT = "wtf-csrf-token"


class FormToken(CSRF):
    """The hidden field of every form."""

    def generate_csrf_token(self, csrf_token_field: Field) -> str:
        return csrf_token()

    def validate_csrf_token(self, form: BaseForm, field: Field) -> None:
        token = None if g.get("csrf_valid", False) else _read(field.data)
        if not g.get("csrf_valid", False) and (token is None or not token.is_good(anybodys=False)):
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


def in_nobodys_name(view: V) -> V:
    """Mark a POST that does nothing in the name of whoever is signed in: it ends their session, or begins that of
    whoever says who they are. It is taken from the page of anybody who used this browser since somebody signed out.
    """
    view.in_nobodys_name = True  # type: ignore[attr-defined]
    return view


def check_form_token(*, anybodys: bool = False) -> bool:
    """Find out whether this request carries a valid form token, and remember it for the forms; also whether its page
    was made for whoever is here now: else what was typed there is not given back (web.echo).
    """
    token = _read(request.headers.get(TOKEN_HEADER) or request.form.get(TOKEN))
    g.csrf_valid = token is not None and token.is_good(anybodys=anybodys)
    g.words_withheld = token is not None and not token.is_of_this_writer
    g.csrf_of_somebody_else = g.words_withheld and token is not None and token.writer != "" and not anybodys
    return bool(g.csrf_valid)


def is_of_somebody_else() -> bool:
    """Whether what is sent comes from a page that was made for another person than who signed in here last, however old
    it is.
    """
    return bool(g.get("csrf_of_somebody_else", False))


def csrf_token() -> str:
    """The form token of this browser, for a form or a header: the same for a whole request."""
    if TOKEN not in g:
        mine = session.get(TOKEN)
        if not isinstance(mine, str):
            mine = session[TOKEN] = secrets.token_hex(32)
        g.csrf_token = signatures.timed_serializer(SALT).dumps([mine, *_writers()[:1]])
    return str(g.csrf_token)


@dataclass(frozen=True)
class _Token:
    """What a form token says."""

    secret: str
    writer: str  # the tag of the person for whom its page was made; empty where nobody was signed in
    is_fresh: bool

    @property
    def is_of_this_writer(self) -> bool:
        return self.writer in (_writers() or [""])

    def is_good(self, *, anybodys: bool) -> bool:
        """Whether this was signed here lately, for the browser that sends it, and for whoever signed in there last."""
        mine = session.get(TOKEN)
        same = isinstance(mine, str) and hmac.compare_digest(self.secret.encode(), mine.encode())
        return same and self.is_fresh and (anybodys or self.is_of_this_writer)


def _writers() -> list[str]:
    return str(session.get(WRITER, "")).split()


def _read(token: str | None) -> _Token | None:
    signed = signatures.timed_serializer(SALT)
    try:
        said, at = signed.loads(token or "", return_timestamp=True)
    except BadData:
        return None
    if isinstance(said, str):
        said = [said]  # as it was before it named its person
    if not isinstance(said, list) or not 1 <= len(said) <= 2 or not all(isinstance(one, str) for one in said):
        return None
    is_fresh = -signatures.AHEAD <= datetime.now(UTC).replace(microsecond=0) - at <= GOOD_FOR
    return _Token(said[0], said[1] if len(said) > 1 else "", is_fresh)


def sent_from_elsewhere() -> bool:
    """Whether another site made the browser send this: by Sec-Fetch-Site, or by Origin where a browser is older."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "null")  # "null" is what a page with no-referrer sends, ours too
    return origin != "null" and not urls.is_ours(origin)
