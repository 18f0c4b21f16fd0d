"""What waits in the cookie to be said on the next page: for whom it was said, and for nobody else.

The page that it is for may never be opened: the session ends, a window is closed, a train loses its network. Whoever
uses this browser next would read it.
"""

from typing import Any

from flask import Flask, flash, get_flashed_messages, message_flashed, session
from sqlalchemy.exc import SQLAlchemyError

from lpcommunity.web import authentication, urls

WAITING = "_flashes"  # Flask's own name for it
FOR = "flashed_for"  # the tag of whom they are for; empty where nobody was signed in


def flash_at(words: str, address: str) -> None:
    """Say this on the next page. Where that is the page of this address, it stands beside the place that the address
    names (`…#c81`), which shows what `flashed_beside` has for it; the top of the page may be far from there.
    """
    flash(words, address)


def flashed_beside() -> dict[str, list[str]]:
    """What is said beside places of the page that is being made, by the name of the place."""
    here, said = f"{urls.here()}#", dict[str, list[str]]()
    for title, words in _waiting():
        if title.startswith(here):
            said.setdefault(title.removeprefix(here), []).append(words)
    return said


def flashed() -> list[tuple[str, str]]:
    """Title and words of what is said at the top of the page, once."""
    beside = f"{urls.here()}#"
    return [
        ("message" if title.startswith("/") else title, words)
        for title, words in _waiting()
        if not title.startswith(beside)
    ]


def _waiting() -> list[tuple[str, str]]:
    """All that waits for whoever is here now. What waits for anybody else goes."""
    if WAITING not in session:
        return _said()
    try:
        here = authentication.writer_tags() or [""]
    except SQLAlchemyError:
        return []  # it waits on
    if session.pop(FOR, None) not in here:
        session.pop(WAITING)
    return _said()


def _said() -> list[tuple[str, str]]:
    found: list[Any] = list(get_flashed_messages(with_categories=True))
    return [(title, words) for title, words in found]


def _bind(_app: Flask, **_said: Any) -> None:
    """Note for whom the message is that was put there just now. One that waits for somebody else goes."""
    tag = next(iter(authentication.writer_tags()), "")
    if session.get(FOR, tag) != tag:
        session[WAITING] = session[WAITING][-1:]
    session[FOR] = tag


def register(app: Flask) -> None:
    """Bind every message as it comes."""
    message_flashed.connect(_bind, app)
