"""What is wrong with an operator's settings, a sentence for each: which setting it is, and what would be right.

No sentence repeats a value that may hold a password or a key.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from email.utils import getaddresses
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from lpcommunity.storage import secret_key
from lpcommunity.storage.loopback import leads_here

MAIL_SCHEMES = ("smtp+starttls", "smtps", "smtp")
_HOST_NAME = re.compile(r"[a-z0-9._-]+")
_ADDRESS = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+")

# Days for which something is kept at least: a form can be sent for thirty, mail waits for its server for three, and
# what was told on its day ninety days ago is never told again (outbox.scheduler).
LEAST_KEPT = {
    "KEEP_LINKS_DAYS": 7, "KEEP_ATTEMPTS_DAYS": 2, "KEEP_MAILS_DAYS": 7, "KEEP_EVENTS_DAYS": 7,
    "KEEP_SUGGESTIONS_DAYS": 7, "KEEP_DUE_ROWS_DAYS": 90, "KEEP_SPENT_DRAFTS_DAYS": 31, "KEEP_FORM_FILES_DAYS": 31,
}  # fmt: skip
LONGEST_KEPT = 36_500

Given = Mapping[str, str]  # the environment
Complaints = Iterator[str]
Rule = Callable[[Any, Given], Complaints]


def complaints(settings: Any, given: Given) -> list[str]:
    """All that is wrong with these settings; nothing if the service can start with them."""
    return [*of_values(settings, given), *_found(_BY_KIND, settings, given)]


def of_values(settings: Any, given: Given) -> list[str]:
    """What is wrong whatever kind of installation this is."""
    return _found(_FOR_ALL, settings, given)


def _found(rules: tuple[Rule, ...], settings: Any, given: Given) -> list[str]:
    return [complaint for rule in rules for complaint in rule(settings, given)]


def _where_to_listen(settings: Any, _given: Given) -> Complaints:
    if not isinstance(settings.PORT, int) or not 1 <= settings.PORT <= 65535:
        yield f"PORT is “{settings.PORT}”. It must be a number from 1 to 65535, such as 8000."
    if settings.HOST != "localhost" and not _parses(ip_address, settings.HOST):
        yield f"HOST is “{settings.HOST}”. It must be an IP address of this machine, such as 127.0.0.1."
    metrics = settings.METRICS_PORT
    if not isinstance(metrics, int) or not 0 <= metrics <= 65535:
        yield f"METRICS_PORT is “{metrics}”. It must be a number from 1 to 65535, such as 9100, or 0 for none."
    elif metrics and metrics == settings.PORT:
        yield f"METRICS_PORT is {metrics}, and so is PORT. It must be another, such as 9100."


def _kept_days(settings: Any, _given: Given) -> Complaints:
    for name in sorted(name for name in vars(settings) if name.startswith("KEEP_")):
        days, least = getattr(settings, name), LEAST_KEPT.get(name, 1)
        if not isinstance(days, int) or not least <= days <= LONGEST_KEPT:
            yield f"{name} is “{days}”. It must be a whole number of days, {least} or more."


def _public_url(settings: Any, given: Given) -> Complaints:
    if given.get("PUBLIC_URL", "").strip() and not _is_site(settings.PUBLIC_URL):
        yield "PUBLIC_URL must be the address that people type and nothing more, such as https://community.example.org."


def _database(settings: Any, _given: Given) -> Complaints:
    url = _database_url(settings)
    example = "postgresql://user:password@127.0.0.1/lpcommunity or sqlite:////path/to/file.sqlite3"
    if url is None:
        yield (
            f"DATABASE_URL is not the address of a database. It looks like {example}; a password with @, : or / in it "
            "is percent-encoded."
        )
    elif url.drivername not in ("postgresql+psycopg", "sqlite", "sqlite+pysqlite"):
        yield f"DATABASE_URL begins with {url.drivername}://. It must be {example}."
    elif url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        yield f"DATABASE_URL names no file, and what is in memory is gone at the end. It looks like {example}."
    elif url.get_backend_name() == "sqlite":
        folder = Path(str(url.database)).resolve().parent
        if folder != Path(settings.DATA_DIR):
            yield from _unfit(folder, "DATABASE_URL names a file in")


def _data_dir(settings: Any, _given: Given) -> Complaints:
    yield from _unfit(Path(settings.DATA_DIR), "DATA_DIR is")


def _kept_key(settings: Any, _given: Given) -> Complaints:
    kept = Path(settings.DATA_DIR) / secret_key.NAME
    if settings.SECRET_KEY or not kept.is_file():
        return
    try:
        secret_key.read(kept)
    except secret_key.BrokenKey as broken:
        yield str(broken)
    except OSError:
        yield f"The key in {kept} cannot be read by this user."


def _mail(settings: Any, _given: Given) -> Complaints:
    example = "smtp+starttls://user:password@mail.example.org:587"
    if settings.MAIL_URL:
        parts = _split(settings.MAIL_URL)
        options = parse_qs(parts.query) if parts else {}
        authority = Path(options.get("ca", ["/"])[0])
        if parts is None or not parts.hostname:
            yield (
                f"MAIL_URL names no host, or a port that is none. It looks like {example}; a password with @, : or / "
                "in it is percent-encoded."
            )
        elif parts.scheme not in MAIL_SCHEMES:
            yield f"MAIL_URL must begin with smtp+starttls://, smtps:// or smtp://, such as {example}."
        elif set(options) - {"ca"} or parts.path not in ("", "/") or parts.fragment:
            yield f"MAIL_URL says more than can be meant. It looks like {example}, with ?ca=/path/to/ca.pem if need be."
        elif "ca" in options and not (authority.is_file() and os.access(authority, os.R_OK)):
            yield f"MAIL_URL names {authority} as its authority (ca=), and there is no such file to be read."
    senders = getaddresses([settings.MAIL_FROM])
    if len(senders) != 1 or not _is_address(senders[0][1]) or re.search(r"[\r\n]", settings.MAIL_FROM):
        yield "MAIL_FROM must be one e-mail address, such as lpcommunity <community@example.org>."
    if settings.CONTACT and not _is_address(settings.CONTACT):
        yield "CONTACT must be one e-mail address and nothing more, such as community@example.org."


def _proxies(settings: Any, _given: Given) -> Complaints:
    wrong = [
        part for part in settings.TRUSTED_PROXIES if not _parses(lambda text: ip_network(text, strict=False), part)
    ]
    if wrong:
        yield (
            f"TRUSTED_PROXIES has “{'”, “'.join(wrong)}” in it. It must be IP addresses or networks, separated by "
            "commas, such as 127.0.0.1 or 10.0.0.0/24."
        )


def _switches(_settings: Any, given: Given) -> Complaints:
    if given.get("RATE_LIMITS", "").strip().lower() not in ("", "on", "off"):
        yield "RATE_LIMITS must be on or off."


def _this_machine_only(settings: Any, given: Given) -> Complaints:
    """Development shows every e-mail: a real service that somebody forgot to name must not start as one."""
    elsewhere = _is_site(settings.PUBLIC_URL) and not leads_here(settings.PUBLIC_URL)
    if settings.ENV_NAME != "development" or not elsewhere:
        return
    said = "is “development”" if given.get("LPCOMMUNITY_ENV", "").strip() else "is not set"
    yield (
        f"LPCOMMUNITY_ENV {said}, and PUBLIC_URL names another machine than this one. Development shows every e-mail "
        "to whoever asks. For a real service set LPCOMMUNITY_ENV=production."
    )


def _production(settings: Any, given: Given) -> Complaints:
    if settings.ENV_NAME != "production":
        return
    yield from _keys(settings)
    yield from _places(settings, given)
    here = leads_here(settings.PUBLIC_URL)
    if not given.get("PUBLIC_URL", "").strip():
        yield "PUBLIC_URL is missing. Set the address that people will type, such as https://community.example.org."
    elif _is_site(settings.PUBLIC_URL) and not settings.PUBLIC_URL.startswith("https://") and not here:
        yield "PUBLIC_URL must start with https://, or passwords would travel in the open."
    if not settings.MAIL_URL:
        yield (
            "MAIL_URL is missing, and without it nobody can be invited. "
            "Set it, such as smtp+starttls://user:password@mail.example.org:587."
        )
    if not settings.RATE_LIMITS and not here:
        yield "RATE_LIMITS is off. That is for measuring on this machine; leave it out."
    if settings.DEMO_PASSWORD:
        yield "DEMO_PASSWORD is set. A production service has no demonstration accounts."


def _keys(settings: Any) -> Complaints:
    how = "Set what this prints: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
    if len(settings.SECRET_KEY) < secret_key.SHORTEST:
        yield f"SECRET_KEY is missing or shorter than {secret_key.SHORTEST} characters. {how}"
    elif settings.SECRET_KEY.startswith("what this prints"):
        yield f"SECRET_KEY is still the example of the handbook, which anybody can read. {how}"
    if any(len(key) < secret_key.SHORTEST for key in settings.SECRET_KEY_FALLBACKS):
        yield f"SECRET_KEY_FALLBACKS has a key that is shorter than {secret_key.SHORTEST} characters. Leave it out."


def _places(settings: Any, given: Given) -> Complaints:
    """What lasts must lie where it was put, whatever folder a command is started in."""
    folder = given.get("DATA_DIR", "").strip()
    if not folder:
        yield "DATA_DIR is missing. Set the folder for uploaded files, such as /srv/lpcommunity/data."
    elif not Path(folder).is_absolute():
        yield f"DATA_DIR is “{folder}”. It must be a whole path, such as /srv/lpcommunity/data."
    elif not settings.DATA_DIR.exists() and not list(_data_dir(settings, given)):
        yield f"DATA_DIR is {folder}, and there is no such folder. Make it: mkdir -m 700 {folder}"
    url = _database_url(settings)
    named = "" if url is None or url.get_backend_name() != "sqlite" else str(url.database or "")
    if named and named != ":memory:" and not Path(named).is_absolute():
        yield f"DATABASE_URL names “{named}”. It must be a whole path, with four strokes: sqlite:////path/to/file.sqlite3."


def _unfit(folder: Path, how_it_begins: str) -> Complaints:
    """Why nothing can be kept in this folder, if so. A disk that is full is no mistake of theirs."""
    nearest = folder
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    if not nearest.is_dir():
        yield f"{how_it_begins} {folder}, and {nearest} is a file. It must be a folder."
    elif not os.access(nearest, os.W_OK | os.X_OK):
        if nearest == folder:
            yield f"{how_it_begins} {folder}, which this user may not write to. Give it to the user of the service."
        else:
            yield (
                f"{how_it_begins} {folder}, which is not there, and this user may not make it. If it was there before, "
                "bring it back: perhaps a disk is not mounted. Else make it, and give it to the user of the service."
            )


def _database_url(settings: Any) -> URL | None:
    try:
        url = make_url(settings.SQLALCHEMY_DATABASE_URI)
    except (ArgumentError, ValueError):
        return None
    return url if url.port is None or 1 <= url.port <= 65535 else None


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        return parts if parts.port != 0 else None  # reading the port raises, if it is none
    except ValueError:
        return None


def _is_site(url: str) -> bool:
    parts = _split(url)
    return (
        parts is not None
        and parts.scheme in ("http", "https")
        and (_HOST_NAME.fullmatch(parts.hostname or "") is not None or _parses(ip_address, parts.hostname or ""))
        and not (parts.username or parts.password or parts.query or parts.fragment)
        and not re.search(r"\s", url)
    )


def _is_address(text: str) -> bool:
    return text.isascii() and _ADDRESS.fullmatch(text) is not None


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


_FOR_ALL: tuple[Rule, ...] = (
    _where_to_listen, _kept_days, _public_url, _database, _data_dir, _kept_key, _mail, _proxies, _switches,
)  # fmt: skip
_BY_KIND: tuple[Rule, ...] = (_this_machine_only, _production)
