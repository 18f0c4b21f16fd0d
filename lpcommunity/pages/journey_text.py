"""The journey of a place, from what its reader may read: the facts of its picture, and what it says in a sentence."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import count

from lpcommunity.actions.action_marks import ActionMark
from lpcommunity.entries.kinds import kind_at, kind_of
from lpcommunity.pages.charts import journey as wide
from lpcommunity.pages.charts import journey_upright as upright
from lpcommunity.pages.charts.axis import next_month
from lpcommunity.pages.charts.journey_facts import Asked, Cycle, Happened, Journey, Stone, Undertaken
from lpcommunity.pages.charts.journey_shapes import Drawing
from lpcommunity.pages.queries.place import MilestoneLine
from lpcommunity.pages.queries.timeline import Event
from lpcommunity.pages.timeline_text import number_of_each
from lpcommunity.questions.question_lines import QuestionLine
from lpcommunity.storage import today
from lpcommunity.storage.clock import LONDON
from lpcommunity.web.humanize import month, number, people_list, plural, sentence
from lpcommunity.web.lru_cache import LRUCache

MOST_DRAWINGS = 300  # kept in a process: some 6 MB
MOST_CYCLES, MOST_MONTHS = 7, 12  # more than that is shown by half year
_drawings: LRUCache[Drawing] = LRUCache(MOST_DRAWINGS)
_numbers = count(1)


@dataclass(frozen=True)
class Known:
    """What a reader may read of a place, in time: the one thing that picture, list and sentence are made of."""

    events: Sequence[Event] = ()  # on record, the oldest first
    actions: Sequence[ActionMark] = ()
    milestones: Sequence[MilestoneLine] = ()
    asked: Sequence[Asked] = ()

    @cached_property
    def looked_back(self) -> list[Event]:
        """Where a cycle begins. What its author took back is no part of the journey."""
        return [event for event in self.events if event.looks_back and not event.taken_back]

    @cached_property
    def happened(self) -> list[Event]:
        """What was put on record besides."""
        return [event for event in self.events if not event.looks_back and not event.taken_back]

    @cached_property
    def days(self) -> list[date]:
        """Every day on which something stands."""
        on_record = [event.day for event in (*self.looked_back, *self.happened)]
        acted = [day for line in self.actions for day in (line.began_on, line.landed_on)]
        return [*on_record, *acted, *(line.day for line in self.milestones)]


@dataclass(frozen=True)
class Half:
    """Half a year, as an address names it (2026-1) and as a page does."""

    year: int
    part: int

    @property
    def key(self) -> str:
        """As an address names it."""
        return f"{self.year}-{self.part}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 1 if self.part == 1 else 7, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, 6, 30) if self.part == 1 else date(self.year, 12, 31)

    @property
    def words(self) -> str:
        """January to June 2026."""
        return f"{'January to June' if self.part == 1 else 'July to December'} {self.year}"


@dataclass(frozen=True)
class Shown:
    """Which days are shown; `halves` where the whole would not fit into a picture, the latest first."""

    first: date
    last: date
    half: Half | None = None
    halves: list[Half] = field(default_factory=list)


def asked_of(questions: Iterable[QuestionLine]) -> list[Asked]:
    """The lines of questions that were left open, for whoever may read both ends; an open one has one."""
    return [
        Asked(
            one.reflection_id,
            one.asked_at.astimezone(LONDON).date(),
            one.says,
            one.answered_on,
            one.answered_path,
            by_action=kind_at(one.answered_path) is None,
        )
        for one in questions
        if one.is_open or one.answered_on is not None
    ]


def window(known: Known, wanted: str = "") -> Shown | None:
    """The days to show: all months in which something stands, and this one; of a long time half a year, the one that
    was asked for or the latest. None where there is nothing.
    """
    days = known.days
    if not days:
        return None
    first, last = min([*days, today()]).replace(day=1), _month_end(max([*days, today()]))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months <= MOST_MONTHS and len(known.looked_back) <= MOST_CYCLES:
        return Shown(first, last)
    halves = [Half(*one) for one in sorted({(day.year, 1 if day.month < 7 else 2) for day in days}, reverse=True)]
    chosen = next((half for half in halves if half.key == wanted), None) or _latest(halves)
    return Shown(chosen.first, chosen.last, chosen, halves)


def _latest(halves: Sequence[Half]) -> Half:
    """The latest that is not all to come; else the first of those."""
    return next((half for half in halves if half.first <= today()), halves[-1])


def _month_end(day: date) -> date:
    return next_month(day) - timedelta(days=1)


def journey_of(place: str, known: Known, shown: Shown, since: datetime | None = None) -> Journey:
    """The facts of a picture between these days: only what is in it, so that pictures that are alike are kept once.

    Cycles are counted among all those that its reader may read. `since`: when that reader last looked.
    """
    first, last = shown.first, shown.last
    cycles = tuple(_cycles(known, shown))
    there = {one.id for one in cycles}
    facts = Journey(
        first=first,
        last=last,
        today=today(),
        title=_title(place, shown),
        says="",
        cycles=cycles,
        happened=tuple(
            Happened(event.day, event.asks_for_help) for event in known.happened if first <= event.day <= last
        ),
        undertaken=tuple(
            Undertaken(line.began_on, line.landed_on, line.outcome or "open")
            for line in known.actions
            if line.began_on <= last and line.landed_on >= first
        ),
        stones=tuple(
            Stone(line.name, line.first_planned_on if line.moved else line.day, line.day, line.reached_on is None)
            for line in known.milestones
            if first <= line.day <= last
        ),
        asked=tuple(one for one in known.asked if one.cycle_id in there),
        since=since.astimezone(LONDON).date() if since is not None else None,
    )
    return replace(facts, says=_says(facts, known))


def _cycles(known: Known, shown: Shown) -> Iterable[Cycle]:
    came = came_of(known.actions)
    for n, event in enumerate(known.looked_back, 1):
        if shown.first <= event.day <= shown.last:
            yield Cycle(
                n=n,
                id=event.id,
                day=event.day,
                title=event.title,
                came=came.get(event.id, ""),
                answers=tuple(moment.astimezone(LONDON).date() for moment in event.answers),
                closed=event.closed_at.astimezone(LONDON).date() if event.closed_at else None,
                waits=event.waiting,
            )


def came_of(actions: Iterable[ActionMark]) -> dict[int, str]:
    """What was done and came of an entry: the latest action reported that its reader may know to come from there."""
    reported = sorted(
        (line for line in actions if line.source_id is not None and line.reported_at is not None),
        key=lambda line: (line.reported_at or line.created_at, line.id),
    )
    return {line.source_id: line.what for line in reported if line.source_id is not None}


def _title(place: str, shown: Shown) -> str:
    return f"The journey of {place}, {month(shown.first)} to {month(shown.last)}"


def _says(facts: Journey, known: Known) -> str:
    """Nine updates and three reflections; eight actions, of which two are open; five milestones, of which two moved."""
    events = [event for event in (*known.happened, *known.looked_back) if facts.shows(event.day)]
    parts = [number_of_each(events)] if events else []
    if facts.undertaken:
        still = sum(one.state == "open" for one in facts.undertaken)
        opened = f", of which {number(still)} {'is' if still == 1 else 'are'} open" if still else ""
        parts.append(f"{plural(len(facts.undertaken), 'action')}{opened}")
    if facts.stones:
        moved = sum(one.first != one.day for one in facts.stones)
        parts.append(f"{plural(len(facts.stones), 'milestone')}{f', of which {number(moved)} moved' if moved else ''}")
    if facts.asked:
        answered = sum(one.answered_on is not None for one in facts.asked)
        ends = people_list(
            f"{number(n)} {word}"
            for n, word in ((answered, "answered since"), (len(facts.asked) - answered, "still open"))
            if n
        )
        parts.append(f"{plural(len(facts.asked), 'question')} that stayed open: {ends}")
    said = f"{sentence('; '.join(parts))}." if parts else "Nothing yet."
    return f"{said} The list below tells the same story."


def draw_wide(journey: Journey) -> Drawing:
    """The picture for 1040 px and more: drawn once for all who may see as much of it."""
    return _drawn("wide", journey, wide.draw)


def draw_upright(journey: Journey) -> Drawing:
    """The one for narrower screens."""
    return _drawn("upright", journey, upright.draw)


def _drawn(which: str, journey: Journey, draw: Callable[[Journey], Drawing]) -> Drawing:
    drawing = _drawings.get((which, journey))
    if drawing is None:
        drawing = replace(draw(journey), key=next(_numbers))
        _drawings.put((which, journey), drawing)
    return drawing


def line_of(event: Event) -> str:
    """One line of what was made of it."""
    return kind_of(event.kind).mark.line(event.card, event.standfirst)
