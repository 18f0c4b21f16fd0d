"""What an import is made of: steps, each at its moment, for the line that tells it; one that is refused is told by its
line and takes nothing else back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import DataError, IntegrityError

from lpcommunity.access import Conflict, Invalid, Refused
from lpcommunity.histories.problems import PassedOver, Problem, Problems, SourceLocation, Unfit
from lpcommunity.histories.schema_types import Item
from lpcommunity.importing.file_words import words_of
from lpcommunity.outbox import due_rows
from lpcommunity.storage import clock, session
from lpcommunity.storage.progress import Tell, silent

MAY_NOT = "whoever does this may not do it at that time"
NOTHING_CHANGED = "this changes nothing: it was so already"
DOES_NOT_FIT = "this cannot be kept beside what is there: it is told twice, or a part of it is missing"
TOO_LARGE = "this cannot be kept: a value in it is too long or too large"


def _nothing() -> None:
    """Nothing else speaks of it."""


@dataclass(frozen=True)
class Step:
    """One thing to do through a command. What the file says of it, and where."""

    at: datetime  # wall clock in London
    item: Item
    do: Callable[[], object]
    refused: Callable[[], None] = _nothing  # lets what speaks of it be passed over
    fields: Mapping[str, str] = field(default_factory=dict)  # the file's name for what the command calls otherwise
    actor: SourceLocation | None = None  # where it says who does it
    changes: bool = False  # whether it would be a mistake to tell it if nothing changed
    of: Item | None = None  # the larger part of the file without which it cannot be done

    def where(self, path: Sequence[str | int]) -> SourceLocation:
        """Where the file says what a command means by this way (`("moves", 2, "passage")`: a part of the third)."""
        return _where(self.item, path, self.fields)


def _where(item: Item, path: Sequence[str | int], fields: Mapping[str, str]) -> SourceLocation:
    first, *rest = path
    key = fields.get(str(first), str(first))
    parts = item.get(key)
    if len(rest) > 1 and isinstance(rest[0], int) and isinstance(parts, list) and rest[0] < len(parts):
        return _where(parts[rest[0]], rest[1:], fields)
    return item.where(key)


class Steps:
    """Takes one step after the other. What cannot be done is undone, and noted with the line that asked for it."""

    def __init__(self, problems: Problems, *, at_their_time: bool) -> None:
        self.problems = problems
        self.at_their_time = at_their_time  # else now
        self.written = False

    def take(self, steps: Iterable[Step], tell: Tell = silent) -> None:
        """Take these steps, in the order of time. What fell due before one of them is an event by then: nothing that
        comes later in the story moves it or calls it off.
        """
        current = session()
        event.listen(current, "after_flush", self._note)
        in_order = sorted(steps, key=lambda step: step.at)
        try:
            for number, step in enumerate(in_order):
                tell("Bringing in", number, len(in_order))
                with clock.at(clock.from_london(step.at)) if self.at_their_time else nullcontext():
                    due_rows.all_fall_due()
                    self._take(step)
        finally:
            event.remove(current, "after_flush", self._note)

    def _note(self, *_of_flush: Any) -> None:
        self.written = True

    def _take(self, step: Step) -> None:
        if self.problems.hold_up(step.item) or self.problems.hold_up(step.of):
            step.refused()
            return
        try:
            with session().begin_nested():
                self._do(step)
        except (PassedOver, Unfit, Invalid, Conflict, Refused, IntegrityError, DataError) as refusal:
            step.refused()
            problem = _told(step, refusal)
            if problem is not None:
                self.problems.found.append(problem)

    def _do(self, step: Step) -> None:
        self.written = False
        step.do()
        session().flush()
        if step.changes and not self.written:
            raise Unfit(step.actor or step.item.place, NOTHING_CHANGED)


def _told(step: Step, refusal: Exception) -> Problem | None:
    """A refusal in the file's words, at its place in the file."""
    match refusal:
        case Unfit():
            return refusal.problem
        case Invalid():
            return Problem(step.where(refusal.path), words_of(refusal))
        case Conflict():
            return Problem(step.item.place, words_of(refusal))
        case Refused():
            return Problem(step.actor or step.item.place, MAY_NOT)
        case IntegrityError():  # what no command and no rule refused; the database's own words are for nobody
            return Problem(step.item.place, DOES_NOT_FIT)
        case DataError():
            return Problem(step.item.place, TOO_LARGE)
        case _:
            return None
