"""Stretches of time: joined, and where several overlap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

BEGINNING, FOREVER = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
GAP = timedelta(seconds=1)  # one role ends and the next begins in one command, with a clock that ran on in between


@dataclass(frozen=True, order=True)
class Interval:
    """From a moment on, until another that is no part of it."""

    since: datetime
    until: datetime = FOREVER

    @property
    def goes_on(self) -> bool:
        """Whether it has no end yet."""
        return self.until == FOREVER

    def covers(self, moment: datetime) -> bool:
        """Whether that moment is in it."""
        return self.since <= moment < self.until


Intervals: TypeAlias = tuple[Interval, ...]


def joined(several: Iterable[Interval]) -> Intervals:
    """The same time in as few stretches as it can be said in, the earliest first; what is empty is left out."""
    found: list[Interval] = []
    for one in sorted(each for each in several if each.since < each.until):
        if found and one.since <= found[-1].until + (timedelta() if found[-1].goes_on else GAP):
            found[-1] = Interval(found[-1].since, max(found[-1].until, one.until))
        else:
            found.append(one)
    return tuple(found)


def common(first: Iterable[Interval], *others: Iterable[Interval]) -> Intervals:
    """The time that is in all of these."""
    left = list(first)
    for each in map(list, others):
        left = [Interval(max(a.since, b.since), min(a.until, b.until)) for a in left for b in each]
    return joined(left)


def covering(several: Iterable[Interval], moment: datetime) -> Interval | None:
    """The stretch in which that moment is."""
    return next((one for one in several if one.covers(moment)), None)
