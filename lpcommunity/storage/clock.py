"""What time it is. One clock for the whole software, so that a history can be replayed and tests can wait.

Times are kept in UTC; days are those of Europe/London, where the partnerships live.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """The present day in London."""
    return now().astimezone(LONDON).date()


def from_london(moment: datetime) -> datetime:
    """A naive wall-clock time in London, as UTC. Of the hour that comes twice in autumn, the first is meant.

    A time that a spring night leaves out counts as if the clocks went forward later: whoever takes times from people
    asks `is_skipped` first, and says so.
    """
    return moment.replace(tzinfo=LONDON).astimezone(UTC)


def is_skipped(moment: datetime) -> bool:
    """Whether no clock in London ever shows this wall-clock time: clocks go forward over it."""
    return from_london(moment).astimezone(LONDON).replace(tzinfo=None) != moment.replace(fold=0)


def next_shown(moment: datetime) -> datetime:
    """This wall-clock time; where it is skipped, the first minute after it that a clock in London shows."""
    while is_skipped(moment):
        moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
    return moment


def in_london(day: date, at: time) -> datetime:
    """When clocks in London show this time on this day, as UTC: what is promised for seven comes at seven, in summer as
    in winter. Of a time that comes twice the first is meant; for one that is skipped, the first that is shown after it.
    """
    return from_london(next_shown(datetime.combine(day, at)))


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be `moment` (aware) within the block: for loading a history through ordinary commands, and for tests."""
    if moment.tzinfo is None:
        raise ValueError("The clock needs a time zone.")
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
