"""What a timeline says: in words beside each picture, and as the steps of a told story."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lpcommunity.entries.kinds import Kind, kind_of, kinds
from lpcommunity.entries.queries import cursor
from lpcommunity.pages.charts import thread
from lpcommunity.pages.queries.place import MilestoneLine
from lpcommunity.pages.queries.timeline import STORY, THREAD, Event
from lpcommunity.storage import today
from lpcommunity.storage.clock import LONDON
from lpcommunity.web.humanize import ago, number, people_list, plural, sentence, short_day, span
from lpcommunity.web.lru_cache import LRUCache

MOST_DRAWINGS = 1_000  # kept in a process: some 5 MB
_drawings: LRUCache[thread.Drawing] = LRUCache(MOST_DRAWINGS)
HAPPENED = "happened"  # in the address of a place: the kinds in which nobody looks back
STEPS = 7  # milestones and reflections in a told story; the journey has all


def draw_thread(events: Sequence[Event], starts: date | None, ends: date | None) -> thread.Drawing:
    """The small thread of these events within the days of a programme: drawn once for all who may see as much of it."""
    key = (tuple(event.drawn for event in events), starts, ends, today())
    drawing = _drawings.get(key)
    if drawing is None:
        drawing = _draw_thread(events, starts, ends, key)
        _drawings.put(key, drawing)
    return drawing


def _draw_thread(
    events: Sequence[Event], starts: date | None, ends: date | None, key: tuple[Hashable, ...]
) -> thread.Drawing:
    shown = thread.window(starts, ends, [event.day for event in events], today(), all_known=len(events) < THREAD)
    marks = [
        thread.Mark(event.day, event.looks_back, event.asks_for_help, bool(event.answers), event.waiting)
        for event in events
    ]
    return thread.draw(shown, marks, key)


def thread_caption(events: Sequence[Event]) -> str:
    """9 updates, 3 reflections, the last 2 days ago."""
    if not events:
        return "Nothing on record yet"
    latest = ago(events[-1].published_at)
    last = f"the last on {latest}" if latest[0].isdigit() and not latest.endswith("ago") else f"the last {latest}"
    if len(events) >= THREAD:
        return f"More than {THREAD - 1} entries, {last}"
    return ", ".join([*_counts(events), last])


def latest_standing(events: Sequence[Event]) -> str | None:
    """How the work stands, by the latest of these that says so."""
    said = (kind_of(event.kind).states(event.card) for event in reversed(events))
    return next((standing for standing in said if standing), None)


@dataclass(frozen=True)
class StoryStep:
    """One step of a told story."""

    sign: str  # flag, flag-ahead, dots, dip, loop, open
    day: date
    when: str
    what: str
    line: str = ""
    path: str = ""
    rounds: int = 0
    dots: tuple[bool, ...] = ()  # what happened between two steps: a dot each, open where it asks for help


@dataclass(frozen=True)
class Story:
    """What a place tried and what came of it; `earlier`: whether there is more than is told."""

    steps: list[StoryStep]
    earlier: bool


def story_steps(
    events: Sequence[Event], milestones: Sequence[MilestoneLine], most: int = STEPS, time_path: str = ""
) -> Story:
    """Milestones, and where somebody looked back, in the order of days; what happened between them as dots.

    Of much the latest, and whatever is to come. `time_path`: the page where milestones are told in full.
    """
    told = [(event.day, False, _looked_back(event)) for event in events if event.looks_back]
    told += [(line.day, line.reached_on is None, _milestone(line, time_path)) for line in milestones]
    told.sort(key=lambda one: one[:2])
    shown = [step for _, _, step in told[-most:]]
    begins = shown[0].day if len(told) > most else date.min
    happened = [event for event in events if not event.looks_back and event.day >= begins]
    steps: list[StoryStep] = []
    for step in shown:
        steps += _between([event for event in happened if event.day < step.day])
        happened = [event for event in happened if event.day >= step.day]
        steps.append(step)
    return Story(steps + _between(happened), earlier=len(told) > most or len(events) >= STORY)


def _between(happened: Sequence[Event]) -> list[StoryStep]:
    if not happened:
        return []
    helps = sum(event.asks_for_help for event in happened)
    asks = f"; {number(helps)} {'asks' if helps == 1 else 'ask'} for help" if helps else ""
    what = f"{sentence(number_of_each(happened))}{asks}"
    return [
        StoryStep(
            "dots",
            happened[0].day,
            span(happened[0].day, happened[-1].day),
            what,
            path=_path_of(happened),
            dots=tuple(event.asks_for_help for event in happened),
        )
    ]


def _path_of(happened: Sequence[Event]) -> str:
    """To the one thing that happened; of several to the list of them, from the latest of these on."""
    latest = happened[-1]
    if len(happened) == 1:
        return kind_of(latest.kind).path(latest.id)
    return f"?kind={HAPPENED}&after={cursor(latest.published_at, latest.id + 1)}#entries"


def _looked_back(event: Event) -> StoryStep:
    kind = kind_of(event.kind)
    when, word, sign = short_day(event.published_at), kind.word.lower(), "dip"
    line = kind.mark.line(event.card, event.standfirst)
    if event.taken_back:
        word = f"{word}, which you took back"
    elif event.waiting and not event.answers:
        sign, when, word = "open", f"Since {when}", f"{word}, waiting for an answer"
    elif event.answers:
        sign = "loop"
        when = span(event.published_at, event.closed_at) if event.closed_at else when
        word = f"{word}, {_rounds(event)}"
    return StoryStep(sign, event.day, f"{when} · {word}", event.title, line, kind.path(event.id), len(event.answers))


def _rounds(event: Event) -> str:
    answered = plural(len(event.answers), "answer")
    return answered if event.closed_at or not event.waiting else f"{answered}, waiting again"


def _milestone(line: MilestoneLine, time_path: str) -> StoryStep:
    path = f"{time_path}#milestone-{line.id}" if time_path else ""
    planned = f", first planned for {short_day(line.first_planned_on)}" if line.moved else ""
    if line.reached_on:
        return StoryStep("flag", line.day, f"{short_day(line.day)} · milestone{planned}", line.name, path=path)
    late = "was due" if line.day < today() else "to come"
    return StoryStep("flag-ahead", line.day, f"{short_day(line.day)} · {late}{planned}", line.name, path=path)


def _counts(events: Sequence[Event]) -> list[str]:
    return [plural(many, kind.word.lower(), figures=True) for kind, many in _numbers(events) if many]


def number_of_each(events: Sequence[Event]) -> str:
    """Nine updates and three reflections."""
    return people_list(plural(many, kind.word.lower()) for kind, many in _numbers(events) if many)


def _numbers(events: Sequence[Event]) -> list[tuple[Kind, int]]:
    """How many there are of each kind, in the order of kinds."""
    return [(kind, sum(1 for event in events if event.kind == kind.key)) for kind in kinds()]


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
