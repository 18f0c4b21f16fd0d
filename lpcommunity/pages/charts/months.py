"""One mark an entry, month by month: filled for an update, a ring for a reflection."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

WIDTH, STEP, FOOT, TOP = 300, 15, 22, 10
MOST = 8  # marks in a month; more are said as a number


@dataclass(frozen=True)
class Mark:
    """One entry in the picture."""

    x: float
    y: float
    ring: bool


@dataclass(frozen=True)
class Months:
    """What the macro draws."""

    height: int
    marks: list[Mark] = field(default_factory=list)
    labels: list[tuple[float, str]] = field(default_factory=list)
    more: list[tuple[float, float, int]] = field(default_factory=list)  # x, y, how many in that month

    @property
    def base(self) -> int:
        """The height of the line on which the marks stand."""
        return self.height - FOOT


def last_months(today: date, number: int = 6) -> list[date]:
    """The first days of the last months, this one included."""
    count = today.year * 12 + today.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(count - number + 1, count + 1)]


def draw(today: date, entries: Iterable[tuple[date, bool]], number: int = 6) -> Months:
    """Marks for the entries (day, whether it is a reflection) of the last months."""
    months = last_months(today, number)
    counted: dict[tuple[int, int], list[int]] = {(month.year, month.month): [0, 0] for month in months}
    for day, reflection in entries:
        if (day.year, day.month) in counted:
            counted[day.year, day.month][int(reflection)] += 1
    highest = max(1, *(min(sum(both), MOST) for both in counted.values()))
    picture = Months(height=highest * STEP + FOOT + 4)
    wide = WIDTH / number
    for place, month in enumerate(months):
        middle = round(wide * place + wide / 2, 1)
        picture.labels.append((middle, f"{month:%b}"))
        updates, reflections = counted[month.year, month.month]
        for position in range(min(updates + reflections, MOST)):
            y = picture.base - 9 - position * STEP
            if position == MOST - 1 and updates + reflections > MOST:
                picture.more.append((middle, y + 5, updates + reflections))
            else:
                picture.marks.append(Mark(middle, y, ring=position >= updates))
    return picture
