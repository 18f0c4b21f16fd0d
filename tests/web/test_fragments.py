"""Pieces of pages that are kept: few, safe, and the same for everybody who may see them."""

from itertools import count

from lpcommunity.web.fragments import Fragments
from lpcommunity.web.lru_cache import LRUCache


def test_a_piece_is_made_once():
    kept, numbers = Fragments(), count()
    assert [kept.get(("a", 1), lambda: str(next(numbers))) for _ in range(3)] == ["0", "0", "0"]


def test_no_more_are_kept_than_there_is_room_for_and_the_oldest_goes():
    kept = Fragments(most=2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, str(key).upper)
    assert len(kept) == 2
    assert kept.get("a", lambda: "new") == "A"
    assert kept.get("b", lambda: "new") == "new"


def test_what_is_counted_by_its_size_makes_room_by_its_size():
    kept = LRUCache(10, len)
    for value in ("aaaa", "bbbb", "cc"):
        kept.put(value[0], value)
    assert len(kept) == 3
    kept.put("b", "b")
    kept.put("d", "ddddd")
    assert [kept.get(key) for key in "abcd"] == [None, "b", "cc", "ddddd"]
    kept.put("e", "far too long for it")
    assert len(kept) == 0
