"""The kinds of entry, as far as the spine needs to know them. Each kind registers itself when it is imported.

A kind that nobody imports would load as a plain Entry without a word; `app` imports all, and a test
holds the registry complete.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lpcommunity.entries.models import Entry


@dataclass(frozen=True)
class Kind:
    """What is common knowledge of a kind: its word, its sign, where it lives, what a card and a version show of it."""

    key: str  # update, reflection
    word: str  # “Update”, as on screen
    plural: str  # “updates”: the word, and the first part of its address
    icon: str  # i-update
    model: type[Entry]
    card: Callable[[Any], dict[str, Any]]  # small facts for a card, such as the standing
    details: Callable[[Any], dict[str, Any]]  # what a version keeps of the kind's own columns

    # What a version says, by the words that stand before it: for showing what changed.
    texts: Callable[[dict[str, Any], dict[str, Any]], dict[str, str]] = lambda fields, _details: {
        key.replace("-", " ").capitalize(): str(text) for key, text in fields.items()
    }

    def path(self, entry_id: int) -> str:
        """The address of an entry of this kind."""
        return f"/{self.plural}/{entry_id}"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known. Called once, at the end of the kind's models or kind module."""
    _kinds[kind.key] = kind
    return kind


def kind_of(key: str) -> Kind:
    """The kind of that key. Raises KeyError for one that nobody registered."""
    return _kinds[key]


def kinds() -> list[Kind]:
    """All kinds, in the order of their words."""
    return sorted(_kinds.values(), key=lambda kind: kind.word)
