"""A visitor without a screen, who signs in as one of the demonstration's people and follows every link."""

import re
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter, deque
from html.parser import HTMLParser
from http.cookiejar import CookieJar

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, MapAdapter

ENOUGH = 12  # pages of one kind; more of them would show nothing new


class Links(HTMLParser):
    """The addresses that a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


class Visitor:
    """One browser, without a screen."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def open(self, address: str, sent: dict[str, str] | None = None) -> tuple[int, str, str]:
        """The status, the address where one ended up, and the text; no text for anything that is not a page."""
        words = urllib.parse.urlencode(sent).encode() if sent else None
        try:
            with self.opener.open(urllib.parse.urljoin(self.home, address), data=words, timeout=20) as answer:
                page = answer.headers.get_content_type() == "text/html"
                return (
                    answer.status,
                    _path(self.home, address, answer.url) or "",
                    answer.read().decode() if page else "",
                )
        except urllib.error.HTTPError as error:
            with error:
                return error.code, address, ""

    def sign_in(self, persona: str) -> None:
        """Come in with one click."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.open("/sign-in")[2])
        self.open("/demo/sign-in", {"persona": persona, "csrf_token": token.group(1) if token else ""})
        assert self.open("/account")[0] == 200, f"{persona} cannot sign in"


def wander(visitor: Visitor, addresses: Map, start: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    """Follow every link from these pages on.

    Answers one address for each kind of page (its rule → the address), and the links that lead nowhere.
    """
    adapter = addresses.bind("127.0.0.1")
    found: dict[str, str] = {}
    seen: set[str] = set(start)
    visits: Counter[str] = Counter()
    waiting = deque((address, "the beginning") for address in start)
    broken: list[str] = []
    while waiting:
        address, origin = waiting.popleft()
        rule = _rule(adapter, address)
        if rule is None or visits[rule] >= ENOUGH:
            continue
        visits[rule] += 1
        status, ended, text = visitor.open(address)
        if status >= 400:
            broken.append(f"{address} answers {status}; linked from {origin}")
            continue
        if not text:
            continue
        found.setdefault(_rule(adapter, ended) or rule, ended)
        links = Links()
        links.feed(text)
        for link in links.found:
            path = _path(visitor.home, address, link)
            if path and path not in seen:
                seen.add(path)
                waiting.append((path, address))
    return found, broken


def _path(home: str, base: str, link: str) -> str | None:
    """The address below this site that a link leads to; None for another site, a mail address, a place on the page."""
    whole = urllib.parse.urljoin(urllib.parse.urljoin(home, base), link)
    parts = urllib.parse.urlsplit(whole)
    if f"{parts.scheme}://{parts.netloc}" != home:
        return None
    return urllib.parse.urlunsplit(("", "", parts.path, parts.query, ""))


def _rule(adapter: MapAdapter, address: str) -> str | None:
    """Which route an address belongs to; None where there is none (a built file)."""
    try:
        rule, _ = adapter.match(urllib.parse.urlsplit(address).path, method="GET", return_rule=True)
    except HTTPException:
        return None
    return str(rule.rule)
