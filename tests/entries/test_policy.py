"""The audience resolver: as a predicate, as SQL, and as PROMISES section 1 says it."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lpcommunity.entries import recording
from lpcommunity.entries.models import AUDIENCES, Entry, Revision
from lpcommunity.entries.policy import can_read, can_read_revision, on_record_for, visible_to
from lpcommunity.partnerships import belonging
from lpcommunity.people.models import Person
from lpcommunity.storage import session, today, transactional
from tests import factories as make
from tests.factories.world import KINDS_OF_PERSON, READERS, World


def read_by(world: World, entry: Entry) -> set[str]:
    """Who may read it, asked of both halves of the resolver, which must agree."""
    by_sql = {
        kind
        for kind, person in world.people.items()
        if session().scalar(select(Entry.id).where(Entry.id == entry.id, visible_to(person)))
    }
    by_predicate = {kind for kind, person in world.people.items() if can_read(person, entry)}
    assert by_sql == by_predicate
    return by_sql


@pytest.fixture
def world(begin_with):
    return begin_with(_parted)


def _parted():
    made = World()
    made.part()
    return made


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
    listed = [p for p in world.people.values() if session().scalar(select(Entry.id).where(on_record_for(p)))]
    assert listed == []


def test_ones_own_words_stay_readable_after_one_has_left(world):
    entry = make.update(world.someone("former author"), world.here, "partnership")
    assert read_by(world, entry) == READERS["partnership"] | {"former author"}


def test_a_facilitator_who_comes_reads_what_waits_and_one_who_goes_no_longer(world):
    entry = make.reflection(world.someone("author"), world.here)
    new = world.someone("facilitator elsewhere")
    assert not can_read(new, entry)
    membership = make.belongs(new, world.here, "facilitator")
    assert can_read(new, entry)
    belonging.end_membership(None, membership)
    assert not can_read(new, entry)


def test_widening_does_not_open_the_past(world):
    author = world.someone("author")
    entry = make.reflection(author, world.here, "facilitators")

    @transactional
    def widen() -> None:
        recording.change_audience(entry, author, "public")

    widen()
    first, second = session().scalars(select(Revision).where(Revision.entry_id == entry.id).order_by(Revision.n))
    assert {k for k, p in world.people.items() if can_read_revision(p, entry, first)} == {"author", "facilitator here"}
    assert {k for k, p in world.people.items() if can_read_revision(p, entry, second)} == set(KINDS_OF_PERSON)


def test_narrowing_closes_the_past_too(world):
    author = world.someone("author")
    entry = make.update(author, world.here, "public")

    @transactional
    def narrow() -> None:
        recording.change_audience(entry, author, "partnership")

    narrow()
    first = session().scalars(select(Revision).where(Revision.entry_id == entry.id, Revision.n == 1)).one()
    still = {kind for kind, person in world.people.items() if can_read_revision(person, entry, first)}
    assert still == READERS["partnership"] | {"author"}


PLACE_ROLES = st.sampled_from(["member", "lead", "deputy", "facilitator", None])
OFFICES = st.sampled_from([None, "programme-team", "evaluator"])
ENDS = st.sampled_from([None, -1, 0, 1])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(
        st.tuples(PLACE_ROLES, PLACE_ROLES, ENDS, OFFICES),
        min_size=1,
        max_size=4,
    ),
    entries=st.lists(
        st.tuples(st.sampled_from(AUDIENCES), st.sampled_from(["draft", "published", "withdrawn"]), st.booleans()),
        min_size=1,
        max_size=4,
    ),
)
def test_sql_and_predicate_agree_in_random_worlds(app, people, entries):
    here, there = make.place(), make.place()
    crowd: list[Person | None] = [None]
    for role_here, role_there, ends, office in people:
        someone = make.person(role=office)
        until = None if ends is None else today() + timedelta(days=ends)
        since = today() - timedelta(days=3)
        if role_here:
            make.belongs(someone, here, role_here, since, until)
        if role_there:
            make.belongs(someone, there, role_there, since)
        crowd.append(someone)
    written = [
        make.reflection(crowd[1 + n % len(people)], here if at_home else there, audience, state=state)  # type: ignore[arg-type]
        for n, (audience, state, at_home) in enumerate(entries)
    ]
    for reader in crowd:
        seen = set(session().scalars(select(Entry.id).where(visible_to(reader))))
        assert {entry.id for entry in written if can_read(reader, entry)} == seen & {entry.id for entry in written}
