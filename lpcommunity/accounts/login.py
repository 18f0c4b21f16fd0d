"""Flask-Login over our own session rows: `current_user.person` is the Person, `get_id()` the key in the cookie."""

from flask import Flask, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from lpcommunity.accounts import sessions
from lpcommunity.accounts.models import SignInSession
from lpcommunity.people.models import Person

FORM_TOKEN = "csrf_token"  # noqa: S105  (the name under which Flask-WTF keeps it)


class SignedIn(UserMixin):
    """Somebody at a signed-in browser."""

    def __init__(self, key: str, row: SignInSession) -> None:
        self.key = key
        self.session_row = row
        self.person: Person = row.person

    def get_id(self) -> str:
        return self.key


def init_app(app: Flask) -> None:
    """Make the application know who is signed in."""
    app.config["PERMANENT_SESSION_LIFETIME"] = sessions.LONGEST
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False  # the row on the server knows when it was used last
    manager = LoginManager()
    manager.session_protection = None  # addresses of phones change; the session row decides
    manager.init_app(app)

    @manager.user_loader
    def _load(key: str) -> SignedIn | None:
        row = sessions.find(key)
        if row is None:
            return None
        if sessions.wants_touch(row):
            row_id = row.id
            sessions.touch(row_id)
            row = sessions.find(key)
        return SignedIn(key, row) if row is not None else None


def sign_in(person: Person) -> None:
    """Begin a new session for this person in this browser; an earlier one of this browser ends."""
    begin(sessions.start(person, request.user_agent.string, current_key()))


def begin(key: str) -> None:
    """Give this browser a session that was begun just now. Nothing of an earlier one stays in its cookie."""
    row = sessions.find(key)
    if row is None:
        return
    form_token = cookie.get(FORM_TOKEN)
    cookie.clear()
    if form_token:
        cookie[FORM_TOKEN] = form_token
    cookie.permanent = True
    login_user(SignedIn(key, row))


def sign_out() -> None:
    """End the session of this browser, on the server and in the cookie."""
    if current_user.is_authenticated:
        sessions.end(current_user.person, current_user.session_row, "signed out")
    logout_user()
    cookie.clear()


def current_key() -> str | None:
    """The key of the session at hand, if somebody is signed in."""
    return current_user.key if current_user.is_authenticated else None


def current_session_id() -> int:
    """The number of the session at hand. For routes with the access level signed-in."""
    return int(current_user.session_row.id)
