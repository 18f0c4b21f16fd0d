"""Texts below an entry in which people are mentioned: “comment-31”. Whatever has such texts says where they are."""

from collections.abc import Callable

_paths: dict[str, Callable[[int], str]] = {}


def register_part(word: str, path: Callable[[int], str]) -> None:
    """Make known where texts of this word are: `register_part("comment", "/comments/{}".format)`."""
    _paths[word] = path


def path_of(part: str) -> str | None:
    """Where one of them is; None for the entry itself."""
    word, _, number = part.rpartition("-")
    return _paths[word](int(number)) if word in _paths and number.isdigit() else None
