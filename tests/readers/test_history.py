"""Who could read an entry when: held to the predicate for today, and to a reading by hand for every past moment."""

import random
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lpcommunity.access.reader import VISITOR, Reader, Visitor
from lpcommunity.entries.kinds import kind_of
from lpcommunity.entries.models import AUDIENCES, AudiencePeriod, Entry, Opening, Revision
from lpcommunity.entries.policy import can_read
from lpcommunity.entries.readership import community_size
from lpcommunity.partnerships.models import Membership
from lpcommunity.people.models import Person, RoleHolding
from lpcommunity.people.policy import can_see_person
from lpcommunity.readers.history import History
from lpcommunity.readers.intervals import FOREVER, Interval, common, covering, joined
from lpcommunity.readers.present_readers import readers_now
from lpcommunity.readers.reader_lines import Around
from lpcommunity.readers.views import history_of
from lpcommunity.reflections.models import Reflection, Submission
from lpcommunity.reviews.policy import can_read_exchange
from lpcommunity.storage import clock, now, session, transactional
from lpcommunity.web.humanize import in_london
from tests.factories import reading
from tests.factories.random_world import RandomWorld, random_world

SEEDS = st.integers(min_value=0, max_value=2**32)
LATER = timedelta(minutes=2)  # in a random world some begin a minute from now


@transactional
def lived_through(seed: int) -> RandomWorld:
    """A random world of three hundred days: entries that were for others before, terms and accounts of every length."""
    world, chance = random_world(seed, places=2, people=6, entries=8), random.Random(seed)

    def day(first: int, last: int = -1) -> datetime:
        return now() + timedelta(days=chance.randint(first, last), minutes=chance.randint(1, 600))

    for person in world.people:
        if person.disabled_at is not None:
            person.disabled_at = day(-200)
    people = [one.id for one in world.people]
    for held in session().query(RoleHolding).filter(RoleHolding.person_id.in_(people)):
        held.started_at = day(-320, -100)
        held.ended_at = held.ended_at and day(-99)
    for term in session().query(Membership).filter(Membership.person_id.in_(people)):
        if chance.random() < 0.6:
            begins = day(-320, -10)
            term.starts_on, term.created_at = in_london(begins).date(), begins
            term.began_at = begins
            term.ended_at = term.ended_at and begins + timedelta(days=chance.randint(1, 9))
    for entry in world.entries:
        _live_through(entry, chance, day)
    session().flush()
    return world


def _live_through(entry: Entry, chance: random.Random, day) -> None:
    [first] = session().query(Revision).filter_by(entry_id=entry.id, n=1)
    entry.created_at = first.written_at = day(-300, -250)
    first.audience = chance.choice(AUDIENCES)
    for moment in sorted(day(-240, -20) for _ in range(chance.randint(0, 4))):
        session().add(AudiencePeriod(entry_id=entry.id, audience=chance.choice(AUDIENCES), began_at=moment))
    if chance.random() < 0.3:  # the hardest: who of its facilitators
        entry.audience, entry.state = "facilitators", "published"
    is_for = entry.audience if entry.state == "published" else "me"
    session().add(AudiencePeriod(entry_id=entry.id, audience=is_for, began_at=day(-19, -5)))
    for opening in session().query(Opening).filter_by(entry_id=entry.id):
        opening.opens_at = opening.opens_at and day(-100)
    sent = session().query(Submission).filter_by(reflection_id=entry.id, round=1).all()
    for one in sent:
        one.sent_at = day(-200, -60)
        before = one.sent_at - timedelta(days=chance.randint(2, 20))
        taken_back = Submission(
            reflection_id=entry.id, partnership_id=entry.partnership_id, round=1, version=1, sent_at=before,
            taken_back_at=before + timedelta(days=1),
        )  # fmt: skip
        session().add(taken_back)
    session().flush()
    entry.confided_at = ByHand(entry).confided_at(now())


def counts(term: Membership, moment: datetime) -> bool:
    """Whether a membership counted then."""
    day = in_london(moment).date()
    there = term.starts_on <= day and (term.ends_on is None or day <= term.ends_on)
    recorded = term.created_at <= moment and term.began_at <= moment
    return there and recorded and (term.ended_at is None or moment < term.ended_at)


