"""Addresses: where to go next, how others reach us, and where somebody comes from.

The Host header is never asked: links are built from PUBLIC_URL, and redirects stay relative.
"""

import ipaddress
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import current_app, request, url_for

LONGEST = 2000
SIGN_IN = "/sign-in"


def safe_next(target: str | None, otherwise: str = "/home") -> str:
    """`target` if it is a path on this site, else `otherwise`. An address elsewhere would be an open redirect."""
    return target if target and is_local(target) else otherwise


def is_local(target: str) -> bool:
    """Whether a browser that is sent to `target` stays on this site."""
    if not target.startswith("/") or target.startswith(("//", "/\\")) or len(target) > LONGEST:
        return False
    if "\\" in target or any(not " " < letter < "\x7f" for letter in target):
        return False
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and parts.path != SIGN_IN


def here() -> str:
    """The path of this request with its query, as a browser would type it."""
    path = url_quoted(request.path)
    query = request.query_string.decode("ascii", "ignore")
    return f"{path}?{query}" if query else path


def url_quoted(path: str) -> str:
    """A path with everything but plain letters percent-encoded."""
    return urlencode({"": path}, safe="/~!$'()*,:;@")[1:].replace("+", "%20")


def came_from(otherwise: str = "/home", anchor: str | None = None) -> str:
    """The page of ours on which the link or button was, or `otherwise`; there at `anchor`, an id of ours.

    A browser gives what the anchor names the focus: whoever pressed a button by keyboard is on it again.
    """
    to = f"#{url_quoted(anchor)}" if anchor else ""
    if not is_ours(request.referrer or ""):
        return otherwise + to
    parts = urlsplit(request.referrer or "")
    return safe_next(parts.path + (f"?{parts.query}" if parts.query else ""), otherwise) + to


def is_ours(url: str) -> bool:
    """Whether a full address that the browser named is one of this site, under its public name or the one used now."""
    try:
        named = urlsplit(url).netloc
    except ValueError:
        return False
    return named in (request.host, urlsplit(current_app.config["PUBLIC_URL"]).netloc)


def sign_in_url(back_to: str | None = None) -> str:
    """The address of the sign-in page that leads to `back_to` afterwards."""
    back_to = here() if back_to is None else back_to
    return f"{SIGN_IN}?{urlencode({'next': back_to})}" if is_local(back_to) else SIGN_IN


def external_url(endpoint: str, **values: Any) -> str:
    """The full address of an endpoint, for e-mails and feeds; works without a request, as in the worker."""
    base = urlsplit(current_app.config["PUBLIC_URL"])
    adapter = current_app.url_map.bind(base.netloc, script_name=base.path or "/", url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)


def page_address() -> str:
    """The full address of this page, without its query, to stand on paper; empty where the address is itself a key."""
    if "token" in (request.view_args or {}):
        return ""
    return f"{current_app.config['PUBLIC_URL'].rstrip('/')}{url_quoted(request.path)}"


def next_page_url(endpoint: str, after: str | None, anchor: str | None = None, **values: Any) -> str | None:
    """Where “Show more” leads: the same page from this cursor on; None at the end of the list."""
    return url_for(endpoint, **values, after=after, _anchor=anchor) if after else None


def client_address() -> str:
    """The address of the person's machine. Forwarded ones count only where TRUSTED_PROXIES handed them on."""
    address = request.remote_addr or ""
    trusted = tuple(current_app.config.get("TRUSTED_PROXIES", ()))
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    while forwarded and is_trusted(address, trusted):
        nearest = forwarded.pop()
        if _parsed(nearest) is None:
            break
        address = nearest
    return address


def is_trusted(address: str, trusted: tuple[str, ...]) -> bool:
    """Whether this is the address of a proxy of ours."""
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in _networks(trusted))


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(address)
    except ValueError:
        return None


@lru_cache(maxsize=4)
def _networks(trusted: tuple[str, ...]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(part, strict=False) for part in trusted)
