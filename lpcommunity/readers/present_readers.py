"""Who can read an entry now, in groups, each with since when, in words for its author."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lpcommunity.access.reader import Reader
from lpcommunity.entries.models import FACILITATORS, ONLY_ME, PUBLIC
from lpcommunity.readers.history import COMMUNITY, PARTNERSHIP, History, Person
from lpcommunity.readers.intervals import FOREVER, GAP, covering
from lpcommunity.readers.reader_lines import FOR_WHOM, MOST_NAMES, Around, Line, may_be_named
from lpcommunity.readers.time_text import AT_THE_EARLIEST, since, since_each
from lpcommunity.web.humanize import people_list, plural, sentence, short_day

CAME_LATER = "Whoever came later, since they came."


@dataclass(frozen=True)
class Now:
    """Who can read it now. `people` is how many, the author aside; None for whoever comes along."""

    people: int | None
    lines: list[Line] = field(default_factory=list)
    named: tuple[Person, ...] = ()

    @property
    def title(self) -> str:
        """Now, 30 people."""
        if self.people is None:
            return "Now, anyone at all"
        return f"Now, {plural(self.people, 'person', figures=self.people > 10)}" if self.people else "Now, only you"


def readers_now(history: History, around: Around) -> Now:
    """Who can read it just now, in groups, each with since when; of the public, only whom it reached before."""
    audience = history.audience
    if audience == ONLY_ME:
        return Now(0)
    facilitators = [one for one in history.readers if one.is_facilitator(history.now)]
    members = [one for one in history.readers if _belongs(one, history.now) and one not in facilitators]
    named = _named(around.author, [*facilitators, *members], history.complete)
    everybody_since = _start(history, PUBLIC) if audience == PUBLIC else FOREVER
    at_place = len(facilitators) + len(members) if history.complete or audience == FACILITATORS else around.members
    lines = []
    if history.exchange is not None or _start(history, FACILITATORS) < everybody_since:
        lines += _facilitators(history, around, facilitators, named)
    if audience != FACILITATORS and _start(history, PARTNERSHIP) < everybody_since:
        lines += _members(history, around, members, named, at_place - len(facilitators))
    if audience in {FACILITATORS, PARTNERSHIP}:
        return Now(at_place, lines, tuple(named))
    people = max(around.community, at_place)
    if people > at_place and _start(history, COMMUNITY) < everybody_since:
        lines.append(_community(history, people - at_place))
    if audience == COMMUNITY:
        return Now(people, lines, tuple(named))
    why = [*_opened(history, everybody_since), "Your name stands by it."]
    lines.append(Line("Anyone at all, and search engines", since(everybody_since), " ".join(why)))
    return Now(None, lines, tuple(named))


def _belongs(person: Person, at: datetime) -> bool:
    return covering(person.here, at) is not None


def _named(author: Reader, people: Sequence[Person], complete: bool) -> list[Person]:
    """All who may be named, if they are few; else facilitators alone, as many as are few."""
    seen = [one for one in people if may_be_named(author, one)]
    if complete and len(people) <= MOST_NAMES:
        return seen
    return [one for one in seen if one.facilitates][:MOST_NAMES]


def _start(history: History, audience: str) -> datetime:
    found = covering(history.open_to(audience), history.now)
    return found.since if found else history.segments[-1].time.since


def _since(history: History, person: Person) -> datetime:
    found = covering(person.reads, history.now)
    assert found is not None
    return found.since


def _facilitators(
    history: History, around: Around, facilitators: Sequence[Person], named: Sequence[Person]
) -> list[Line]:
    lines = []
    for one in facilitators:
        if one in named:
            began = _since(history, one)
            what = " ".join([*_why(history, around, one, began), *_of_exchange(history, one), *_until(history, one)])
            lines.append(Line(f"{one.name}, your facilitator", since(began), what))
    return [*lines, *_counted(history, around, [one for one in facilitators if one not in named])]


def _counted(history: History, around: Around, facilitators: Sequence[Person]) -> list[Line]:
    """Those who stand there as a number: apart by whether they read the exchange, so that it is true of each."""
    lines = []
    for reads_it in (True, False):
        group = [one for one in facilitators if history.reads_exchange(one) == reads_it]
        if group:
            who = f"{sentence(plural(len(group), 'facilitator'))} of {around.place}"
            why = "They also read the exchange." if reads_it else "They do not read the exchange, which began before."
            moments = [_since(history, one) for one in group]
            lines.append(Line(who, since_each(moments), why if history.exchange is not None else ""))
    return lines


def _until(history: History, person: Person) -> list[str]:
    """Of a term that has a last day, which."""
    term = covering([one.time for one in person.facilitates], history.now)
    if term is None or term.goes_on:
        return []
    return [f"{person.first_name} facilitates until {short_day(term.until - GAP)}."]


def _of_exchange(history: History, person: Person) -> list[str]:
    if history.exchange is None:
        return []
    if history.reads_exchange(person):
        return [f"{person.first_name} also reads the exchange between you."]
    return [f"{person.first_name} does not read the exchange, which began before."]


def _members(
    history: History, around: Around, members: Sequence[Person], named: Sequence[Person], number_of: int
) -> list[Line]:
    """Those who are named, together where it is since the same moment; then those who are not."""
    together: dict[datetime, list[Person]] = {}
    for one in members:
        if one in named:
            together.setdefault(_since(history, one).replace(microsecond=0), []).append(one)
    lines = []
    for _, group in sorted(together.items()):
        began = _since(history, group[0])
        why = _why(history, around, group[0], began) if len(group) == 1 else _opened(history, began)
        leads = [one.first_name for one in group if one.leads]
        if leads and number_of > 1:
            no_more = "as a lead, reads" if len(leads) == 1 else "as leads, read"
            why = [*why, f"{people_list(leads)}, {no_more} no more than the others."]
        lines.append(Line(people_list([one.name for one in group]), since(began), " ".join(why)))
    unnamed = number_of - sum(len(group) for group in together.values())
    if unnamed > 0:
        who = f"{sentence(plural(unnamed, 'person', figures=unnamed > 10))} of {around.place}"
        moments = [_since(history, one) for one in members if one not in named]
        if len(moments) < unnamed:  # some of them were counted, not read
            moments = [_start(history, PARTNERSHIP), history.now]
        when, why = since_each(moments), _opened(history, min(moments))
        lines.append(Line(who, when, " ".join([*why, CAME_LATER] if when.endswith(AT_THE_EARLIEST) else why)))
    return lines


def _community(history: History, others: int) -> Line:
    who = f"Everyone else with an account, {plural(others, 'person', figures=others > 10)}"
    when = since(_start(history, COMMUNITY))
    if others > 1:
        when += AT_THE_EARLIEST
    return Line(who, when, f"In all the partnerships, and the programme team. {CAME_LATER}")


def _why(history: History, around: Around, person: Person, began: datetime) -> list[str]:
    """Why somebody reads it from that moment on."""
    if any(one.opens_at is not None and abs(one.opens_at - began) < GAP for one in person.facilitates):
        return [f"It was opened to {person.first_name} then."]
    if any(abs(one.time.since - began) < GAP for one in person.facilitates):
        return [f"{person.first_name} came to facilitate {around.place} then."]
    if any(abs(one.since - began) < GAP for one in person.here):
        return [f"{person.first_name} joined {around.place} then."]
    return _opened(history, began)


def _opened(history: History, began: datetime) -> list[str]:
    """What its author did at that moment, if it was they who did something."""
    for number_of, segment in enumerate(history.segments):
        if abs(segment.time.since - began) < GAP and segment.audience in FOR_WHOM:
            whom = FOR_WHOM[segment.audience]
            return [f"You opened it to {whom}." if number_of else f"It was for {whom} from the beginning."]
    return []
