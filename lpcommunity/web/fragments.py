"""Pieces of pages that are the same for every reader who may see them: rendered once, kept for a while in the process.

A piece is kept under everything that it shows, so that nothing has to be thrown away when something changes: what
changed has another key, and what nobody asks for any more makes room. What differs from reader to reader (a button
that is pressed, a count of what is unread) stands outside of a piece; or in its key, if few differ.
"""

from collections.abc import Callable, Hashable
from typing import Any

from flask import Flask
from markupsafe import Markup

from lpcommunity.web.lru_cache import LRUCache

LOCALE = "en-GB"
MOST = 4_000  # pieces: some 4 MB of cards


class Fragments:
    """Rendered pieces by what they show."""

    def __init__(self, most: int = MOST) -> None:
        self._kept: LRUCache[Markup] = LRUCache(most)

    def get(self, key: Hashable, make: Callable[[], Any]) -> Markup:
        """The piece of this key, made now if it is not kept."""
        kept = self._kept.get(key)
        if kept is None:
            kept = Markup(make())  # noqa: S704  (rendered with autoescape)
            self._kept.put(key, kept)
        return kept

    def __len__(self) -> int:
        return len(self._kept)


fragments = Fragments()


def fragment(key: tuple[Hashable, ...], macro: Callable[..., Any], *arguments: Any) -> Markup:
    """For templates: what `macro(*arguments)` renders, kept under `key`, which holds everything that it shows."""
    return fragments.get((LOCALE, getattr(macro, "name", ""), *key), lambda: macro(*arguments))


def register(app: Flask) -> None:
    """Give it to the templates."""
    app.add_template_global(fragment)
