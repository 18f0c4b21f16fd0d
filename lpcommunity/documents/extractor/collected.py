"""Gathering the text of a document until there is enough of it, or the time is over."""

import time

from lpcommunity.documents.extractor.tidying import MOST, composed

ENOUGH = MOST + MOST // 4  # blanks go afterwards


class Enough(Exception):
    """There is as much text as is kept, or no more time: what there is by now is the document's text."""


class Collected:
    """The text of a document as it comes."""

    def __init__(self, until: float) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._until = until

    def add(self, text: str) -> None:
        """Some more of it. Raises Enough."""
        self._parts.append(text[:ENOUGH])
        self._length += len(text)
        if self._length >= ENOUGH:
            raise Enough

    def go_on(self) -> None:
        """Asked between two steps. Raises Enough when the time is over."""
        if time.monotonic() > self._until:
            raise Enough

    def text(self) -> str:
        """All of it, as it is kept."""
        return composed("".join(self._parts))
