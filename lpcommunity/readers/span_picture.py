"""The picture of who could read an entry when: a bar for each, wide, and upright for narrow screens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lpcommunity.entries.models import PUBLIC
from lpcommunity.readers.former_readers import ONE_PERSON, gone
from lpcommunity.readers.history import COMMUNITY, PARTNERSHIP, History, Person
from lpcommunity.readers.intervals import Interval, Intervals, joined
from lpcommunity.readers.reader_lines import Around, may_be_named
from lpcommunity.readers.time_text import last_day
from lpcommunity.storage.clock import from_london
from lpcommunity.web.humanize import clock_time, in_london, people_list, short_day

MOST_FACILITATORS, MOST_GONE = 6, 4
LETTER = 8.6  # units that a letter of 16 takes, on average and a little more
LEAST = 3.0  # a minute is seen, too
HOURS = timedelta(days=2)  # what is younger has hours on its axis
STEPS = [timedelta(minutes=n) for n in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720)]


@dataclass(frozen=True)
class Row:
    """Somebody, or a group, and when they could read it."""

    label: str
    times: Intervals

    @property
    def said(self) -> str:
        """Owen since 22 July; Callum Frith from 14 August to 11 September."""
        return f"{self.label} {people_list([_said(one) for one in self.times])}"

    @property
    def briefly(self) -> str:
        """The same above a bar."""
        last = self.times[-1]
        return f", since {short_day(last.since)}" if last.goes_on else f", to {last_day(last.until)}"


def _said(time: Interval) -> str:
    if time.goes_on:
        return f"since {short_day(time.since)}"
    first, last = short_day(time.since), last_day(time.until)
    return f"on {first}" if first == last else f"from {first} to {last}"


@dataclass(frozen=True)
class Bar:
    """A stretch of time. `edge`: where it ended."""

    x: float
    width: float
    edge: float | None


@dataclass(frozen=True)
class DrawnRow:
    """A row where it lies."""

    label: str
    y: int
    bars: list[Bar]


@dataclass(frozen=True)
class Picture:
    """What the template draws."""

    width: int
    height: int
    ticks: list[tuple[float, str]]
    rows: list[DrawnRow]


def rows(history: History, around: Around) -> list[Row]:
    """Its author, facilitators, the place, the community, anyone, and who left; each if they ever could."""
    found = [Row("You", (Interval(history.segments[0].time.since),))]
    facilitating = [one for one in history.people if one.facilitates and one.reads]
    seen = [one for one in facilitating if may_be_named(around.author, one)]
    seen = sorted(seen, key=lambda one: one not in history.readers)[:MOST_FACILITATORS]
    found += [Row(_name(one, seen), one.reads) for one in seen]
    others = joined(each for one in facilitating if one not in seen for each in one.reads)
    found += [Row("Other facilitators" if seen else "Facilitators", others)] if others else []
    groups = ((around.place, PARTNERSHIP), ("The community", COMMUNITY), ("Anyone at all", PUBLIC))
    found += [Row(label, times) for label, audience in groups if (times := history.open_to(audience))]
    left = [one for one, _ in gone(history) if one not in facilitating]
    named = [one for one in left if may_be_named(around.author, one)]
    found += [Row(one.name, one.reads) for one in named[:MOST_GONE]]
    return found + [Row(ONE_PERSON, one.reads) for one in left if one not in named and len(left) == len(named) + 1]


def _name(person: Person, others: Sequence[Person]) -> str:
    alike = [one for one in others if one.first_name == person.first_name]
    return person.first_name if len(alike) == 1 else person.name


def wide(found: Sequence[Row], now: datetime) -> Picture:
    """Names at the left, months above."""
    longest = max(len(row.label) for row in found)
    left = min(max(110, LETTER * longest + 14), 250)
    scale = _Scale(found[0].times[0].since, now, left, 672)
    drawn = [
        DrawnRow(_cut(row.label, int((left - 14) / LETTER)), 34 + 36 * n, scale.bars(row))
        for n, row in enumerate(found)
    ]
    return Picture(680, 36 + 36 * len(found), scale.ticks(short=False), drawn)


def upright(found: Sequence[Row], now: datetime) -> Picture:
    """Each name above its bar."""
    scale = _Scale(found[0].times[0].since, now, 2, 326)
    drawn = [
        DrawnRow(_cut(row.label, 38 - len(row.briefly)) + row.briefly, 55 + 51 * n, scale.bars(row))
        for n, row in enumerate(found)
    ]
    return Picture(328, 31 + 51 * len(found), scale.ticks(short=True), drawn)


def title(found: Sequence[Row], now: datetime) -> str:
    """Who could read it, from 20 July to 26 November 2026."""
    return f"Who could read it, from {short_day(found[0].times[0].since)} to {short_day(now)}"


def description(found: Sequence[Row]) -> str:
    """The picture in one sentence."""
    return f"{'; '.join(row.said for row in found)}. The lists say the same."


def _cut(label: str, most: int) -> str:
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


class _Scale:
    """Where a moment lies between the beginning and now."""

    def __init__(self, first: datetime, last: datetime, left: float, right: float) -> None:
        self.first, self.last = first, max(last, first + timedelta(minutes=1))
        self.left, self.right = left, right

    def x(self, moment: datetime) -> float:
        share = (moment - self.first) / (self.last - self.first)
        return round(self.left + (self.right - self.left) * min(max(share, 0), 1), 1)

    def bars(self, row: Row) -> list[Bar]:
        made = []
        for one in row.times:
            begins, ends = self.x(one.since), self.x(min(one.until, self.last))
            begins = min(begins, self.right - LEAST)
            width = round(max(ends - begins, LEAST), 1)
            made.append(Bar(begins, width, None if one.goes_on else round(begins + width, 1)))
        return made

    def ticks(self, *, short: bool) -> list[tuple[float, str]]:
        """Lines at the beginnings of days, months or years, so few that their words do not meet."""
        first, last = in_london(self.first).date(), in_london(self.last).date()
        days = (last - first).days
        if self.last - self.first < HOURS:
            return self._kept([(one, _hour(one)) for one in self._hours(first)])
        if days > 1000:
            found = [(date(year, 1, 1), str(year)) for year in range(first.year + 1, last.year + 1)]
        elif days > 24:
            found = [(one, _month(one, short=short or days > 200)) for one in _months(first, last)]
        else:
            found = [(one, f"{one.day} {one:%b}") for one in (first + timedelta(n) for n in range(1, days + 1))]
        return self._kept([(from_london(datetime.combine(day, time())), label) for day, label in found])

    def _hours(self, first: date) -> list[datetime]:
        """Whole minutes, quarters or hours of a day or two, some six of them."""
        lasted = self.last - self.first
        step = next((one for one in STEPS if lasted <= 6 * one), STEPS[-1])
        midnight = from_london(datetime.combine(first, time()))
        begin = (self.first - midnight) // step + 1
        return [midnight + n * step for n in range(begin, (self.last - midnight) // step + 1)]

    def _kept(self, found: Sequence[tuple[datetime, str]]) -> list[tuple[float, str]]:
        kept: list[tuple[float, str]] = []
        for moment, label in found:
            x = self.x(moment)
            fits = x + LETTER * len(label) <= self.right + 2
            if fits and (not kept or x >= kept[-1][0] + LETTER * len(kept[-1][1]) + 10):
                kept.append((x, label))
        return kept


def _hour(moment: datetime) -> str:
    label = clock_time(moment)
    return f"{in_london(moment).day} {in_london(moment):%b}" if label == "0:00" else label


def _months(first: date, last: date) -> list[date]:
    numbers = range(first.year * 12 + first.month, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _month(day: date, *, short: bool) -> str:
    if day.month == 1:
        return str(day.year)
    return {9: "Sept"}.get(day.month, f"{day:%b}") if short else f"{day:%B}"
