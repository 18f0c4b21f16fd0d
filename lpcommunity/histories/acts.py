"""The acts that a history can be made of. Each feature registers its own: how an act is written down, and how it is
done again, which tells whether it could have been. An entry of every kind is told alike; a kind says what is its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lpcommunity.entries.content import Content
from lpcommunity.histories.replay_state import ReplayState
from lpcommunity.histories.schema_types import Item, Shape
from lpcommunity.histories.schema_types import Kind as Value


@dataclass(frozen=True, eq=False)
class Act:
    """Something that somebody does with an entry that was told before: by its command, which refuses what may not be.

    `fields`: the name in the file of what the command calls otherwise, so that a refusal finds its line. `spoils`: the
    parts that name what nothing more is said of where the act is refused.
    """

    name: str
    shape: Shape
    do: Callable[[Item, ReplayState], None]
    fields: Mapping[str, str] = field(default_factory=dict)
    spoils: Sequence[str] = ("on", "of", "ref")


@dataclass(frozen=True, eq=False)
class EntryAct:
    """How an entry of one kind is told, besides who wrote it where, when and for whom; and how it is changed."""

    kind: str  # the key of the kind, and the name of the act
    must: Mapping[str, Value]
    may: Mapping[str, Value]
    revision: Mapping[str, Value]  # what a revision may name, besides the title
    content: Callable[[Item], Content]
    values: Callable[[Item, ReplayState], dict[str, Any]]  # as the kind's command takes them
    form: Callable[[Item, ReplayState], dict[str, list[str]]]  # the form of one that is still being filled in
    revised: Callable[[Any, Item, ReplayState], tuple[Content, dict[str, Any]]]  # what the file leaves out stays
    fields: Mapping[str, str] = field(default_factory=dict)  # as of an Act


_acts: dict[str, Act] = {}
_entry_acts: dict[str, EntryAct] = {}


def register(act: Act) -> Act:
    """Make an act known."""
    _acts[act.name] = act
    return act


def register_entry(act: EntryAct) -> EntryAct:
    """Make known how entries of a kind are told."""
    _entry_acts[act.kind] = act
    return act


def forget(kind: str) -> None:
    """Let a kind be told no longer: for a kind that only a test has."""
    _entry_acts.pop(kind, None)


def acts() -> dict[str, Act]:
    """What features registered, by name."""
    return dict(_acts)


def entry_acts() -> dict[str, EntryAct]:
    """How entries are told, by kind."""
    return dict(_entry_acts)
