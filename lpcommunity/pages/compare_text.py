"""Two or three places beside one another, from what their reader may read: the facts of a picture, a table of months.

A month is that of each place's own programme: the first begins on the first day of the latest programme that it works
in; where there is none, on the day of the first thing that its reader may read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import itemgetter

from lpcommunity.entries.kinds import kind_of
from lpcommunity.pages.charts.compare import Comparison, Lane, draw_upright, draw_wide
from lpcommunity.pages.charts.journey_facts import Cycle, Happened, Journey, Stone
from lpcommunity.pages.queries.compared import Compared
from lpcommunity.pages.queries.timeline import STORY, Event
from lpcommunity.pages.timeline_text import latest_standing, number_of_each
from lpcommunity.storage import today
from lpcommunity.storage.clock import LONDON
from lpcommunity.web.humanize import number, people_list, plural, sentence
from lpcommunity.web.lru_cache import LRUCache

A_MONTH = 30.4375  # days: the months of several places are equally long
MOST_MONTHS = 24
MOST_LINES = 5  # of a place in a month
_drawings: LRUCache[tuple[Comparison, Comparison]] = LRUCache(200)


@dataclass(frozen=True)
class CellLine:
    """Something of a place in a month. `soft`: what says more than its title, such as that it asks for help."""

    words: str
    path: str = ""
    soft: str = ""


@dataclass(frozen=True)
class Cell:
    """What there is of a place in a month; `more`: how many things besides those that are shown."""

    place: Compared
    lines: list[CellLine] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class MonthRow:
    """A month of all of them. `now`: for whom it is the present one."""

    n: int
    cells: list[Cell]
    now: str = ""


@dataclass(frozen=True)
class PlaceNow:
    """How a place stands, as far as its reader may know."""

    place: Compared
    standing: str | None
    says: str


@dataclass(frozen=True)
class SideBySide:
    """All that the page shows."""

    title: str
    wide: Comparison
    upright: Comparison
    lanes: list[Lane]
    rows: list[MonthRow]
    now: list[PlaceNow]
    cut_short: list[str]  # of whom only the latest is shown


def side_by_side(places: Sequence[Compared]) -> SideBySide:
    """Two or three places, in this order."""
    begins = {place.id: _first_day(place) for place in places}
    months = min(max(_months(place, begins[place.id]) for place in places), MOST_MONTHS)
    lanes = [_lane(place, begins[place.id], months) for place in places]
    so_far = min(max(_month_of(begins[place.id], today()) for place in places), months)
    title = f"{sentence(plural(max(so_far, 1), 'month'))}, {number(len(places))} ways"
    wide, upright = _drawn(lanes, months)
    return SideBySide(
        title=title,
        wide=wide,
        upright=upright,
        lanes=lanes,
        rows=_rows(places, begins, months),
        now=[PlaceNow(place, latest_standing(place.events), _counts(place.events)) for place in places],
        cut_short=[place.name for place in places if len(place.events) >= STORY],
    )


def _first_day(place: Compared) -> date:
    if place.work is not None and place.work.starts_on is not None:
        return place.work.starts_on
    return min((event.day for event in _shown(place.events)), default=today())


def _month_of(begins: date, day: date) -> int:
    """Which month of a place this day is in, counted from 1; 0 and less before its first day."""
    return int((day - begins).days // A_MONTH) + 1


def _months(place: Compared, begins: date) -> int:
    """How many months of a place there are to show: to the end of its programme, or until today."""
    ends = place.work.ends_on if place.work is not None and place.work.ends_on is not None else today()
    return max(_month_of(begins, max(ends, today())), 1)


def _shown(events: Iterable[Event]) -> list[Event]:
    """What its author took back is no part of it."""
    return [event for event in events if not event.taken_back]


def _lane(place: Compared, begins: date, months: int) -> Lane:
    last = begins + timedelta(days=round(months * A_MONTH) - 1)
    events = [event for event in _shown(place.events) if begins <= event.day <= last]
    cycles = [event for event in events if event.looks_back]
    journey = Journey(
        first=begins,
        last=last,
        today=today(),
        title="",
        says="",
        cycles=tuple(_cycle(event, n) for n, event in enumerate(cycles, 1)),
        happened=tuple(Happened(event.day, event.asks_for_help) for event in events if not event.looks_back),
        stones=tuple(
            Stone(line.name, line.day, line.day, line.reached_on is None)
            for line in place.milestones
            if begins <= line.day <= last
        ),
    )
    ends = place.work.ends_on if place.work is not None else None
    return Lane(place.name, journey, ends, number_of_each(events) if events else "nothing yet")


def _cycle(event: Event, n: int) -> Cycle:
    return Cycle(
        n=n,
        id=event.id,
        day=event.day,
        title=event.title,
        answers=tuple(moment.astimezone(LONDON).date() for moment in event.answers),
        closed=event.closed_at.astimezone(LONDON).date() if event.closed_at else None,
        waits=event.waiting,
    )


def _drawn(lanes: Sequence[Lane], months: int) -> tuple[Comparison, Comparison]:
    """Both pictures, drawn once for all who may see as much of these places."""
    key = (tuple(lanes), months)
    drawn = _drawings.get(key)
    if drawn is None:
        title = f"{people_list(lane.name for lane in lanes)} side by side, by month of their programme"
        says = _says(lanes, months)
        drawn = draw_wide(lanes, months, title, says), draw_upright(lanes, months, title, says)
        _drawings.put(key, drawn)
    return drawn


def _says(lanes: Sequence[Lane], months: int) -> str:
    """Two threads on one axis; what each has; and where the same stands in words."""
    each = "; ".join(f"{lane.name}: {lane.says}" for lane in lanes)
    threads = f"{sentence(number(len(lanes)))} threads on one axis of {plural(months, 'programme month')}."
    return f"{threads} {each}. The table below says what happened in each month."


def _counts(events: Sequence[Event]) -> str:
    there = _shown(events)
    if len(there) >= STORY:
        return f"More than {STORY - 1} entries"
    return sentence(number_of_each(there)) if there else "Nothing that you may read yet"


def _rows(places: Sequence[Compared], begins: dict[int, date], months: int) -> list[MonthRow]:
    """Every month in which there is something, and those in which it is now."""
    told = {place.id: _by_month(place, begins[place.id]) for place in places}
    now = {place.id: _month_of(begins[place.id], today()) for place in places}
    rows = []
    for n in range(1, months + 1):
        cells = []
        for place in places:
            lines = told[place.id].get(n, [])
            more = len(lines) - MOST_LINES if len(lines) > MOST_LINES + 1 else 0
            cells.append(Cell(place, lines[:MOST_LINES] if more else lines, more))
        here = [place.name for place in places if now[place.id] == n]
        says = "now" if len(here) == len(places) else f"now in {people_list(here)}" if here else ""
        if says or any(cell.lines for cell in cells):
            rows.append(MonthRow(n, cells, says))
    return rows


def _by_month(place: Compared, begins: date) -> dict[int, list[CellLine]]:
    told = [(event.day, 1, _event_line(event)) for event in _shown(place.events)]
    told += [(line.day, 0, _stone_line(line.name, line.reached_on, place)) for line in place.milestones]
    found: dict[int, list[CellLine]] = {}
    for day, _, line in sorted(told, key=itemgetter(0, 1)):
        found.setdefault(_month_of(begins, day), []).append(line)
    return found


def _event_line(event: Event) -> CellLine:
    kind = kind_of(event.kind)
    soft = kind.word if event.looks_back else "asks for help" if event.asks_for_help else ""
    return CellLine(event.title, kind.path(event.id), soft.lower())


def _stone_line(name: str, reached: date | None, place: Compared) -> CellLine:
    return CellLine(name, f"{place.path}/milestones", "milestone" if reached is not None else "milestone, to come")
