"""Who could read an entry once, and until when, in words for its author."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from lpcommunity.entries.models import AUDIENCES, FACILITATORS, ONLY_ME, PUBLIC
from lpcommunity.readers.history import COMMUNITY, PARTNERSHIP, History, Person, Segment
from lpcommunity.readers.intervals import GAP, Interval, common
from lpcommunity.readers.reader_lines import FOR_WHOM, MOST_NAMES, Around, Line, may_be_named
from lpcommunity.readers.time_text import last_day, stretch, stretches
from lpcommunity.web.humanize import number, plural, sentence

MOST_SEGMENTS = 20
ONE_PERSON = "One person"  # of whom more is not for the author to know
READ = "What was read was read."
THEN_ONLY = "{} could read the exchange then, and can still read what you wrote."


@dataclass(frozen=True)
class Past:
    """What somebody could read until some time: the entry, and its exchange."""

    person: Person
    times: Sequence[Interval]
    exchange: Sequence[Interval]

    @property
    def shown(self) -> Sequence[Interval]:
        """The entry's, and where it can still be read the exchange's."""
        return self.times or self.exchange

    @property
    def until(self) -> datetime:
        """The last moment."""
        return self.shown[-1].until

    @property
    def when(self) -> str:
        """From when to when."""
        return stretches(self.shown)

    def said(self, history: History, place: str, called: str = "") -> str:
        """Why until then, what of the exchange, and whether again. `called`: if not by the first name."""
        called = called or self.person.first_name
        why = _ended(self.person, called, self.until, place)
        if not self.times:
            return " ".join([THEN_ONLY.format(called), *why])
        if self.exchange:
            own = "" if _alike(self.times, self.exchange) else f": {stretches(self.exchange)}"
            why.append(f"{called} could read the exchange, too{own}.")
        if self.person in history.readers:
            why.append(f"{called} can read it again now.")
        return " ".join(why)


def readers_once(history: History, around: Around) -> list[Line]:
    """Who could read it once, the latest first: people who left meanwhile, and those for whom it was before."""
    dated = [*_earlier(history, around), *_left(history, around)]
    return [line for _, line in sorted(dated, key=lambda one: one[0], reverse=True)]


def gone(history: History) -> list[tuple[Person, Sequence[Interval]]]:
    """People who stopped reading it while it stayed open to others of their sort, with the times that ended so."""
    edges = [one.time.until for one in history.segments]
    found = [(one, [each for each in one.reads if not _is_edge(each.until, edges)]) for one in history.people]
    return [(one, ended) for one, ended in found if ended]


def _is_edge(moment: datetime, edges: Iterable[datetime]) -> bool:
    return any(moment == edge or (abs(moment - edge) < GAP) for edge in edges)


def _left(history: History, around: Around) -> list[tuple[datetime, Line]]:
    """Facilitators by name, whyever they stopped; of the others, and of those without a name, who left."""
    seen = [one for one in history.people if may_be_named(around.author, one)]
    named = [one for one in (_past_of(each, history, whole=bool(each.facilitates)) for each in seen) if one][
        :MOST_NAMES
    ]
    lines = [(one.until, Line(one.person.name, one.when, one.said(history, around.place))) for one in named]
    by_name = {one.person.id for one in named}
    others = [_past_of(each, history, whole=False) for each in history.people if each.id not in by_name]
    together: dict[tuple[bool, bool], list[Past]] = {}
    for past in others:
        if past is not None:
            together.setdefault((bool(past.times), bool(past.exchange)), []).append(past)
    return lines + [(max(one.until for one in group), _counted(group, history, around)) for group in together.values()]


def _past_of(person: Person, history: History, *, whole: bool) -> Past | None:
    """What somebody could read until some time. `whole`: also where it ended for all of their sort."""
    ended = [[one for one in times if not one.goes_on] for times in (person.reads, person.exchange)]
    if not whole:
        edges = [one.time.until for one in history.segments]
        closed = [*edges, *(one.until for one in history.exchanges)]
        ended = [[one for one in ended[n] if not _is_edge(one.until, each)] for n, each in enumerate((edges, closed))]
    return Past(person, *ended) if any(ended) else None


def _counted(group: Sequence[Past], history: History, around: Around) -> Line:
    if len(group) == 1:
        return Line(ONE_PERSON, group[0].when, group[0].said(history, around.place, called="They"))
    who = sentence(plural(len(group), "person", figures=len(group) > 10))
    times = [time for one in group for time in one.shown]
    whole = Interval(min(one.since for one in times), max(one.until for one in times))
    alike = all(_alike(one.shown, [whole]) for one in group)
    said = [THEN_ONLY.format("They")] if not group[0].times else [_leaving(group)]
    if group[0].times and group[0].exchange:
        said.append("They could read the exchange, too.")
    again = sum(1 for one in group if one.times and one.person in history.readers)
    if again:
        said.append(f"{sentence(number(again))} of them can read it again now.")
    return Line(who, stretch(whole) if alike else f"at times, {stretch(whole)}", " ".join(said))


def _leaving(group: Sequence[Past]) -> str:
    first, last = min(one.until for one in group), max(one.until for one in group)
    if last - first < GAP:
        return "They left at the same time."
    all_of_them = "both" if len(group) == 2 else "all of them"
    return f"They left at different times; {all_of_them} had left by {last_day(last)}."


def _ended(person: Person, called: str, until: datetime, place: str) -> list[str]:
    if any(abs(one.time.until - until) < GAP for one in person.facilitates):
        if any(one.time.since > until - GAP for one in person.facilitates):
            return [
                f"{'Their' if called == 'They' else f'{called}’s'} time as a facilitator ended then, and began anew."
            ]
        return [f"{called} facilitated {place} until then."]
    if any(abs(one.until - until) < GAP for one in person.here):
        return [f"{called} belonged to {place} until then."]
    return []


def _alike(some: Sequence[Interval], others: Sequence[Interval]) -> bool:
    pairs = zip(some, others, strict=False)
    return len(some) == len(others) and all(
        abs(a.since - b.since) < GAP and abs(a.until - b.until) < GAP for a, b in pairs
    )


def _earlier(history: History, around: Around) -> list[tuple[datetime, Line]]:
    lines = []
    for place_in_line, (one, following) in enumerate(pairwise(history.segments)):
        what = _before(place_in_line, one, following, history, around)
        line = Line(_whom(one.audience, around.place), stretch(one.time), what)
        lines.append((one.time.until, _confided(one, line, history) if one.audience == FACILITATORS else line))
    return lines[-MOST_SEGMENTS:]


def _confided(one: Segment, line: Line, history: History) -> Line:
    """What was for facilitators, as far as there were any whom it reached."""
    reached = common((one.time,), [each for person in history.people for each in person.reads])
    if not reached:
        why = line.what.removesuffix(READ).strip()
        return Line("Only you", line.when, f"It was for your facilitators, and reached none of them. {why}")
    if _alike(reached, [one.time]):
        return line
    return Line(line.who, stretches(reached), f"{line.what} It was for them {line.when}; else it reached none of them.")


def _whom(audience: str, place: str) -> str:
    return {
        ONLY_ME: "Only you",
        FACILITATORS: "You and your facilitators",
        PARTNERSHIP: f"{place} and its facilitators",
        COMMUNITY: "The community",
        PUBLIC: "Anyone at all",
    }[audience]


def _before(place_in_line: int, one: Segment, following: Segment, history: History, around: Around) -> str:
    if one.audience == ONLY_ME and place_in_line == 0:
        return "Before you opened it to anybody."
    if one.audience == ONLY_ME:
        back = any(abs(each.until - one.time.since) < GAP for each in history.exchanges)
        return "You had taken it back." if back else "You kept it for yourself."
    if AUDIENCES.index(following.audience) > AUDIENCES.index(one.audience):
        return f"Until you opened it to {FOR_WHOM[following.audience]}."
    if following.audience != ONLY_ME:
        return f"Until you made it for fewer people. {READ}"
    if following is history.segments[-1] and around.withdrawn:
        return f"Until you withdrew it. {READ}"
    back = any(abs(each.until - one.time.until) < GAP for each in history.exchanges)
    return f"Until you {'took it back' if back else 'kept it for yourself'}. {READ}"
