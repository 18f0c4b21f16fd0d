"""The grid of places by months, ready for a page and for a table: what stands in each cell, and what it reads as.

A cell in which there is nothing to open is empty, whoever looks: it says no nought, and so nothing of what is confided.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from lpcommunity.entries.kinds import kinds
from lpcommunity.pages.charts import month_marks
from lpcommunity.pages.queries.month_counts import ACTIONS
from lpcommunity.pages.queries.month_range import Month, month_of
from lpcommunity.pages.queries.months import MonthsPlace
from lpcommunity.rhythm.queries import PausedDays
from lpcommunity.storage import today
from lpcommunity.storage.clock import LONDON
from lpcommunity.web.humanize import people_list, plural, sentence, short_day, span
from lpcommunity.web.lru_cache import LRUCache

STEPS = (1, 3, 5, 7)  # from which number on a cell is a step darker
BEFORE, EMPTY, PAUSED = "before", "empty", "paused"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cell:
    """A place in a month."""

    month: Month
    state: str  # before, empty, paused, or the step of its number
    number: int
    numbers: tuple[int, ...]  # of each kind of entry, in order; of reported actions
    signs: str
    came: str  # what came, in words
    paused: str  # on which days it paused, in words


@dataclass(frozen=True)
class Row:
    """A place, and its months. `key` holds everything that is shown of it: rows are kept as they were rendered."""

    key: tuple[Hashable, ...]
    slug: str
    name: str
    says: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Year:
    """Months of one year, above the columns."""

    year: int
    months: int


MOST_ROWS = 600  # kept in a process: some 4 MB
_rows: LRUCache[Row] = LRUCache(MOST_ROWS)


def row(place: MonthsPlace, months: Sequence[Month], pauses: Sequence[PausedDays]) -> Row:
    """A place as it is shown, with when it paused: made once for all who may open as much of it."""
    came = tuple((n, *counts.items()) for n, counts in sorted(place.counts.items()))
    key = (place.slug, place.name, place.created_at, came, tuple(pauses), months[0], len(months), today())
    found = _rows.get(key)
    if found is None:
        found = _row(key, place, months, pauses)
        _rows.put(key, found)
    return found


def _row(key: tuple[Hashable, ...], place: MonthsPlace, months: Sequence[Month], pauses: Sequence[PausedDays]) -> Row:
    begun = month_of(place.created_at.astimezone(LONDON).date())
    first = min([begun, *(months[n] for n in place.counts)])
    cells = tuple(_cell(one, place.counts.get(n, {}), pauses, one < first) for n, one in enumerate(months))
    return Row(key, place.slug, place.name, _says(cells[-1], pauses), cells)


def years(months: Sequence[Month]) -> list[Year]:
    """The years of these months, in order."""
    return [Year(year, len(list(those))) for year, those in groupby(months, key=lambda one: one.year)]


def counted(came: Mapping[str, int]) -> str:
    """Two updates, one reflection and one action reported."""
    parts = [plural(came[kind.key], kind.word.lower(), kind.plural) for kind in kinds() if came.get(kind.key)]
    if came.get(ACTIONS):
        parts.append(plural(came[ACTIONS], "action reported", "actions reported"))
    return people_list(parts)


def pause_today(pauses: Sequence[PausedDays]) -> PausedDays | None:
    """The pause in which a place is today, if it is in one."""
    return next((one for one in pauses if one.from_on <= today() < one.until_on), None)


def _cell(month: Month, came: Mapping[str, int], pauses: Sequence[PausedDays], before: bool) -> Cell:
    number, paused = sum(came.values()), paused_in(month, pauses)
    state = PAUSED if paused else BEFORE if before else EMPTY
    if number:
        state = str(sum(number >= step for step in STEPS))
    numbers = tuple(came.get(what, 0) for what in (*(kind.key for kind in kinds()), ACTIONS))
    shapes = (*(kind.mark.shape for kind in kinds()), "square")
    signs = month_marks.letters(list(zip(shapes, numbers, strict=True)), bool(number and paused))
    return Cell(month, state, number, numbers, signs, counted(came), paused)


def paused_in(month: Month, pauses: Sequence[PausedDays]) -> str:
    """The days of this month on which it paused: 3 to 17 March."""
    ends = month.later(1).first
    within = [(max(one.from_on, month.first), min(one.until_on, ends)) for one in pauses]
    days = [span(first, until - ONE_DAY) for first, until in within if first < until and first <= today()]
    return people_list(dict.fromkeys(days))


def _says(cell: Cell, pauses: Sequence[PausedDays]) -> str:
    """The sentence below the name of a place: how it goes just now, by what can be opened."""
    now_on = pause_today(pauses)
    this = cell.month == month_of(today())
    when = "this month" if this else f"in {cell.month.name}"
    if this and now_on is not None and not cell.number:
        return f"Paused until {short_day(now_on.until_on)}"
    said = sentence(f"{cell.came} {when}") if cell.number else f"Nothing to read {when}"
    return f"{said}, paused until {short_day(now_on.until_on)}" if this and now_on is not None else said


def period(months: Sequence[Month]) -> str:
    """June 2025 to November 2026."""
    if not months:
        return ""
    first, last = months[0].name, months[-1].name
    return first if first == last else f"{first} to {last}"


def is_running(months: Sequence[Month], ends_on: date | None) -> bool:
    """Whether the programme has begun and is not over: whom to call is asked of such a one alone."""
    return bool(months) and (ends_on is None or ends_on >= today())


def as_table(rows: Sequence[Row]) -> tuple[list[str], list[list[str]]]:
    """The same for a spreadsheet: headings, and a row for each place and month. Empty stays empty."""
    headings = ["place", "month", *(kind.plural for kind in kinds()), "actions reported", "in all", PAUSED]
    return headings, [[row.name, *_in_table(cell)] for row in rows for cell in row.cells]


def _in_table(cell: Cell) -> list[str]:
    numbers = [str(number or "") for number in (*cell.numbers, cell.number)]
    return [cell.month.key, *numbers, "yes" if cell.paused else ""]


def signs_in(rows: Sequence[Row]) -> list[str]:
    """The drawings that these rows need, each once."""
    return sorted({cell.signs for row in rows for cell in row.cells if cell.signs})
