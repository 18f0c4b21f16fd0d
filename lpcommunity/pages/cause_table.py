"""Why days moved, added up: causes in the order of their list, never by number, and the months in which they moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lpcommunity.slips.models import REASONS
from lpcommunity.slips.queries import CauseCount
from lpcommunity.web.humanize import number, plural, sentence

MOST_MONTHS = 18


@dataclass(frozen=True)
class Month:
    """A column: a month in which a day moved."""

    year: int
    month: int
    number: int

    @property
    def key(self) -> str:
        """As an address says it: 2026-03."""
        return f"{self.year}-{self.month:02}"

    @property
    def name(self) -> str:
        """March 2026."""
        return f"{date(self.year, self.month, 1):%B %Y}"

    @property
    def short(self) -> str:
        """Mar; its year stands below."""
        return f"{date(self.year, self.month, 1):%b}"


@dataclass(frozen=True)
class Cause:
    """A row: how often days moved for it, in all and in each month that is shown."""

    key: str
    name: str
    number: int
    by_month: list[int]


@dataclass(frozen=True)
class CauseTable:
    """All of it."""

    months: list[Month]
    causes: list[Cause]
    number: int
    earlier: bool  # whether days moved before the months that are shown
    unnamed: list[str]  # causes that nobody gave

    @property
    def in_short(self) -> str:
        """Fourteen moves in seven months, for seven of nine causes."""
        return (
            f"{sentence(plural(self.number, 'move'))} so far, for {number(len(self.causes))} of "
            f"{number(len(REASONS))} causes"
        )


def cause_table(counts: Sequence[CauseCount]) -> CauseTable:
    """These counts as a table."""
    known = sorted({(one.year, one.month) for one in counts})
    shown = known[-MOST_MONTHS:]
    by_cell = {(one.reason, one.year, one.month): one.number for one in counts}
    causes = []
    for key, name in REASONS.items():
        total = sum(one.number for one in counts if one.reason == key)
        if total:
            causes.append(Cause(key, name, total, [by_cell.get((key, *month), 0) for month in shown]))
    months = [
        Month(year, month, sum(one.number for one in counts if (one.year, one.month) == (year, month)))
        for year, month in shown
    ]
    unnamed = [name for key, name in REASONS.items() if all(one.reason != key for one in counts)]
    return CauseTable(months, causes, sum(one.number for one in counts), len(known) > len(shown), unnamed)
