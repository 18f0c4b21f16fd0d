"""What is kept in this process for a while, up to a limit: least recently used goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class LRUCache(Generic[Value]):
    """Values under keys, at most `most` of them by `size` (each counts as one, or its bytes). Safe among threads."""

    def __init__(self, most: int, size: Callable[[Value], int] = lambda _value: 1) -> None:
        self._most, self._size = most, size
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._filled = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        """What is kept under this key."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def put(self, key: Hashable, value: Value) -> None:
        """Keep a value, if there is room for it at all; older ones make room."""
        with self._lock:
            if key in self._kept:
                self._filled -= self._size(self._kept.pop(key))
            self._kept[key] = value
            self._filled += self._size(value)
            while self._filled > self._most:
                self._filled -= self._size(self._kept.popitem(last=False)[1])

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._kept.clear()
            self._filled = 0

    def __len__(self) -> int:
        return len(self._kept)