class ByHand:
    """Who could read an entry, moment by moment, from the rows as they stand."""

    def __init__(self, entry: Entry, people: Iterable[Person] = ()) -> None:
        self.place, self.people = entry.partnership_id, list(people)
        ids = [one.id for one in self.people]
        self.terms = session().query(Membership).filter(Membership.person_id.in_(ids)).all()
        self.roles = session().query(RoleHolding).filter(RoleHolding.person_id.in_(ids)).all()
        self.first = session().query(Revision).filter_by(entry_id=entry.id, n=1).one()
        self.periods = session().query(AudiencePeriod).filter_by(entry_id=entry.id).order_by("began_at").all()
        self.sent = session().query(Submission).filter_by(reflection_id=entry.id, round=1).all()
        openings = session().query(Opening).filter_by(entry_id=entry.id).all()
        self.openings = {one.membership_id: one.opens_at for one in openings}
        self.rows = [*self.people, *self.terms, *self.roles, *self.periods, *self.sent, *openings, self.first]

    def moments(self) -> list[datetime]:
        """One between any two at which anything changed."""
        edges = {value for row in self.rows for value in vars(row).values() if isinstance(value, datetime)}
        days = {value for one in self.terms for value in (one.starts_on, one.ends_on) if value is not None}
        midnights = {datetime.combine(one, time()) + timedelta(days=n) for one in days for n in (0, 1)}
        past = sorted(one for one in edges | set(map(clock.from_london, midnights)) if one < now())
        return [a + (b - a) / 2 for a, b in pairwise(past) if b - a > timedelta(seconds=5)]

    def audience_at(self, moment: datetime) -> tuple[str, datetime]:
        """For whom it was then, and since when without a break."""
        found, since = "nobody", moment
        changes = [(self.first.written_at, self.first.audience)]
        for began_at, audience in [*changes, *((one.began_at, one.audience) for one in self.periods)]:
            if began_at <= moment and audience != found:
                found, since = audience, began_at
        return found, since

    def confided_at(self, moment: datetime) -> datetime | None:
        """Since when what is confided of it counted then."""
        for sent in self.sent:
            if sent.sent_at <= moment and (sent.taken_back_at is None or moment < sent.taken_back_at):
                return sent.sent_at
        audience, since = self.audience_at(moment)
        return since if audience == "facilitators" else None

    def could(self, person: Person, moment: datetime) -> bool:
        audience, _ = self.audience_at(moment)
        if audience == "public":
            return True
        if person.disabled_at is not None and person.disabled_at <= moment:
            return False
        mine = [one for one in self.terms if one.person_id == person.id and counts(one, moment)]
        here = [one for one in mine if one.partnership_id == self.place]
        if audience == "community":
            held = [one for one in self.roles if one.person_id == person.id and one.started_at <= moment]
            return bool(mine) or any(one.ended_at is None or moment < one.ended_at for one in held)
        if audience == "partnership":
            return bool(here)
        if audience == "facilitators":
            return any(self._reached(one, moment) for one in here if one.role == "facilitator")
        return False

    def could_exchange(self, person: Person, moment: datetime) -> bool:
        began = [one for one in self.sent if one.sent_at <= moment]
        if all(one.taken_back_at is not None and one.taken_back_at <= moment for one in began):
            return False
        if self.audience_at(moment)[0] in {"nobody", "me"} or (person.disabled_at and person.disabled_at <= moment):
            return False
        here = [one for one in self.terms if (one.person_id, one.partnership_id) == (person.id, self.place)]
        return any(self._reached(one, moment) for one in here if one.role == "facilitator" and counts(one, moment))

    def _reached(self, term: Membership, moment: datetime) -> bool:
        since, opened = self.confided_at(moment), self.openings.get(term.id)
        return (since is not None and term.began_at <= since) or (opened is not None and opened <= moment)


def of_authors(world: RandomWorld):
    """Each entry whose author can sign in, with its author, its history, and those who ever belonged to its place."""
    for entry in world.entries:
        author = reading(session().get(Person, entry.author_id))
        if isinstance(author, Reader):
            yield entry, author, history_of(author, kind_of(entry.kind).read(author, entry.id))


