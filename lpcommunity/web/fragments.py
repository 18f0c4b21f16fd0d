"""Pieces of pages that are the same for every reader who may see them: rendered once, kept for a while in the process.

A piece is kept under everything that it shows, so that nothing has to be thrown away when something changes: what
changed has another key, and what nobody asks for any more makes room. What differs from reader to reader (a button
that is pressed, a count of what is unread) stands outside of a piece.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from flask import Flask
from markupsafe import Markup

LOCALE = "en-GB"
MOST = 4_000  # pieces: some 4 MB of cards


class Fragments:
    """A bounded cache of rendered pieces; the one that was asked for longest ago goes first. Safe among threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Markup] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Markup:
        """The piece of this key, made now if it is not kept."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept
        made = Markup(make())  # noqa: S704  (rendered with autoescape)
        with self._lock:
            self._kept[key] = made
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._kept)


fragments = Fragments()


def fragment(key: tuple[Hashable, ...], macro: Callable[..., Any], *arguments: Any) -> Markup:
    """For templates: what `macro(*arguments)` renders, kept under `key`, which holds everything that it shows."""
    return fragments.get((LOCALE, getattr(macro, "name", ""), *key), lambda: macro(*arguments))


def register(app: Flask) -> None:
    """Give it to the templates."""
    app.add_template_global(fragment)
