"""Pieces of pages that are kept: few, safe, and the same for everybody who may see them."""

from itertools import count

from lpcommunity.web.fragments import Fragments


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
