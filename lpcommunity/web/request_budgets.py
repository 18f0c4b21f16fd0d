"""How often one person may ask for something that a program asks for: far more often than anybody types, and no more.

    BUDGET = RequestBudget(240)                       # a constant of a view's module
    if refusal := BUDGET.refusal(me().id): return refusal

Counted in this process alone, since reading changes nothing: with several the bound is so many times as wide.
"""

import time
from dataclasses import dataclass

from flask import Response, make_response

from lpcommunity.web.lru_cache import LRUCache

A_MINUTE = 60.0
PEOPLE = 2_000  # remembered at once


@dataclass(frozen=True)
class _Window:
    began: float
    count: int


class RequestBudget:
    """So many requests of one person within this time."""

    def __init__(self, most: int, within: float = A_MINUTE) -> None:
        """`within`: in seconds."""
        self.most, self.within = most, within
        self._asked: LRUCache[_Window] = LRUCache(PEOPLE)

    def seconds_to_wait(self, person_id: int) -> int:
        """Count one more request of this person. Returns after how many seconds to ask again; 0: it may be answered."""
        moment = time.monotonic()
        window = self._asked.get(person_id)
        if window is None or moment - window.began >= self.within:
            window = _Window(moment, 0)
        self._asked.put(person_id, _Window(window.began, window.count + 1))
        return int(window.began + self.within - moment) + 1 if window.count >= self.most else 0

    def refusal(self, person_id: int) -> Response | None:
        """Count one more request of this person. Returns the answer to one too many: 429, and when to ask again."""
        wait = self.seconds_to_wait(person_id)
        return make_response("", 429, {"Retry-After": str(wait)}) if wait else None

    def clear(self) -> None:
        """Begin anew: for tests."""
        self._asked.clear()
