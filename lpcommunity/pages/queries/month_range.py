"""Months as London counts them: which of them a programme shows, and when each begins."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from lpcommunity.storage import today
from lpcommunity.storage.clock import in_london

MOST_MONTHS = 18
KEY = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])\Z")


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    @property
    def key(self) -> str:
        """As an address says it: 2026-03."""
        return f"{self.year}-{self.month:02}"

    @property
    def name(self) -> str:
        """March 2026."""
        return f"{self.first:%B %Y}"

    @property
    def short(self) -> str:
        """Mar; its year stands above."""
        return f"{self.first:%b}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def begins(self) -> datetime:
        """The moment at which it begins in London, as UTC."""
        return in_london(self.first, time())

    def later(self, months: int) -> "Month":
        """The month so many months after it, or before."""
        years, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(years, month + 1)


def month_of(day: date) -> Month:
    """The month in which a day lies."""
    return Month(day.year, day.month)


def month_with_key(text: str) -> Month | None:
    """The month that an address names, or None."""
    found = KEY.match(text)
    return Month(int(found[1]), int(found[2])) if found else None


def shown_months(starts_on: date | None, ends_on: date | None) -> list[Month]:
    """The months of a programme, at most the latest so many; the last is this one as long as the programme lasts.

    Of a programme of which nobody knows the first day the latest so many; of one that has not begun none.
    """
    last = min(month_of(today()), month_of(ends_on or date.max))
    first = last.later(1 - MOST_MONTHS)
    if starts_on is not None:
        first = max(first, month_of(starts_on))
    return [one for n in range(MOST_MONTHS) if (one := first.later(n)) <= last]
