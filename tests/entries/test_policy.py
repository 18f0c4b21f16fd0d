"""The audience resolver: as a predicate, as SQL in both directions, and as PROMISES section 1 says it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, select

from lpcommunity.access.reader import OPERATOR, Reader, Visitor
from lpcommunity.entries import lifecycle
from lpcommunity.entries.models import AUDIENCES, Entry, Revision
from lpcommunity.entries.policy import (
    ENTRY,
    MEANT_FOR,
    ON_RECORD,
    VISIBLE,
    admits,
    can_read,
    can_read_revision,
    reads,
)
from lpcommunity.entries.versions import versions
from lpcommunity.partnerships import memberships
from lpcommunity.partnerships.models import Membership
from lpcommunity.partnerships.terms import MEMBERSHIP, current, is_current
from lpcommunity.people.models import RoleHolding
from lpcommunity.people.terms import PERSON, ROLE_HOLDING, held, is_held
from lpcommunity.storage import Statement, now, session, today, transactional
from tests import factories as make
from tests.factories import reading
from tests.factories.random_world import RandomWorld, is_left_out, random_world
from tests.factories.world import KINDS_OF_PERSON, READERS, World, parted


def read_by(world: World, entry: Entry) -> set[str]:
    """Who may read it, asked of both halves of the resolver, which must agree."""
    by_sql = {
        kind for kind, person in world.people.items() if VISIBLE_IDS.values(reads(reading(person)), entries=[entry.id])
    }
    by_predicate = {kind for kind, person in world.people.items() if can_read(reading(person), entry)}
    assert by_sql == by_predicate
    return by_sql


@pytest.fixture
def world(begin_with):
    return begin_with(parted)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("kind", ["update", "reflection"])
def test_an_entry_is_read_by_its_audience_and_nobody_else(world, kind, audience):
    entry = getattr(make, kind)(world.someone("author"), world.here, audience)
    assert read_by(world, entry) == READERS[audience] | {"author"}


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_is_not_on_record_is_its_authors_alone(world, state, audience):
    entry = make.reflection(world.someone("author"), world.here, audience, state=state)
    assert read_by(world, entry) == {"author"}
    listed = [p for p in world.people.values() if LISTED_IDS.values(reads(reading(p)), entries=[entry.id])]
    assert listed == []


def test_ones_own_words_stay_readable_after_one_has_left(world):
    entry = make.update(world.someone("former author"), world.here, "partnership")
    assert read_by(world, entry) == READERS["partnership"] | {"former author"}


def test_a_facilitator_reads_what_is_confided_from_then_on_and_nothing_once_they_have_gone(world):
    author, new = world.someone("author"), world.someone("facilitator elsewhere")
    before = make.reflection(author, world.here)
    membership = make.belongs(new, world.here, "facilitator")
    after = make.reflection(author, world.here)
    assert (can_read(reading(new), before), can_read(reading(new), after)) == (False, True)
    memberships.end_membership(OPERATOR, membership)
    assert (can_read(reading(new), before), can_read(reading(new), after)) == (False, False)


def test_widening_does_not_open_the_past(world):
    author = world.someone("author")
    entry = make.reflection(author, world.here, "facilitators")

    @transactional
    def widen() -> None:
        lifecycle.change_audience(entry, reading(author), "public")

    widen()
    first, second = session().scalars(select(Revision).where(Revision.entry_id == entry.id).order_by(Revision.n))
    confided = READERS["facilitators"] | {"author"}
    assert {k for k, p in world.people.items() if can_read_revision(reading(p), entry, first)} == confided
    assert {k for k, p in world.people.items() if can_read_revision(reading(p), entry, second)} == set(KINDS_OF_PERSON)


def test_narrowing_closes_the_past_too(world):
    author = world.someone("author")
    entry = make.update(author, world.here, "public")

    @transactional
    def narrow() -> None:
        lifecycle.change_audience(entry, reading(author), "partnership")

    narrow()
    first = session().scalars(select(Revision).where(Revision.entry_id == entry.id, Revision.n == 1)).one()
    still = {kind for kind, person in world.people.items() if can_read_revision(reading(person), entry, first)}
    assert still == READERS["partnership"] | {"author"}


SEEDS = st.integers(min_value=0, max_value=2**32)
EXAMPLES = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

VISIBLE_IDS = Statement(select(ENTRY.c.id).where(VISIBLE, ENTRY.c.id.in_(bindparam("entries", expanding=True))))
LISTED_IDS = Statement(select(ENTRY.c.id).where(ON_RECORD, ENTRY.c.id.in_(bindparam("entries", expanding=True))))
MEANT_IDS = Statement(select(PERSON.c.id).where(MEANT_FOR, PERSON.c.id.in_(bindparam("people", expanding=True))))
CURRENT_IDS = Statement(
    select(MEMBERSHIP.c.id).where(current(), MEMBERSHIP.c.person_id.in_(bindparam("people", expanding=True)))
)
HELD_IDS = Statement(
    select(ROLE_HOLDING.c.id).where(held(), ROLE_HOLDING.c.person_id.in_(bindparam("people", expanding=True)))
)
for statement in (VISIBLE_IDS, LISTED_IDS, MEANT_IDS, CURRENT_IDS, HELD_IDS):
    Statement.known.remove(statement)  # of this test alone


@EXAMPLES
@given(seed=SEEDS)
def test_sql_and_predicates_agree_in_random_worlds(app, seed):
    """The resolver, in both directions, the versions of an entry, and the terms that all of it is built on; people hold
    several roles or lost them. All that is asked of one world: it takes longest to make.
    """
    if is_left_out(seed, of=3):
        return
    world = random_world(seed, places=3, people=6, entries=12)
    readers = world.readers()
    what_is_read_is_what_may_be_read(world, readers)
    whom_one_can_tell_is_who_is_admitted(world, [one for one in readers if isinstance(one, Reader)])
    versions_that_are_listed_are_those_that_may_be_read(world, readers)
    terms_that_count_are_those_that_are_current([person.id for person in world.people])


def what_is_read_is_what_may_be_read(world: RandomWorld, readers: list[Reader | Visitor]) -> None:
    entries = [entry.id for entry in world.entries]
    for reader in readers:
        readable = {entry.id for entry in world.entries if can_read(reader, entry)}
        published = {entry.id for entry in world.entries if entry.state == "published"}
        assert set(VISIBLE_IDS.values(reads(reader), entries=entries)) == readable
        assert set(LISTED_IDS.values(reads(reader), entries=entries)) == readable & published


def whom_one_can_tell_is_who_is_admitted(world: RandomWorld, signed_in: list[Reader]) -> None:
    people = [person.id for person in world.people]
    for entry in world.entries:
        told = "community" if entry.audience == "public" else entry.audience  # whom one can tell of what all may read
        meant = {r.id for r in signed_in if admits(r, entry, told)}
        values = {
            "audience": entry.audience, "place": entry.partnership_id, "entry": entry.id,
            "confided_at": entry.confided_at, "today": today(), "now": now(),
        }  # fmt: skip
        assert set(MEANT_IDS.values(values, people=people)) == meant


def versions_that_are_listed_are_those_that_may_be_read(world: RandomWorld, readers: list[Reader | Visitor]) -> None:
    for entry in world.entries:
        all_of_it = list(session().scalars(select(Revision).where(Revision.entry_id == entry.id)))
        for reader in readers:
            may = {one.n for one in all_of_it if can_read_revision(reader, entry, one)}
            assert {one.n for one in versions(reader, entry)} == (may if can_read(reader, entry) else set())


def terms_that_count_are_those_that_are_current(people: list[int]) -> None:
    memberships = session().scalars(select(Membership).where(Membership.person_id.in_(people)))
    assert set(CURRENT_IDS.values(people=people, today=today())) == {one.id for one in memberships if is_current(one)}
    roles = session().scalars(select(RoleHolding).where(RoleHolding.person_id.in_(people)))
    assert set(HELD_IDS.values(people=people)) == {one.id for one in roles if is_held(one)}


def test_a_random_world_has_everything_that_matters(app):
    """Or the property would hold for want of anybody to break it."""
    mixed, lost, led = set(), set(), set()
    for seed in range(10):
        for reader in random_world(seed).readers():
            if isinstance(reader, Reader):
                mixed |= {1} if reader.member_of and reader.facilitates else set()
                led |= {1} if len(reader.leads) > 1 else set()
                lost |= {1} if not reader.in_community else set()
    assert (mixed, lost, led) == ({1}, {1}, {1})
