"""Who could read an entry at which time: its audiences, and for each person of its place the time in which it was for
them and they were there. The moment of today's answer is `entries.policy`'s; a property test holds both equal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Protocol

from lpcommunity.entries.models import AUDIENCES, FACILITATORS, ONLY_ME, PUBLIC, PUBLISHED, HasAudience
from lpcommunity.partnerships.terms import began
from lpcommunity.people.names import first_name_of
from lpcommunity.readers.intervals import BEGINNING, FOREVER, Interval, Intervals, common, covering, joined
from lpcommunity.readers.queries import Change, Holding, Term, TermHere
from lpcommunity.storage.clock import from_london

COMMUNITY, PARTNERSHIP = "community", "partnership"


class Written(HasAudience, Protocol):
    """What is asked of an entry besides for whom it is."""

    @property
    def updated_at(self) -> datetime: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...


class Began(Protocol):
    """A time that an exchange began."""

    @property
    def sent_at(self) -> datetime: ...
    @property
    def taken_back_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Segment:
    """A time for which it was for one audience."""

    audience: str
    time: Interval


@dataclass(frozen=True)
class Confided:
    """A time for which it stood between its author and facilitators, and since when what is confided of it counts."""

    time: Interval
    at: datetime


@dataclass(frozen=True)
class Facilitation:
    """A facilitator's term: how long, from which moment what is confided reaches it, and whether it was opened."""

    time: Interval
    began_at: datetime
    opens_at: datetime | None

    def reached_by(self, confided_at: datetime) -> Intervals:
        """The time in which what was confided then is open to it."""
        if self.began_at <= confided_at:
            return (self.time,)
        return common((self.time,), (Interval(self.opens_at),)) if self.opens_at is not None else ()


@dataclass(frozen=True)
class Person:
    """Somebody who belongs to the place or did, with when they were what."""

    id: int
    name: str
    known: bool
    leads: bool
    facilitates: tuple[Facilitation, ...]
    here: Intervals
    community: Intervals
    member_here: Intervals
    reads: Intervals = ()
    exchange: Intervals = ()  # the time in which they could read that, too

    @property
    def first_name(self) -> str:
        """What to call them."""
        return first_name_of(self.name)

    def is_facilitator(self, at: datetime) -> bool:
        """Whether they facilitated the place at that moment."""
        return any(one.time.covers(at) for one in self.facilitates)


@dataclass(frozen=True)
class History:
    """All of it: for whom it was when, and who could read it when. `complete`: whether these are all of its people."""

    segments: tuple[Segment, ...]
    exchanges: Intervals
    confided_at: datetime | None
    people: tuple[Person, ...]
    complete: bool
    now: datetime

    @property
    def audience(self) -> str:
        """As far as it can be read now."""
        return self.segments[-1].audience

    @cached_property
    def readers(self) -> list[Person]:
        """Of its people, those who can read it now, by name."""
        return [one for one in self.people if covering(one.reads, self.now)]

    @property
    def facilitated(self) -> bool:
        """Whether anybody facilitates its place now, besides its author."""
        return any(one.is_facilitator(self.now) for one in self.people)

    @property
    def exchange(self) -> Interval | None:
        """The exchange as it stands."""
        return covering(self.exchanges, self.now)

    def reads_exchange(self, person: Person) -> bool:
        """Whether somebody who can read it now also reads its exchange."""
        return covering(person.exchange, self.now) is not None

    def open_to(self, audience: str) -> Intervals:
        """When it was for these, or for more."""
        return _open_to(self.segments, audience)


def _open_to(segments: Iterable[Segment], audience: str) -> Intervals:
    return joined(one.time for one in segments if AUDIENCES.index(one.audience) >= AUDIENCES.index(audience))


def history(
    entry: Written,
    changes: Sequence[Change],
    exchanges: Iterable[Began],
    terms: tuple[Sequence[TermHere], bool],
    elsewhere: tuple[Sequence[Term], Sequence[Holding]],
    now: datetime,
) -> History:
    """Put it together of what was read."""
    segments = _segments(entry, changes)
    times = tuple(Interval(one.sent_at, one.taken_back_at or FOREVER) for one in exchanges)
    confided = _confided(segments, times, entry.confided_at)
    here, complete = terms
    exchanged = _exchanged(segments, times, entry.confided_at)
    people = tuple(_reading(one, segments, confided, exchanged, now) for one in _people(here, *elsewhere))
    return History(segments, times, entry.confided_at, people, complete, now)


