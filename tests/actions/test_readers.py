"""Who reads an action: as SQL and as a predicate, over a random world, and as the rules say it."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import select

from lpcommunity.actions import queries
from lpcommunity.actions.commands import owners
from lpcommunity.actions.models import Action, Handover
from lpcommunity.actions.policy import ACTION, READABLE, can_read, is_owner, is_word_for
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
from tests.factories.world import KINDS_OF_PERSON, READERS

READ = Statement(select(ACTION.c.id).where(READABLE))
EARLIER, LATER = -timedelta(minutes=5), timedelta(minutes=5)


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


@transactional
def _hand_about(seed, world):
    """Handed on and given back, each up to three times, for other people then than today; some go on from others."""
    chance, before = random.Random(seed), None
    for action in session().query(Action).order_by(Action.id):
        action.reported_at = None
        if before is not None and chance.random() < 0.3:
            action.continues_id = before.id
        before = action
        for number in range(chance.randrange(4)):
            said = chance.choice(world.people).id, chance.choice([*world.people, None])
            audience, at = chance.choice([action.audience, *AUDIENCES]), now() + chance.choice((EARLIER, LATER)) * 2
            session().add(
                Handover(
                    action_id=action.id, turn="handed-on" if said[1] else "declined", by_id=said[0],
                    to_id=said[1].id if said[1] else None, why=f"Word {number}", audience=audience, at=at,
                )
            )  # fmt: skip
            session().flush()


def _owner_before(turns, action):
    if len(turns) > 1:
        return turns[-2].to_id
    begun = session().get(Action, action.continues_id) if action.continues_id else None
    return begun.owner_id if begun is not None else None


def test_who_hears_the_word_with_an_action_is_the_same_in_sql_and_predicate(app, pytestconfig):
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world = _scatter(seed)
    _hand_about(seed, world)
    actions = session().query(Action).all()
    turns = {
        one.id: session().query(Handover).filter_by(action_id=one.id).order_by(Handover.id).all() for one in actions
    }
    heard = 0
    for reader in world.readers():
        for one in actions:
            seen, of_it = queries.action(reader, one.id), turns[one.id]
            may = bool(of_it) and is_word_for(reader, one, of_it[-1], _owner_before(of_it, one))
            assert bool(seen and seen.turn_why) == may, f"seed {seed}, {reader}, action {one.id}"
            heard += may
    assert heard


NAMED = {"author", "member here", "lead here", "deputy here", "lead of both"}  # the member gave it back


@pytest.mark.parametrize("audience", AUDIENCES)
def test_why_somebody_gives_an_action_back_is_for_those_whom_the_form_names(world, audience):
    action = make.action(world.someone("author"), world.here, audience, owner=world.someone("member here"))
    owners.decline(reading(world.someone("member here")), action, "I am ill.")
    readers = READERS[audience] | {"author"}
    heard = {
        kind
        for kind in KINDS_OF_PERSON
        if (seen := queries.action(reading(world.people[kind]), action.id)) is not None and seen.turn_why
    }
    assert heard == readers & (NAMED | (READERS["facilitators"] if audience == "facilitators" else set()))


@pytest.mark.parametrize("by", ["member here", "lead here"])
def test_a_word_with_an_action_is_for_those_between_whom_it_went(world, by):
    """Whoever had it hears it too, where somebody else hands it on. Whoever had it before them does not."""
    some = {kind: reading(world.someone(kind)) for kind in ("author", "member here", "lead here", "evaluator")}
    first, last = world.someone("member facilitating elsewhere"), world.someone("facilitator here")
    action = make.action(world.someone("author"), world.here, "public", owner=first)
    owners.hand_over(reading(first), action, world.someone("member here").id, "She knows them.")
    assert queries.action(reading(first), action.id).turn_why == "She knows them."
    owners.hand_over(some[by], action, last.id, "He is ill.")
    heard = {
        kind
        for kind in KINDS_OF_PERSON
        if (seen := queries.action(reading(world.people[kind]), action.id)) is not None and seen.turn_why
    }
    assert heard == NAMED | {"facilitator here"}


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
