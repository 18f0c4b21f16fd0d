"""Who reads that a question is open or answered, and by what: as SQL and as predicates, over a random world."""

import random

from lpcommunity.access.reader import Reader
from lpcommunity.actions import policy as acting
from lpcommunity.actions.models import Action
from lpcommunity.entries import policy as entries
from lpcommunity.entries.models import PUBLISHED, Entry
from lpcommunity.questions import queries
from lpcommunity.questions.models import Question
from lpcommunity.questions.policy import can_decide
from lpcommunity.questions.queries import (
    ANSWERED_BY_ACTION,
    ANSWERED_BY_ENTRY,
    OF_PLACE,
    OF_REFLECTION,
    ONE,
    OPEN_OF_MINE,
)
from lpcommunity.questions.what_came_since import came_since
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews.models import Move, Review
from lpcommunity.reviews.policy import can_read_exchange
from lpcommunity.storage import now, session, transactional
from tests import factories as make
from tests.factories import reading
from tests.factories.random_world import random_world


@transactional
def _leave_open(seed):
    """A random world in which every question was left open, and most are answered by whatever there is."""
    world, chance = random_world(seed), random.Random(seed)
    actions = [make.action(chance.choice(world.people), chance.choice(world.places), one) for one in _audiences() * 4]
    for move, review in session().query(Move, Review).filter(Move.review_id == Review.id):
        reflection = session().get_one(Reflection, review.reflection_id)
        answered = chance.random() < 0.7
        by = chance.choice([*world.entries, *actions]) if answered else None
        session().add(
            Question(
                move_id=move.id,
                reflection_id=reflection.id,
                partnership_id=reflection.partnership_id,
                author_id=reflection.author_id,
                state="answered" if answered else "open",
                left_open_at=now(),
                answered_at=now() if answered else None,
                answering_action_id=by.id if isinstance(by, Action) else None,
                answering_entry_id=by.id if isinstance(by, Entry) else None,
            )
        )
    session().flush()
    return world


def _audiences():
    return ["me", "facilitators", "partnership", "community", "public"]


def test_a_question_is_read_with_its_exchange_and_what_answers_it_by_its_own_readers(app, pytestconfig):
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world = _leave_open(seed)
    rows = {one.move_id: one for one in session().query(Question)}
    assert len(rows) > 5
    for reader in world.readers():
        values = entries.reads(reader)
        for move_id, row in rows.items():
            reflection = session().get_one(Reflection, row.reflection_id)
            line = ONE.first(values, move=move_id)
            may = can_read_exchange(reader, reflection)
            assert (line is not None) == may, f"seed {seed}, {reader}"
            assert (move_id in {one.move_id for one in OF_REFLECTION.all(values, entry=reflection.id)}) == may
            here = OF_PLACE.all(values, place=row.partnership_id, size=1000)
            stands = may and reflection.state == PUBLISHED
            assert (move_id in {one.move_id for one in here}) == stands, f"seed {seed}, {reader}"
            answers = _answered_by(values, row)
            assert (move_id in {one.move_id for one in answers}) == (stands and row.state == "answered")
            if line is not None:
                assert bool(line.answered_path) == _reads_answer(reader, row), f"seed {seed}, {reader}"
                told = (line.answered_title, line.answered_on, line.key, line.answering_kind)
                assert any(told) == bool(line.answered_path)


def _answered_by(values, row):
    """What is told on the page of what answers it; that page is for its own readers."""
    if row.answering_action_id is not None:
        return ANSWERED_BY_ACTION.all(values, thing=row.answering_action_id)
    return ANSWERED_BY_ENTRY.all(values, thing=row.answering_entry_id) if row.answering_entry_id is not None else []


def _reads_answer(reader, row):
    if row.answering_action_id is not None:
        return acting.can_read(reader, session().get_one(Action, row.answering_action_id))
    if row.answering_entry_id is None:
        return False
    entry = session().get_one(Entry, row.answering_entry_id)
    return entry.state == PUBLISHED and entries.can_read(reader, entry)


def test_ones_own_open_questions_are_those_that_one_decides_on(app, pytestconfig):
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world = _leave_open(seed)
    for person in world.people:
        reader = reading(person)
        if not isinstance(reader, Reader):
            continue
        values = {**entries.reads(reader), "own": sorted(reader.member_of), "size": 1000}
        mine = {
            one.move_id
            for one in session().query(Question).filter(Question.state == "open")
            if can_decide(reader, session().get_one(Reflection, one.reflection_id))
        }
        assert {one.move_id for one in OPEN_OF_MINE.all(values)} == mine, f"seed {seed}"


def test_whatever_is_offered_as_an_answer_is_read_by_whoever_reads_the_question(app, pytestconfig):
    """On that day. Only who was let in one by one may find less: they read that it is answered."""
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world = _leave_open(seed)
    readers = [one for one in world.readers() if isinstance(one, Reader)]
    tried = 0
    for row in session().query(Question):
        reflection = session().get_one(Reflection, row.reflection_id)
        author = reading(next(one for one in world.people if one.id == row.author_id))
        if not isinstance(author, Reader):
            continue
        _asked_long_ago(row.move_id)
        asked = queries.asked(author, row.move_id)
        for thing in came_since(author, asked):
            tried += 1
            for reader in readers:
                began = reader.facilitates.get(reflection.partnership_id)
                if began is None or reflection.confided_at is None or began > reflection.confided_at:
                    continue
                if not can_read_exchange(reader, reflection):
                    continue
                may = (
                    acting.can_read(reader, session().get_one(Action, thing.id))
                    if thing.is_action
                    else entries.can_read(reader, session().get_one(Entry, thing.id))
                )
                assert may, f"seed {seed}: {thing} for {reader}"
    assert tried


@transactional
def _asked_long_ago(move_id):
    review = session().get_one(Review, session().get_one(Move, move_id).review_id)
    review.sent_at = now().replace(year=2000, day=1)
    session().flush()
