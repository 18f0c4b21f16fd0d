"""Operator settings. Standard library only, read once from the environment at start.

Each setting is documented in docs/configuration.md; a test fails where one is not.
"""

import os
import secrets
from pathlib import Path

HERE = Path(__file__).resolve().parent


class SettingError(ValueError):
    """A setting that the operator must mend before the service can start."""


def _data_dir() -> Path:
    return Path(os.environ.get("DATA_DIR") or Path.cwd() / "var").resolve()


def _listed(name: str) -> list[str]:
    """A setting of several values, separated by commas."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def _days(name: str, otherwise: int, least: int = 1) -> int:
    """A number of days. Raises SettingError for anything else, and for fewer than the software needs."""
    given = os.environ.get(name, "").strip() or str(otherwise)
    if not given.isascii() or not given.isdigit() or not least <= int(given) <= 36_500:
        raise SettingError(f"{name} is “{given}”. It is a whole number of days, {least} or more.")
    return int(given)


def _database_url(data_dir: Path) -> str:
    """The address of the database; `postgres://` is what many hosts hand out, SQLAlchemy wants a driver."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'lpcommunity.sqlite3'}"
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _kept_secret(data_dir: Path) -> str:
    """SECRET_KEY, or one made once and kept beside the data, so that a restart signs nobody out."""
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    kept = data_dir / "secret-key"
    if not kept.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        try:
            kept.touch(mode=0o600, exist_ok=False)
            kept.write_text(secrets.token_urlsafe(48), encoding="ascii")
        except FileExistsError:  # web server and worker started together: the first one made it
            pass
    return kept.read_text(encoding="ascii").strip()


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
        self.DATA_DIR = _data_dir()
        self.SQLALCHEMY_DATABASE_URI = _database_url(self.DATA_DIR)
        self.SECRET_KEY = _kept_secret(self.DATA_DIR)
        self.SECRET_KEY_FALLBACKS = _listed("SECRET_KEY_FALLBACKS")
        self.HOST = os.environ.get("HOST", "127.0.0.1")
        self.PORT = int(os.environ.get("PORT", "8000"))
        self.PUBLIC_URL = os.environ.get("PUBLIC_URL", f"http://127.0.0.1:{self.PORT}").rstrip("/")
        self.TRUSTED_PROXIES = _listed("TRUSTED_PROXIES")
        self.RATE_LIMITS = os.environ.get("RATE_LIMITS", "on").strip().lower() != "off"
        self.MAIL_URL = os.environ.get("MAIL_URL", "")
        self.MAIL_FROM = os.environ.get("MAIL_FROM", "lpcommunity <no-reply@lpcommunity.example>")
        self.CONTACT = os.environ.get("CONTACT", "")
        self.DEMO_PASSWORD = os.environ.get("DEMO_PASSWORD", "")
        self.KEEP_SESSIONS_DAYS = _days("KEEP_SESSIONS_DAYS", 30)
        self.KEEP_LINKS_DAYS = _days("KEEP_LINKS_DAYS", 30, least=7)  # mails about them wait for three days
        self.KEEP_ATTEMPTS_DAYS = _days("KEEP_ATTEMPTS_DAYS", 2, least=2)  # limits count over a day
        self.KEEP_INVITATIONS_DAYS = _days("KEEP_INVITATIONS_DAYS", 180)
        self.KEEP_NOTIFICATIONS_DAYS = _days("KEEP_NOTIFICATIONS_DAYS", 180)
        self.KEEP_UNREAD_NOTIFICATIONS_DAYS = _days("KEEP_UNREAD_NOTIFICATIONS_DAYS", 365)
        self.KEEP_MAILS_DAYS = _days("KEEP_MAILS_DAYS", 90, least=7)  # mail waits for its server for three days
        self.KEEP_EVENTS_DAYS = _days("KEEP_EVENTS_DAYS", 90, least=7)
        self.KEEP_SPENT_DRAFTS_DAYS = _days("KEEP_SPENT_DRAFTS_DAYS", 31, least=31)  # a form can be sent for 30 days
        self.KEEP_FORM_FILES_DAYS = _days("KEEP_FORM_FILES_DAYS", 31, least=31)
        self.KEEP_FILES_DAYS = _days("KEEP_FILES_DAYS", 1)
        secure = self.PUBLIC_URL.startswith("https://")
        self.SESSION_COOKIE_SECURE = secure
        self.SESSION_COOKIE_NAME = "__Host-lpcommunity" if secure else "lpcommunity"

    def check(self) -> None:
        """Refuse to start with a setting that cannot be meant. Raises SettingError in plain words."""


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
        self.PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://localhost").rstrip("/")


class Production(Base):
    """A real programme. Nothing of the demonstration is possible here."""

    ENV_NAME = "production"

    def check(self) -> None:
        if not os.environ.get("SECRET_KEY") or len(self.SECRET_KEY) < 32:
            raise SettingError("SECRET_KEY is missing or shorter than 32 characters. Set a long random one.")
        if not os.environ.get("PUBLIC_URL"):
            raise SettingError(
                "PUBLIC_URL is missing. Set the address that people will type, such as https://community.example.org."
            )
        if (
            not self.PUBLIC_URL.startswith("https://")
            and "://127." not in self.PUBLIC_URL
            and "://localhost" not in self.PUBLIC_URL
        ):
            raise SettingError("PUBLIC_URL must start with https://, or passwords would travel in the open.")
        if not self.MAIL_URL:
            raise SettingError(
                "MAIL_URL is missing. Without it nobody can be invited. Example: smtp+starttls://user:password@mail.example.org:587"
            )
        if not self.MAIL_URL.startswith(("smtp://", "smtp+starttls://", "smtps://")):
            raise SettingError("MAIL_URL must begin with smtp+starttls://, smtps:// or smtp://.")
        if not self.RATE_LIMITS and "://127." not in self.PUBLIC_URL and "://localhost" not in self.PUBLIC_URL:
            raise SettingError("RATE_LIMITS is off. That is for measuring on this machine; leave it out.")
        if self.DEMO_PASSWORD:
            raise SettingError("DEMO_PASSWORD is set. A production service has no demonstration accounts.")


def named(name: str) -> Base:
    """The configuration of that name (development, demo, test, production). Raises SettingError for another."""
    by_name: dict[str, type[Base]] = {kind.ENV_NAME: kind for kind in (Development, Demo, Test, Production)}
    if name not in by_name:
        raise SettingError(f"LPCOMMUNITY_ENV is “{name}”. It can be {', '.join(by_name)}.")
    return by_name[name]()
