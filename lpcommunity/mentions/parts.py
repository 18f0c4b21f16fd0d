"""Texts below an entry in which people are mentioned: “comment-31”. Whatever has such texts says where they are, and
who reads them.
"""

from collections.abc import Callable

from lpcommunity.access.reader import Reader, Visitor

_paths: dict[str, Callable[[int], str]] = {}
_readers: dict[str, Callable[[Reader | Visitor, int], bool]] = {}


def register_part(word: str, path: Callable[[int], str], may_read: Callable[[Reader | Visitor, int], bool]) -> None:
    """Make known where texts of this word are, and who may read one: `register_part("comment", "/comments/{}".format,
    …)`.
    """
    _paths[word], _readers[word] = path, may_read


def may_read(actor: Reader | Visitor, part: str) -> bool:
    """Whether somebody who may read the entry may read this text, too; the entry itself has no part."""
    word, _, number = part.rpartition("-")
    return not part or (word in _readers and number.isdigit() and _readers[word](actor, int(number)))


def path_of(part: str) -> str | None:
    """Where one of them is; None for the entry itself."""
    word, _, number = part.rpartition("-")
    return _paths[word](int(number)) if word in _paths and number.isdigit() else None
