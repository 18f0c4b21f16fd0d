"""What stands at the head of every page. `pages` knows who is signed in and provides it; here is only its shape."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import g, request
from sqlalchemy.exc import SQLAlchemyError


@dataclass(frozen=True)
class Item:
    """One word in the masthead."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Account:
    """The person who is signed in, as the masthead shows them."""

    name: str
    initials: str
    url: str = "/account"
    photo_url: str | None = None


@dataclass(frozen=True)
class Masthead:
    """The words of the masthead, and whoever is signed in."""

    home_url: str = "/"
    items: list[Item] = field(default_factory=list)
    person: Account | None = None
    unread: int = 0
    unread_more: bool = False  # more than `unread`, so that it shows as "20+"
    search: bool = False  # offer the search box, and on a small screen a link to it
    sign_in: bool = True  # offer it where nobody is signed in


Provider = Callable[[], Masthead | None]

PLAIN = Masthead(sign_in=False)
_providers: list[Provider] = []


def provide(provider: Provider) -> Provider:
    """Register what makes the masthead of this request. None means: as for somebody signed out."""
    _providers[:] = [provider]
    return provider


def current() -> Masthead:
    """The masthead of this request, made once. A page can still be shown when the database cannot answer."""
    if "masthead" not in g:
        g.masthead = _made()
    made: Masthead = g.masthead
    return made


def _made() -> Masthead:
    for provider in _providers:
        try:
            if made := provider():
                return made
        except SQLAlchemyError:
            return PLAIN
    return signed_out()


def signed_out() -> Masthead:
    """The masthead for a visitor."""
    words = (("What this is", "/how-it-works"), ("Partnerships", "/partnerships"), ("Themes", "/themes"))
    return Masthead(items=[Item(label, url, is_current(url)) for label, url in words])


def is_among(endpoints: str) -> bool:
    """Whether this page is one of those whose endpoints begin so: for a word that leads to the latest of several."""
    return (request.endpoint or "").startswith(endpoints)


def is_current(url: str) -> bool:
    """Whether this page is the one at `url`, for the mark in the masthead."""
    return request.path == url
