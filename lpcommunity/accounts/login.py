"""Flask-Login over our own session rows: `current_user.reader` is the Reader, `get_id()` the key in the cookie."""

from collections.abc import Callable

from flask import Flask, Response, after_this_request, current_app, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from lpcommunity.access.reader import Reader
from lpcommunity.accounts import sessions
from lpcommunity.accounts.sessions import SessionLine
from lpcommunity.people.models import Person
from lpcommunity.web import authentication, csrf

FORM_TOKEN = csrf.TOKEN


class SignedIn(UserMixin):
    """Somebody at a signed-in browser."""

    def __init__(self, key: str, line: SessionLine, reader: Reader) -> None:
        self.key = key
        self.session = line
        self.reader = reader

    def get_id(self) -> str:
        return self.key


Find = Callable[[str], tuple[SessionLine, Reader] | None]
EXTENSION = "lpcommunity.door"


def init_app(app: Flask, find: Find) -> None:
    """Make the application know who is signed in. `find` reads a session and its reader by the hash of its key: one
    query, made above, where memberships are known.
    """
    app.extensions[EXTENSION] = find
    app.config["PERMANENT_SESSION_LIFETIME"] = sessions.LONGEST
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False  # the row on the server knows when it was used last
    manager = LoginManager()
    manager.session_protection = None  # addresses of phones change; the session row decides
    manager.init_app(app)

    @manager.user_loader
    def _load(key: str) -> SignedIn | None:
        signed_in = _find(key)
        if signed_in is not None and sessions.wants_touch(signed_in.session):
            sessions.touch(signed_in.session.id)
        return signed_in


def _find(key: str) -> SignedIn | None:
    find: Find = current_app.extensions[EXTENSION]
    found = find(sessions.hash_of(key))
    return SignedIn(key, *found) if found is not None and sessions.counts(found[0]) else None


def sign_in(person: Person) -> None:
    """Begin a new session for this person in this browser; an earlier one of this browser ends."""
    begin(sessions.start(person, request.user_agent.string, current_key()))


def begin(key: str) -> None:
    """Give this browser a session that was begun just now. Nothing of an earlier one stays in its cookie."""
    signed_in = _find(key)
    if signed_in is None:
        return
    form_token = cookie.get(FORM_TOKEN)
    cookie.clear()
    if form_token:
        cookie[FORM_TOKEN] = form_token  # goes on for the pages of the same person alone: each names its own
    cookie.permanent = True
    login_user(signed_in)
    cookie[csrf.WRITER] = " ".join(authentication.writer_tags())


def renew(key: str) -> None:
    """Give this browser the new key of its session, after its password was given again."""
    current_user.key = key
    login_user(current_user._get_current_object())


def sign_out() -> None:
    """End the session of this browser, on the server and in the cookie; whoever sits here next finds nothing."""
    if current_user.is_authenticated:
        sessions.end(current_user.reader, current_user.session.id, "signed out")
    logout_user()
    cookie.clear()
    after_this_request(_clear_site_data)


def _clear_site_data(response: Response) -> Response:
    """Let the browser forget the pages of this site that it keeps, in its cache and in “back”.

    Not "storage": all that scripts keep there for longer than a window is open are words that wait for a network,
    sealed so that only their writer opens them (ADR 37): of whoever signs out, who was asked, or of somebody who used
    this browser before. Not "cookies": that would clear those of every service below the same domain, the council's own
    sign-in among them, and the mark of a trusted device, which opens nothing. The session's cookie goes by itself.
    """
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def current_key() -> str | None:
    """The key of the session at hand, if somebody is signed in."""
    return current_user.key if current_user.is_authenticated else None


def current_session_id() -> int:
    """The number of the session at hand. For routes with the access level signed-in."""
    return int(current_user.session.id)
