"""What waits in the cookie to be said on the next page: for whom it was said, and for nobody else.

The page that it is for may never be opened: the session ends, a window is closed, a train loses its network. Whoever
uses this browser next would read it.
"""

from typing import Any

from flask import Flask, get_flashed_messages, message_flashed, session
from sqlalchemy.exc import SQLAlchemyError

from lpcommunity.web import authentication

WAITING = "_flashes"  # Flask's own name for it
FOR = "flashed_for"  # the tag of whom they are for; empty where nobody was signed in


def flashed() -> list[tuple[str, str]]:
    """Title and words of all that waits for whoever is here now, said once. What waits for anybody else goes."""
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
