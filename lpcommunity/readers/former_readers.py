"""Who could read an entry once, and until when, in words for its author."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from lpcommunity.entries.models import AUDIENCES, FACILITATORS, ONLY_ME, PUBLIC
from lpcommunity.readers.history import COMMUNITY, PARTNERSHIP, History, Person, Segment
from lpcommunity.readers.intervals import GAP, Interval
from lpcommunity.readers.reader_lines import FOR_WHOM, MOST_NAMES, Around, Line, may_be_named
from lpcommunity.readers.time_text import stretch, stretches
from lpcommunity.web.humanize import plural, sentence

MOST_SEGMENTS = 20
ONE_PERSON = "One person"  # of whom more is not for the author to know


def readers_once(history: History, around: Around) -> list[Line]:
    """Who could read it once, the latest first: people who left meanwhile, and those for whom it was before."""
    dated = [*_left(history, around), *_earlier(history, around)]
    return [line for _, line in sorted(dated, key=lambda one: one[0], reverse=True)]


def gone(history: History) -> list[tuple[Person, Sequence[Interval]]]:
    """People who stopped reading it while it stayed open to others of their sort, with the times that ended so."""
    edges = [one.time.until for one in history.segments]
    found = [(one, [each for each in one.reads if not _is_edge(each.until, edges)]) for one in history.people]
    return [(one, ended) for one, ended in found if ended]


def _is_edge(moment: datetime, edges: Iterable[datetime]) -> bool:
    return any(moment == edge or (abs(moment - edge) < GAP) for edge in edges)


def _left(history: History, around: Around) -> list[tuple[datetime, Line]]:
    several = gone(history)
    seen = [one for one in several if may_be_named(around.author, one[0])][:MOST_NAMES]
    lines = []
    for person, ended in seen:
        again = f" {person.first_name} can read it again now." if person in history.readers else ""
        what = f"{_ended(person, person.first_name, ended[-1].until, around.place)}{again}"
        lines.append((ended[-1].until, Line(person.name, stretches(ended), what)))
    nameless = [one for one in several if one not in seen]
    if len(nameless) == 1:
        [(person, ended)] = nameless
        what = _ended(person, "They", ended[-1].until, around.place)
        lines.append((ended[-1].until, Line(ONE_PERSON, stretches(ended), what)))
    elif nameless:
        times = [one for _, ended in nameless for one in ended]
        whole = Interval(min(one.since for one in times), max(one.until for one in times))
        who = sentence(plural(len(nameless), "person", figures=len(nameless) > 10))
        lines.append(
            (whole.until, Line(who, stretch(whole), "Each until they left, some time before the end of that."))
        )
    return lines


def _ended(person: Person, called: str, until: datetime, place: str) -> str:
    if any(abs(one.time.until - until) < GAP for one in person.facilitates):
        return f"{called} facilitated {place} until then."
    if any(abs(one.until - until) < GAP for one in person.here):
        return f"{called} belonged to {place} until then."
    return ""


def _earlier(history: History, around: Around) -> list[tuple[datetime, Line]]:
    lines = []
    for place_in_line, (one, following) in enumerate(pairwise(history.segments)):
        what = _before(place_in_line, one, following, history, around)
        lines.append((one.time.until, Line(_whom(one.audience, around.place), stretch(one.time), what)))
    return lines[-MOST_SEGMENTS:]


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
        return "Until you made it for fewer people. What was read was read."
    if following is history.segments[-1] and around.withdrawn:
        return "Until you withdrew it. What was read was read."
    back = any(abs(each.until - one.time.until) < GAP for each in history.exchanges)
    return f"Until you {'took it back' if back else 'kept it for yourself'}. What was read was read."