@settings(max_examples=5)
@given(seed=SEEDS)
def test_now_is_who_may_read_it_and_the_past_is_as_memberships_and_audiences_of_then_say(app, seed):
    world = lived_through(seed)
    with clock.at(now() + LATER):
        everybody = {one.id: reading(one) for one in session().query(Person)}  # those of earlier examples, too
        for entry, author, found in of_authors(world):
            others = {key: one for key, one in everybody.items() if key != author.id}
            _check_now(entry, author, found, others)
            by_hand = ByHand(entry, world.people)
            moments = by_hand.moments()
            for person in found.people:
                row = session().get(Person, person.id)
                for moment in moments:
                    said = covering(person.reads, moment) is not None
                    assert said == by_hand.could(row, moment), (person, moment, entry.id)
                    said = covering(person.exchange, moment) is not None
                    assert said == by_hand.could_exchange(row, moment), ("exchange", person, moment, entry.id)


def _check_now(entry: Entry, author: Reader, found: History, others: dict[int, Reader | Visitor]) -> None:
    may = {key for key, one in others.items() if can_read(one, entry)}
    told = readers_now(found, Around(author, "Hull", 0, community_size() - author.in_community, False))
    if told.people is None:
        assert can_read(VISITOR, entry)
        return
    assert told.people == len(may)
    assert {one.id for one in found.readers} == may & {one.id for one in found.people}, "of its place"
    there = {one.id for one in found.readers if covering(one.here, found.now)}
    if found.audience in {"facilitators", "partnership"}:
        assert there == may
    assert {one.id for one in told.named} == {one for one in there if can_see_person(author, others[one])}
    named_or_counted = " ".join(line.who for line in told.lines)
    assert all(one.name in named_or_counted for one in told.named)
    if isinstance(entry, Reflection) and entry.rounds:
        with_exchange = {one.id for one in found.readers if found.reads_exchange(one)}
        assert with_exchange == {key for key, one in others.items() if can_read_exchange(one, entry)}


def test_a_world_that_was_lived_through_has_everything_that_matters(app):
    """Or the properties would hold for want of anybody to break them."""
    wanted = {*AUDIENCES, *(f"now {one}" for one in AUDIENCES)}
    wanted |= {"back", "gone", "exchange", "past exchange", "outside", "opened", "closed"}
    seen: set[str] = set()
    for seed in range(20):
        with clock.at(now() + LATER):
            for _, author, found in of_authors(lived_through(seed)):
                seen |= {one.audience for one in found.segments[:-1]} | {f"now {found.audience}"}
                seen |= {"back"} if any(len(one.reads) > 1 for one in found.people) else set()
                seen |= {"gone"} if any(one.reads and one not in found.readers for one in found.people) else set()
                seen |= {"exchange"} if any(found.reads_exchange(one) for one in found.readers) else set()
                past = [one for person in found.people for one in person.exchange if not one.goes_on]
                seen |= {"past exchange"} if past else set()
                seen |= {"outside"} if not author.in_community else set()
                seen |= _of_openings(found)
        if seen == wanted:
            return
    assert seen == wanted


def _of_openings(found: History) -> set[str]:
    terms = [one for person in found.readers for one in person.facilitates if found.audience == "facilitators"]
    closed = [one for one in found.people if one.facilitates and found.audience == "facilitators" and not one.reads]
    return ({"opened"} if any(one.began_at > found.confided_at for one in terms) else set()) | (
        {"closed"} if closed else set()
    )


@pytest.fixture
def days():
    """Moments, by number."""
    beginning = datetime(2026, 3, 1, 9, tzinfo=FOREVER.tzinfo)
    return lambda first, last=None: Interval(
        beginning + timedelta(days=first), FOREVER if last is None else beginning + timedelta(days=last)
    )


def test_stretches_of_time_are_joined_and_cut(days):
    assert joined([days(4, 6), days(1, 2), days(2, 3), days(5)]) == (days(1, 3), days(4))
    assert joined([days(3, 3), days(3, 2)]) == ()
    assert common([days(1, 4), days(6)], [days(2, 8)], [days(0, 7)]) == (days(2, 4), days(6, 7))
    assert covering([days(1, 2)], days(2).since) is None
    assert covering([days(1, 2)], days(1).since) == days(1, 2)
