"""From when until when somebody is invited to belong to a place."""

from dataclasses import dataclass
from datetime import date, datetime, time

from lpcommunity.access import Invalid
from lpcommunity.storage import today
from lpcommunity.storage.clock import from_london


@dataclass(frozen=True)
class Term:
    """The days of the membership that an invitation promises, both included. Without a first one it begins when it is
    accepted, without a last one it is open.
    """

    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def is_to_come(self) -> bool:
        """Whether it begins on a day after this one."""
        return self.starts_on is not None and self.starts_on > today()

    @property
    def is_over(self) -> bool:
        """Whether its last day is past."""
        return self.ends_on is not None and self.ends_on < today()

    @property
    def first_day(self) -> date | None:
        """From when it counts for who accepts today: its first day, if that is to come, else at once."""
        return self.starts_on if self.is_to_come else None

    def check(self) -> None:
        """Raises Invalid for a first day before today, a last day before today, or one before the first."""
        if self.starts_on is not None and self.starts_on < today():
            raise Invalid("starts_on", "invited-from-past")
        if self.is_over:
            raise Invalid("ends_on", "invited-into-past")
        if self.starts_on is not None and self.ends_on is not None and self.ends_on < self.starts_on:
            raise Invalid("ends_on", "membership-days-reversed")

    def runs_out(self, otherwise: datetime) -> datetime:
        """Until when the invitation is open: it does not outlive the days for which it was meant."""
        if self.ends_on is None:
            return otherwise
        return min(otherwise, from_london(datetime.combine(self.ends_on, time.max)))
