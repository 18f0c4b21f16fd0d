"""Operator settings. Standard library only, read once from the environment at start.

Each setting is documented in docs/configuration.md; a test fails where one is not. What is wrong with them is said by
`lpcommunity/storage/setting_rules.py`, all at once.
"""

import os
from pathlib import Path


def _given(name: str, otherwise: str = "") -> str:
    """What the environment says. A name with nothing behind it is as good as none."""
    return os.environ.get(name, "").strip() or otherwise


def _listed(name: str) -> list[str]:
    """A setting of several values, separated by commas."""
    return [part.strip() for part in _given(name).split(",") if part.strip()]


def _number(name: str, otherwise: int) -> int | str:
    """A whole number; what is none stays as it is, for whoever looks at the settings to complain of."""
    given = _given(name, str(otherwise))
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else given


def _database_url(data_dir: Path) -> str:
    """The address of the database; `postgres://` is what many hosts hand out, SQLAlchemy wants a driver."""
    url = _given("DATABASE_URL", f"sqlite:///{data_dir / 'lpcommunity.sqlite3'}")
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


class Base:
    """What every configuration shares. Instances, not classes, are given to the application."""

    ENV_NAME = "base"
    DEMO = False
    MAILBOX = False  # the local mailbox page instead of, or beside, real mail
    TESTING = False
    MAX_CONTENT_LENGTH = 40 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 2 * 1024 * 1024
    MAX_FORM_PARTS = 300
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SQLALCHEMY_RECORD_QUERIES = False

    def __init__(self) -> None:
        self.DATA_DIR = Path(_given("DATA_DIR") or Path.cwd() / "var").resolve()
        self.SQLALCHEMY_DATABASE_URI = _database_url(self.DATA_DIR)
        self.SECRET_KEY = os.environ.get(
            "SECRET_KEY", ""
        )  # where there is none, the application keeps one in the data folder
        self.SECRET_KEY_FALLBACKS = _listed("SECRET_KEY_FALLBACKS")
        self.HOST = _given("HOST", "127.0.0.1")
        self.PORT = _number("PORT", 8000)
        self.METRICS_PORT = _number("METRICS_PORT", 0)
        self.PUBLIC_URL = _given("PUBLIC_URL", f"http://127.0.0.1:{self.PORT}").rstrip("/")
        self.TRUSTED_PROXIES = _listed("TRUSTED_PROXIES")
        self.RATE_LIMITS = _given("RATE_LIMITS", "on").lower() != "off"
        self.MAIL_URL = _given("MAIL_URL")
        self.MAIL_FROM = _given("MAIL_FROM", "lpcommunity <no-reply@lpcommunity.example>")
        self.CONTACT = _given("CONTACT")
        self.DEMO_PASSWORD = _given("DEMO_PASSWORD")
        self.KEEP_SESSIONS_DAYS = _number("KEEP_SESSIONS_DAYS", 30)
        self.KEEP_LINKS_DAYS = _number("KEEP_LINKS_DAYS", 30)
        self.KEEP_ATTEMPTS_DAYS = _number("KEEP_ATTEMPTS_DAYS", 2)
        self.KEEP_INVITATIONS_DAYS = _number("KEEP_INVITATIONS_DAYS", 180)
        self.KEEP_NOTIFICATIONS_DAYS = _number("KEEP_NOTIFICATIONS_DAYS", 180)
        self.KEEP_UNREAD_NOTIFICATIONS_DAYS = _number("KEEP_UNREAD_NOTIFICATIONS_DAYS", 365)
        self.KEEP_MAILS_DAYS = _number("KEEP_MAILS_DAYS", 90)
        self.KEEP_EVENTS_DAYS = _number("KEEP_EVENTS_DAYS", 90)
        self.KEEP_DUE_ROWS_DAYS = _number("KEEP_DUE_ROWS_DAYS", 400)
        self.KEEP_VISITS_DAYS = _number("KEEP_VISITS_DAYS", 90)
        self.KEEP_SEARCHES_DAYS = _number("KEEP_SEARCHES_DAYS", 90)
        self.KEEP_SUGGESTIONS_DAYS = _number("KEEP_SUGGESTIONS_DAYS", 90)
        self.KEEP_REPORTS_DAYS = _number("KEEP_REPORTS_DAYS", 30)
        self.KEEP_INTRODUCTIONS_DAYS = _number("KEEP_INTRODUCTIONS_DAYS", 365)
        self.KEEP_SPENT_DRAFTS_DAYS = _number("KEEP_SPENT_DRAFTS_DAYS", 31)
        self.KEEP_FORM_FILES_DAYS = _number("KEEP_FORM_FILES_DAYS", 31)
        self.KEEP_FILES_DAYS = _number("KEEP_FILES_DAYS", 1)
        secure = self.PUBLIC_URL.startswith("https://")
        self.SESSION_COOKIE_SECURE = secure
        self.SESSION_COOKIE_NAME = "__Host-lpcommunity" if secure else "lpcommunity"


class Development(Base):
    """A developer's machine: mails are shown at /mailbox."""

    ENV_NAME = "development"
    MAILBOX = True


class Demo(Base):
    """The demonstration: made-up people, one-click personas, mails shown at /mailbox."""

    ENV_NAME = "demo"
    DEMO = True
    MAILBOX = True


class Test(Base):
    """The test suite: everything in memory or in a temporary folder."""

    ENV_NAME = "test"
    TESTING = True
    MAILBOX = True

    def __init__(self) -> None:
        os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
        super().__init__()
        self.PUBLIC_URL = _given("PUBLIC_URL", "http://localhost").rstrip("/")


class Production(Base):
    """A real programme. Nothing of the demonstration is possible here."""

    ENV_NAME = "production"


def named(name: str) -> Base:
    """The configuration of that name (development, demo, test, production). Raises ValueError for another."""
    by_name: dict[str, type[Base]] = {kind.ENV_NAME: kind for kind in (Development, Demo, Test, Production)}
    if name not in by_name:
        raise ValueError(f"LPCOMMUNITY_ENV is “{name}”. It can be {', '.join(by_name)}.")
    return by_name[name]()
