"""Pages that anybody may see are not sent again as long as nothing on them changed (RFC 9110, section 13), and not made
again either: this process keeps them, compressed as they were sent.

Their tag is made of a stamp of all that is public, the address, this build of the software, and the time as far as a
page may speak of it ("5 minutes ago"). So it is known before a page is made: an answer of 304, or with a page that is
kept, costs one small query. A page is kept under its tag: once something changes nobody asks for it any more.
Whoever is signed in, or has a message waiting, always gets a page of their own, which no cache keeps.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from flask import Flask, Response, current_app, g, request, session
from sqlalchemy.exc import SQLAlchemyError

from lpcommunity.access.routes import ANYONE
from lpcommunity.storage import change_stamp, now, today
from lpcommunity.web import assets
from lpcommunity.web.lru_cache import LRUCache

PREFIX = "p-"
KEPT_HEADERS = ("Content-Type", "Content-Encoding")  # all others are put on every answer
A_DAY = timedelta(days=1)
KEPT_BYTES = 8 * 1024 * 1024  # of a process: several hundred pages
AROUND = 2_000
LONGEST_ACCEPT = 100
GRAIN = 5  # minutes: so long may "3 minutes ago" stand on a page that did not change otherwise
PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class KeptPage:
    """A page as it was sent."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


def kept_pages(app: Flask) -> LRUCache[KeptPage]:
    """The pages that this process keeps of this application."""
    kept: LRUCache[KeptPage] = app.extensions["kept_pages"]
    return kept


def answer_if_unchanged() -> Response | None:
    """304 where this browser has the page as it is; the page itself where this process has it."""
    if not _is_public_page():
        return None
    try:
        g.public_etag = tag = _tag()
    except SQLAlchemyError:
        return None  # the page itself says what is wrong
    if tag in request.if_none_match.as_set(include_weak=True):  # "*" would ask nobody whether there is such a page
        unchanged = Response(status=304)
        unchanged.set_etag(tag, weak=True)
        return unchanged
    kept = kept_pages(current_app).get(_key(tag)) if _may_be_kept() else None
    if kept is None:
        return None
    g.kept_page = True
    return Response(kept.body, headers=list(kept.headers))


def keep_page(response: Response) -> Response:
    """Keep a page that anybody would get, as it goes out. Call it after everything else has had its hands on it."""
    tag, given = g.get("public_etag"), response.get_etag()[0]
    whole = response.status_code == 200 and _may_be_kept() and not response.is_streamed
    if whole and tag and given == tag and "kept_page" not in g and "Set-Cookie" not in response.headers:
        told = tuple((name, value) for name, value in response.headers if name in KEPT_HEADERS)
        kept_pages(current_app).put(_key(tag), KeptPage(response.get_data(), told))
    return response


def _may_be_kept() -> bool:
    return request.method == "GET" and len(request.headers.get("Accept-Encoding", "")) <= LONGEST_ACCEPT


def _key(tag: str) -> tuple[str, str]:
    return tag, request.headers.get("Accept-Encoding", "")


def _size(page: KeptPage) -> int:
    """Bytes that a kept page takes, with what is kept around it: a page of three bytes takes as much as its headers."""
    return len(page.body) + AROUND


def put_tag(response: Response) -> Response:
    """Give a public page its tag. web.headers takes it away again where the page turned out to be somebody's own."""
    tag = g.get("public_etag")
    if tag and response.status_code == 200 and "ETag" not in response.headers:
        response.set_etag(tag, weak=True)
    return response


def _is_public_page() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    anyone = request.method in ("GET", "HEAD") and getattr(view, "access", None) == ANYONE and not session
    return anyone and request.blueprint != "health"  # whether the service is well is asked anew each time


def _tag() -> str:
    stamp = change_stamp.stamp()
    software = _software(current_app.config["SECRET_KEY"], repr(sorted(assets.manifest().items())))
    made_of = (software, stamp.text, _grain(stamp.at), request.host, request.full_path)
    return PREFIX + hashlib.sha256("\x1f".join(made_of).encode()).hexdigest()[:32]


def _grain(changed_at: datetime | None) -> str:
    """The time as far as pages tell it: the day, and some minutes while something is less than a day old."""
    moment = now()
    lately = changed_at is not None and moment - changed_at < A_DAY
    return f"{today()} {moment.hour}:{moment.minute // GRAIN}" if lately else str(today())


@cache
def _software(secret_key: str, manifest: str) -> str:
    return hashlib.sha256("\x1f".join((secret_key, build(), manifest)).encode()).hexdigest()


@cache
def build() -> str:
    """This build of the software, as it was when this process asked first: a page may look otherwise after an upgrade,
    though nobody changed anything.
    """
    files = sorted(path for kind in ("*.py", "*.html") for path in PACKAGE.rglob(kind))
    told = [f"{path.relative_to(PACKAGE)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def register(app: Flask) -> None:
    """Ask before every view; after access control, which lets nobody see more than they may. See `register_keeping`."""
    app.before_request(answer_if_unchanged)
    app.after_request(put_tag)


def register_keeping(app: Flask) -> None:
    """Keep pages as they go out. Call it before compression is registered: what is registered first comes last."""
    app.extensions["kept_pages"] = LRUCache(KEPT_BYTES, _size)
    app.after_request(keep_page)
