"""The same in words: what a place tried and what came of it, month by month, as far as its reader may know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from lpcommunity.actions.action_marks import ActionMark
from lpcommunity.entries.kinds import kind_of
from lpcommunity.pages.charts.journey_facts import Asked
from lpcommunity.pages.journey_text import Known, Shown, line_of
from lpcommunity.pages.queries.place import MilestoneLine
from lpcommunity.pages.queries.timeline import Event
from lpcommunity.slips.queries import SlipLine
from lpcommunity.storage import today
from lpcommunity.storage.clock import LONDON
from lpcommunity.web.humanize import brief, month, people_list, plural, sentence, short_day, span

CAME = 200  # characters of what came of it


@dataclass(frozen=True)
class NewSince:
    """Since when what others did is new to its reader (UTC)."""

    moment: datetime
    reader_id: int

    def covers(self, moment: datetime, by: int | None) -> bool:
        """Whether what somebody did then is new."""
        return moment > self.moment and by != self.reader_id


@dataclass(frozen=True)
class StoryLine:
    """One thing that happened. `notes` are sentences; those of others are quoted as they are."""

    sign: str  # dot, help, dip, done, changed, dropped, open, flag, flag-ahead
    day: date
    title: str
    path: str
    notes: tuple[str, ...]
    questions: int = 0  # how often somebody answered, for whoever may know
    is_new: bool = False


@dataclass(frozen=True)
class StoryMonth:
    """The lines of a month, or what is to come."""

    key: str
    name: str
    lines: list[StoryLine] = field(default_factory=list)


def story_months(
    known: Known, shown: Shown, slips: Sequence[SlipLine] = (), *, time_path: str = "", since: NewSince | None = None
) -> list[StoryMonth]:
    """What stands in the picture between these days, the oldest first; what is to come at the end."""
    told = sorted(_lines(known, slips, time_path, since), key=lambda one: one[0])
    there = [line for (day, _), line in told if shown.first <= day <= shown.last]
    ahead = [line for line in there if _is_ahead(line)]
    months: dict[str, StoryMonth] = {}
    for line in there:
        if not _is_ahead(line):
            key = f"{line.day:%Y-%m}"
            name = f"{line.day:%B}" if months and line.day.month != 1 else month(line.day)
            months.setdefault(key, StoryMonth(key, name)).lines.append(line)
    return [*months.values(), *([StoryMonth("to-come", "To come", ahead)] if ahead else [])]


def _is_ahead(line: StoryLine) -> bool:
    return line.sign in ("open", "flag-ahead") and line.day >= today()


def _lines(
    known: Known, slips: Sequence[SlipLine], time_path: str, since: NewSince | None
) -> Iterable[tuple[tuple[date, int], StoryLine]]:
    """Each with the day it belongs to, and its place among those of one day."""
    for event in known.happened:
        yield (event.day, 1), _happened(event, known.asked, since)
    for n, event in enumerate(known.looked_back, 1):
        yield (event.day, 2), _looked_back(event, n, since)
    following = {line.continues_id: line.what for line in known.actions if line.continues_id is not None}
    for line in known.actions:
        yield (line.landed_on, 3), _action(line, following.get(line.id, ""), known.asked, since)
    for stone in known.milestones:
        of_stone = [slip for slip in slips if slip.milestone_id == stone.id]
        yield (stone.day, 4), _milestone(stone, of_stone, time_path, since)


def _happened(event: Event, asked: Sequence[Asked], since: NewSince | None) -> StoryLine:
    kind = kind_of(event.kind)
    help_ = ", asks for help" if event.asks_for_help else ""
    notes = (f"{short_day(event.published_at)}{help_}.", *_answers(kind.path(event.id), asked))
    sign = "help" if event.asks_for_help else "dot"
    return StoryLine(
        sign,
        event.day,
        event.title,
        kind.path(event.id),
        notes,
        is_new=_new(since, event.published_at, event.author_id),
    )


def _looked_back(event: Event, n: int, since: NewSince | None) -> StoryLine:
    """Without its exchange for whoever may not know of it: then it has a day and no end."""
    when = short_day(event.published_at)
    more = [f"cycle {n}"]
    if event.answers:
        when = span(event.published_at, event.closed_at) if event.closed_at else when
        more.append(plural(len(event.answers), "answer"))
    if event.waiting and not event.closed_at:
        more.append("waiting again" if event.answers else "waiting for an answer")
    line = line_of(event)
    notes = [f"{when}, {', '.join(more)}."] + ([brief(line, CAME)] if line and line != event.title else [])
    path, new = kind_of(event.kind).path(event.id), _new(since, event.published_at, event.author_id)
    return StoryLine("dip", event.day, event.title, path, tuple(notes), len(event.answers), new)


def _action(line: ActionMark, following: str, asked: Sequence[Asked], since: NewSince | None) -> StoryLine:
    """`following`: what goes on from it, if its reader may read that."""
    answers = _answers(line.path, asked)
    if line.outcome is None or line.reported_at is None:
        due = f"{'was due' if line.is_late else 'due'} on {short_day(line.due_on)}"
        notes = [f"{line.owner_name}, {due}." if line.owner_name else f"{sentence(due)}."]
        return _acted(line, "open", [*notes, *answers], _new(since, line.created_at, line.author_id))
    into = f" into “{following}”" if following else ""
    notes = [f"{line.word} on {short_day(line.reported_at)}{into}."]
    notes += [brief(line.came_of_it, CAME)] if line.came_of_it else []
    return _acted(line, line.outcome, [*notes, *answers], _new(since, line.reported_at, line.reporter_id))


def _acted(line: ActionMark, sign: str, notes: Sequence[str], is_new: bool) -> StoryLine:
    return StoryLine(sign, line.landed_on, line.what, line.path, tuple(notes), is_new=is_new)


def _milestone(line: MilestoneLine, slips: Sequence[SlipLine], time_path: str, since: NewSince | None) -> StoryLine:
    """Where it was first planned, what moved it, and why, as far as its reader may know."""
    late = line.reached_on is None and line.due_on < today()
    when = f"{'was due on ' if late else ''}{short_day(line.day)}"
    planned = f", first planned for {short_day(line.first_planned_on)}" if line.moved or slips else ""
    if not planned and line.reached_on == line.first_planned_on:
        planned = ", on the day it was planned for"
    notes = [f"{sentence(when)}{planned}."]
    notes += [f"{slip.cause}: {brief(slip.why, CAME)}" if slip.why else f"{slip.cause}." for slip in slips]
    sign = "flag-ahead" if line.reached_on is None else "flag"
    seen = since.moment.astimezone(LONDON).date() if since is not None else date.max
    path = f"{time_path}#milestone-{line.id}" if time_path else ""
    return StoryLine(
        sign,
        line.day,
        line.name,
        path,
        tuple(notes),
        is_new=any(slip.moved_on > seen and not slip.own for slip in slips),
    )


def _answers(path: str, asked: Sequence[Asked]) -> list[str]:
    return [
        f"Answers a question asked in {one.asked_on:%B}: “{brief(one.says)}”"
        for one in asked
        if one.path and one.path == path
    ]


def _new(since: NewSince | None, moment: datetime, by: int | None) -> bool:
    return since is not None and since.covers(moment, by)


def moved_says(milestones: Sequence[MilestoneLine], slips: Sequence[SlipLine]) -> str:
    """Two milestones moved: approvals, recruitment. Empty where none did."""
    moved = [line for line in milestones if line.moved]
    if not moved:
        return ""
    there = {line.id for line in moved}
    causes = list(dict.fromkeys(slip.cause.lower() for slip in slips if slip.milestone_id in there))
    why = f": {people_list(causes)}" if causes else ""
    return f"{sentence(plural(len(moved), 'milestone'))} moved{why}."
