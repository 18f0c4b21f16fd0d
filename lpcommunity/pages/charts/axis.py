"""The days that a picture shows, and where they lie along its thread."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Axis:
    """Days in a row. `today` may part them: what happened lies up to `halt`, and what is to come begins at `now`.

    Marks that would touch move on, so what happened on a day can take more room than the day has. What is to come
    begins behind that.
    """

    first: date
    last: date
    begins: float
    ends: float
    today: date | None = None
    halt: float = 0
    now: float = 0

    def at(self, day: date) -> float:
        """Where a day lies. What is before or after lies at the edge."""
        if self.today is None:
            parts = (self.first, self.begins, self.last, self.ends)
        elif day <= self.today:
            parts = (self.first, self.begins, self.today, self.halt)
        else:
            parts = (self.today, self.now, self.last, self.ends)
        first, begins, last, ends = parts
        day = min(max(day, first), last)
        return round(begins + (ends - begins) * ((day - first) / max(last - first, timedelta(days=1))), 1)

    def shows(self, day: date) -> bool:
        """Whether a day is among them."""
        return self.first <= day <= self.last

    def months(self) -> list[date]:
        """The first days of the months in it."""
        found = [self.first.replace(day=1)]
        while (following := next_month(found[-1])) <= self.last:
            found.append(following)
        return found


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
