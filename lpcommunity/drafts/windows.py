"""The windows in which somebody writes in one form: at the desk, on a phone, in two tabs of one browser.

Each form that is opened is a window of its own, and carries what it saw of its draft (`seen`, a hidden field): its own
name, and how often the draft had been saved by then. A window that saves what another one carried on with meanwhile
overtakes nobody: its words go to a draft of their own, under a key made of the first and of the window.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4, uuid5

from lpcommunity.access.reader import Reader

Words = Mapping[str, Sequence[str]]
Numbers = Mapping[int, int]
FileCopier = Callable[[Reader, str, str], Numbers]
NUMBERED = re.compile(r"^(alt-)(\d{1,10})$")
CHOSEN = "remove-file"  # whose values are numbers of files
NUMBER = re.compile(r"^(\d{1,10})$")
IN_WORDS = re.compile(r"(?<=/attachments/)(\d{1,10})\b")

copiers: list[FileCopier] = []


def register_copier(copier: FileCopier) -> FileCopier:
    """Register what gives the files of one form, by the keys of both, to another one as well. It returns the numbers of
    the copies by those of the files, and copies nothing twice.
    """
    copiers.append(copier)
    return copier


class Saved(Protocol):
    """A draft as it was saved last."""

    @property
    def window(self) -> str | None:
        """The window that did."""

    @property
    def saves(self) -> int:
        """How often it was saved."""

    @property
    def fields(self) -> Words:
        """What was kept."""

    @property
    def spent_at(self) -> datetime | None:
        """When it was sent, or thrown away."""


@dataclass(frozen=True)
class Seen:
    """What a window knew of the draft when it was opened."""

    window: str
    saves: int

    def __str__(self) -> str:
        return f"{self.window}.{self.saves}"


def opened(draft: Saved | None) -> Seen:
    """A window that opens now, with this draft or with none."""
    return Seen(str(uuid4()), draft.saves if draft else 0)


def read(text: str) -> Seen | None:
    """What the field says, or None for a form that has none, or a broken one."""
    name, _, saves = text.partition(".")
    try:
        return Seen(str(UUID(name)), int(saves)) if saves.isascii() and saves.isdigit() and len(saves) < 10 else None
    except ValueError:
        return None


def is_ahead(draft: Saved | None, seen: Seen | None, words: Words) -> bool:
    """Whether somebody carried on with this draft in another window since, with other words."""
    if (
        draft is None
        or draft.spent_at is not None
        or seen is None
        or seen.window == draft.window
        or seen.saves == draft.saves
    ):
        return False
    return differ(draft.fields, words)


def key_beside(idempotency_key: str, seen: Seen | None) -> str:
    """The key of the draft that this window's words go to: the same however often it saves."""
    return str(uuid5(UUID(idempotency_key), f"window {seen.window if seen else ''}"))


def key_after(idempotency_key: str, subject: str, words: Words) -> str:
    """The key of a form that carries on with words that came when the first was posted: the same for the same words."""
    kept = {name: list(values) for name, values in words.items()}
    return str(uuid5(UUID(idempotency_key), f"{subject} {json.dumps(kept, sort_keys=True)}"))


def renumbered(words: Words, numbers: Numbers) -> dict[str, list[str]]:
    """Words that speak of files by their numbers, speaking of their copies."""

    def of(match: re.Match[str]) -> str:
        return str(numbers.get(int(match[1]), match[1]))

    def named(name: str) -> str:
        found = NUMBERED.match(name)
        return f"{found[1]}{numbers.get(int(found[2]), found[2])}" if found else name

    def said(name: str, value: str) -> str:
        return NUMBER.sub(of, value) if name == CHOSEN else IN_WORDS.sub(of, value)

    return {named(name): [said(name, value) for value in values] for name, values in words.items()}


def differ(some: Words, others: Words) -> bool:
    """Whether these say or choose something else than those."""
    return _said(some) != _said(others)


def _said(words: Words) -> dict[str, list[str]]:
    """What is written and chosen, blanks and line ends aside."""
    kept = {name: [" ".join(value.split()) for value in values] for name, values in words.items()}
    return {name: values for name, values in kept.items() if any(values)}
