"""What the picture of a journey is made of: as much as its reader may know, and nothing else.

Equal facts make an equal picture, to the byte. Whoever may not read an exchange brings cycles without answers, and so a
plain dip; what they may not read at all is not among the facts, and leaves no gap.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Cycle:
    """Somebody looked back. `answers`, `closed` and `waits` are known to those who may read the exchange."""

    n: int
    id: int  # of its entry
    day: date
    title: str
    came: str = ""  # one line of what came of it
    answers: tuple[date, ...] = ()
    closed: date | None = None
    waits: bool = False


@dataclass(frozen=True)
class Happened:
    """Something was put on record; `help`: and asks for help."""

    day: date
    help: bool = False


@dataclass(frozen=True)
class Undertaken:
    """An action, from the day it was undertaken to the day it was reported, or is due."""

    begins: date
    lands: date
    state: str  # done, changed, dropped, open


@dataclass(frozen=True)
class Stone:
    """A milestone: for which day it was first planned, and where it stands."""

    name: str
    first: date
    day: date
    ahead: bool


@dataclass(frozen=True)
class Asked:
    """A question that was left open, for whoever may read the exchange; answered, for whoever may read by what."""

    cycle_id: int  # the entry below which it was asked
    asked_on: date
    says: str
    answered_on: date | None = None
    path: str = ""  # where what answers it is
    by_action: bool = False  # whether that is an action, whose sign stands beside the thread


@dataclass(frozen=True)
class Journey:
    """All that is drawn of a place between two days. `since`: when its reader last looked."""

    first: date
    last: date
    today: date
    title: str
    says: str
    cycles: tuple[Cycle, ...] = ()
    happened: tuple[Happened, ...] = ()
    undertaken: tuple[Undertaken, ...] = ()
    stones: tuple[Stone, ...] = ()
    asked: tuple[Asked, ...] = ()
    since: date | None = None

    def shows(self, day: date) -> bool:
        """Whether a day is in the picture."""
        return self.first <= day <= self.last


def answers_shown(cycle: Cycle, last: date) -> tuple[tuple[date, ...], bool]:
    """Its answers up to a day, and whether its line goes on after that, or waits."""
    shown = tuple(day for day in cycle.answers if day <= last)
    goes_on = len(shown) < len(cycle.answers) or (cycle.closed is not None and cycle.closed > last)
    return shown, cycle.waits or goes_on
