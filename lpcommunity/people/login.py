"""Flask-Login over our own session rows: `current_user.person` is the Person, `get_id()` the key in the cookie."""

from flask import Flask, request
from flask_login import LoginManager, UserMixin, login_user

from lpcommunity.people import sessions
from lpcommunity.people.models import Person, SignInSession


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
    """Begin a new session for this person in this browser. An earlier one of this browser is left behind."""
    key = sessions.start(person, request.user_agent.string)
    row = sessions.find(key)
    if row is not None:
        login_user(SignedIn(key, row))