def _segments(entry: Written, changes: Sequence[Change]) -> tuple[Segment, ...]:
    """One after the other; what was for the same people before and after a change is one."""
    readable_by = entry.audience if entry.state == PUBLISHED else ONLY_ME
    if not changes or changes[-1].audience != readable_by:  # rows of before periods were kept
        changes = [*changes, Change(readable_by, entry.withdrawn_at or entry.updated_at)]
    found: list[Segment] = []
    for one, following in pairwise([*changes, Change("", FOREVER)]):
        lasted = Interval(one.began_at, following.began_at)
        if found and found[-1].audience == one.audience:
            found[-1] = Segment(one.audience, Interval(found[-1].time.since, lasted.until))
        elif lasted.since < lasted.until:
            found.append(Segment(one.audience, lasted))
    return tuple(found)


def _confided(segments: Sequence[Segment], exchanges: Intervals, latest: datetime | None) -> tuple[Confided, ...]:
    """An exchange is confided since it began; without one, since it became for the facilitators."""
    found: list[Confided] = []
    for segment in segments:
        if segment.audience == FACILITATORS:
            edges = {edge for one in exchanges for edge in (one.since, one.until) if segment.time.covers(edge)}
            cuts = sorted({segment.time.since, segment.time.until, *edges})
            for since, until in pairwise(cuts):
                within = covering(exchanges, since)
                found.append(Confided(Interval(since, until), within.since if within else segment.time.since))
    if found and latest is not None and found[-1].time.goes_on:
        found[-1] = Confided(found[-1].time, latest)
    return tuple(found)


def _exchanged(segments: Sequence[Segment], exchanges: Intervals, latest: datetime | None) -> list[Confided]:
    """The time in which there was an exchange, and the entry itself was for its facilitators at least."""
    began = [latest if one.goes_on and latest is not None else one.since for one in exchanges]
    open_to = _open_to(segments, FACILITATORS)
    return [Confided(each, at) for one, at in zip(exchanges, began, strict=True) for each in common((one,), open_to)]


def _people(here: Sequence[TermHere], elsewhere: Sequence[Term], holdings: Sequence[Holding]) -> Iterable[Person]:
    by_person: dict[int, list[TermHere]] = {}
    for one in here:
        by_person.setdefault(one.person_id, []).append(one)
    around: dict[int, list[Interval]] = {}
    for term in elsewhere:
        around.setdefault(term.person_id, []).append(_lasted(term))
    for held in holdings:
        around.setdefault(held.person_id, []).append(Interval(held.started_at, held.ended_at or FOREVER))
    for person_id, terms in by_person.items():
        who = terms[0]
        account = (Interval(BEGINNING, who.disabled_at or FOREVER),)
        whole = [(term, each) for term in terms for each in common((_lasted(term),), account)]
        yield Person(
            id=person_id,
            name=who.name,
            known=bool(who.known),
            leads=any(term.role == "lead" and each.goes_on for term, each in whole),
            facilitates=tuple(
                Facilitation(each, term.began_at, term.opens_at) for term, each in whole if term.role == "facilitator"
            ),
            here=joined(each for _, each in whole),
            community=common([*(each for _, each in whole), *around.get(person_id, [])], account),
            member_here=joined(each for term, each in whole if term.role != "facilitator"),
        )


def _lasted(term: Term) -> Interval:
    """From its first day, or its recording if that was later, to its last, or to when it was ended."""
    since = max(began(term.starts_on, term.created_at), term.began_at)
    last = FOREVER if term.ends_on is None else from_london(datetime.combine(term.ends_on + timedelta(days=1), time()))
    return Interval(since, min(last, term.ended_at or FOREVER))


def _reading(
    person: Person,
    segments: Sequence[Segment],
    confided: Sequence[Confided],
    exchanged: Sequence[Confided],
    now: datetime,
) -> Person:
    """With the time in which they could read it, and its exchange."""
    found = _reached(person, confided)
    for segment in segments:
        if segment.audience == PUBLIC:
            found.append(segment.time)
        elif segment.audience == COMMUNITY:
            found += common((segment.time,), person.community)
        elif segment.audience == PARTNERSHIP:
            found += common((segment.time,), person.here)
    return replace(person, reads=_so_far(found, now), exchange=_so_far(_reached(person, exchanged), now))


def _reached(person: Person, confided: Iterable[Confided]) -> list[Interval]:
    several = ((piece, one) for piece in confided for one in person.facilitates)
    return [each for piece, one in several for each in common((piece.time,), one.reached_by(piece.at))]


def _so_far(found: Iterable[Interval], now: datetime) -> Intervals:
    """What is to come is not said, an end neither."""
    begun = [one for one in joined(found) if one.since <= now]
    return joined(Interval(one.since, one.until if one.until <= now else FOREVER) for one in begun)
