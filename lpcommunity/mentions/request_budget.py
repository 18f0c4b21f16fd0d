"""How often one person may ask for suggestions: far more often than anybody types, and no more than that.

Counted in this process alone, since reading changes nothing: with several the bound is so many times as wide.
"""

import time
from dataclasses import dataclass

from lpcommunity.web.lru_cache import LRUCache

MOST = 240
WITHIN = 60.0  # seconds
PEOPLE = 2_000  # remembered at once


@dataclass(frozen=True)
class _Window:
    began: float
    count: int


_asked: LRUCache[_Window] = LRUCache(PEOPLE)


def seconds_to_wait(person_id: int) -> int:
    """Count one more request of this person. Returns after how many seconds to ask again; 0: it may be answered."""
    moment = time.monotonic()
    window = _asked.get(person_id)
    if window is None or moment - window.began >= WITHIN:
        window = _Window(moment, 0)
    _asked.put(person_id, _Window(window.began, window.count + 1))
    return int(window.began + WITHIN - moment) + 1 if window.count >= MOST else 0
