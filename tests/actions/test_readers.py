"""Who reads an action: as SQL and as a predicate, over a random world, and as the rules say it."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from lpcommunity.actions import queries
from lpcommunity.actions.models import Action
from lpcommunity.actions.policy import ACTION, READABLE, can_read, is_owner
from lpcommunity.entries.models import AUDIENCES, Opening
from lpcommunity.entries.policy import reads
from lpcommunity.entries.queries import readable as readable_entry
from lpcommunity.partnerships.models import Membership
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews.models import Move, Review
from lpcommunity.reviews.policy import can_read_exchange
from lpcommunity.storage import Statement, now, session, transactional
from tests import factories as make
from tests.factories import reading
from tests.factories.random_world import random_world
from tests.factories.world import READERS, World

READ = Statement(select(ACTION.c.id).where(READABLE))
EARLIER, LATER = -timedelta(minutes=5), timedelta(minutes=5)


@pytest.fixture
def world(begin_with):
    return begin_with(_parted)


def _parted():
    made = World()
    made.part()
    return made


@transactional
def _scatter(seed):
    """A random world with actions of every sort in it, some of them of entries with the same numbers."""
    world, chance = random_world(seed), random.Random(seed)
    for number in range(80):
        place, source = chance.choice(world.places), chance.choice([*world.entries, None, None])
        action = make.action(
            chance.choice(world.people),
            place,
            AUDIENCES[number % len(AUDIENCES)],
            owner=chance.choice([*world.people, None]),
            source_entry_id=source.id if source else None,
            by_another=chance.random() < 0.5,
        )
        if action.audience == "facilitators":
            action.confided_at = now() + chance.choice((EARLIER, LATER))
        if chance.random() < 0.4:
            action.reported_at, action.outcome, action.came_of_it = now(), "done", "It helped."
            action.reporter_id = chance.choice(world.people).id
    session().flush()
    return world


def test_sql_and_predicate_agree_in_a_random_world(app, pytestconfig):
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world = _scatter(seed)
    actions = session().query(Action).all()
    for reader in world.readers():
        by_sql = set(READ.values(reads(reader)))
        assert by_sql == {one.id for one in actions if can_read(reader, one)}, f"seed {seed}, {reader}"


def test_where_an_action_comes_from_is_shown_to_whoever_may_read_that(app, pytestconfig):
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world = _scatter(seed)
    moves = {
        review.reflection_id: move for move, review in session().query(Move, Review).filter(Move.review_id == Review.id)
    }
    _from_answers(moves)
    for reader in world.readers():
        for row in session().query(Action):
            seen = queries.action(reader, row.id)
            if seen is None or row.source_entry_id is None:
                assert seen is None or seen.source is None
                continue
            source = session().get(Reflection, row.source_entry_id)
            may = readable_entry(reader, type(source), row.source_entry_id) if source else None
            if row.source_move_id is not None:
                assert (seen.source is not None) == can_read_exchange(reader, source), f"seed {seed}"
            elif source is not None:
                assert (seen.source is not None) == (may is not None), f"seed {seed}"


@transactional
def _from_answers(moves):
    for one in session().query(Action).filter(Action.source_entry_id.in_(list(moves))):
        if one.id % 2:
            one.source_move_id = moves[one.source_entry_id].id


@pytest.mark.parametrize("audience", AUDIENCES)
def test_an_action_is_read_by_its_audience_its_author_and_its_owner(world, audience):
    action = make.action(world.someone("author"), world.here, audience, owner=world.someone("member here"))
    read_by = {kind for kind, person in world.people.items() if can_read(reading(person), action)}
    assert read_by == READERS[audience] | {"author", "member here"}
    assert read_by == {kind for kind, person in world.people.items() if READ.values(reads(reading(person)))}


def test_an_owner_from_elsewhere_or_who_has_left_reads_nothing(world):
    for kind in ("member elsewhere", "former member", "nobody", "future member"):
        action = make.action(world.someone("author"), world.here, "partnership", owner=world.someone(kind))
        assert not can_read(reading(world.someone(kind)), action)
        assert not is_owner(reading(world.someone(kind)), action)


def test_what_was_opened_of_an_entry_opens_no_action_of_the_same_number(world):
    """Both are counted from one: a condition that takes one for the other opens what was confided before."""
    entry = make.reflection(world.someone("author"), world.here)
    action = make.action(world.someone("author"), world.here, "facilitators", id=entry.id)
    of_entry = make.action(world.someone("author"), world.here, "facilitators", source_entry_id=entry.id)
    term = world.come()
    newcomer = reading(world.someone("later facilitator"))
    assert READ.values(reads(newcomer)) == []
    _open(entry, term)
    assert READ.values(reads(newcomer)) == [of_entry.id]
    assert can_read(newcomer, of_entry)
    assert not can_read(newcomer, action)


@transactional
def _open(entry: Reflection, term: Membership) -> None:
    session().add(Opening(entry_id=entry.id, membership_id=term.id, opens_at=now() - timedelta(minutes=1)))
