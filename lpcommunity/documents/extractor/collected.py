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
        self._stopped = False

    def add(self, text: str) -> None:
        """Some more of it. Raises Enough."""
        self._parts.append(text[:ENOUGH])
        self._length += len(text)
        if self._length >= ENOUGH:
            self._stopped = True
            raise Enough

    def go_on(self) -> None:
        """Asked between two steps. Raises Enough when the time is over."""
        if time.monotonic() > self._until:
            self._stopped = True
            raise Enough

    def leave_out(self) -> None:
        """Note that the document has more than what is read of it."""
        self._stopped = True

    def text(self) -> tuple[str, bool]:
        """What is kept of it; whether that is all."""
        text = composed("".join(self._parts))
        return text, not (self._stopped or (self._length > MOST and len(text) >= MOST - 1))
