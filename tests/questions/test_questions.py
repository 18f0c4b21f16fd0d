"""A question stays open until its author points to what answers it, and who hears of that."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from lpcommunity import worker
from lpcommunity.access import Invalid, Missing, Refused
from lpcommunity.access.reader import OPERATOR
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.notifications.queries import inbox
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.questions.commands import leave_open, point_to_answer
from lpcommunity.questions.models import Question
from lpcommunity.questions.pending_answers import pending_answers
from lpcommunity.questions.queries import asked, open_of_mine, questions_of_place
from lpcommunity.questions.what_came_since import came_since
from lpcommunity.reflections.commands import change_audience, submit
from lpcommunity.reviews.answers import moves_of_latest_answer
from lpcommunity.reviews.commands import MoveContent, send_replies
from lpcommunity.storage import clock, now, session, transactional
from tests.factories import action, belongs, person, place, reading, update
from tests.reviews.world import answer, happened, new_key, world, written

ASKS = MoveContent("challenging", "", "", "Who needed it?")
ASKS_MORE = MoveContent("catalytic", "", "", "What did you notice?")
SUPPORTS = MoveContent("supportive", "", "", "That took courage.")


@pytest.fixture
def w(app):
    with clock.at(now() - timedelta(days=21)):
        return world()


@pytest.fixture
def made(w):
    """A reflection of a fortnight ago, answered with two questions and a word of support."""
    with clock.at(now() - timedelta(days=14)):
        reflection = written(w)
        answer(w.owen, reflection, "invites", ASKS, ASKS_MORE, SUPPORTS)
    return reflection, moves_of_latest_answer(reflection.id)


@transactional
def _confided_before(entry):
    entry.confided_at = now() - timedelta(days=15)
    session().flush()
    return entry


def _key(entry):
    return f"{entry.kind}:{entry.id}"


def test_not_yet_stays_on_home_until_something_answers_it_and_whoever_asked_is_told(app, w, made):
    reflection, (first, second, _) = made
    amina, owen = reading(w.amina), reading(w.owen)
    leave_open(amina, reflection, first)
    leave_open(amina, reflection, first)  # twice is once
    assert happened().count("QuestionLeftOpen") == 1
    assert [one.says for one in open_of_mine(amina)] == ["Who needed it?"]
    came = update(w.colin, w.hull, "partnership")
    point_to_answer(amina, reflection, first, _key(came))
    point_to_answer(amina, reflection, first, _key(came))
    assert happened().count("QuestionAnswered") == 1
    [line] = questions_of_place(owen, w.hull.id)
    assert (line.state, line.answered_path, line.answered_title) == ("answered", f"/updates/{came.id}", came.title)
    assert (line.asked_at < line.answered_at, line.answered_on) == (True, clock.today())
    assert open_of_mine(amina) == []
    worker.run(app, until_empty=True)
    told = [one.type.key for one in inbox(owen).lines]
    assert told.count("question-answered") == 1
    assert "question-answered" not in [one.type.key for one in inbox(amina).lines]
    assert second not in {one.move_id for one in questions_of_place(owen, w.hull.id)}


def test_what_was_pointed_to_by_mistake_is_open_again_and_says_nothing_to_whoever_asked(app, w, made):
    reflection, (first, *_) = made
    amina = reading(w.amina)
    leave_open(amina, reflection, first)
    point_to_answer(amina, reflection, first, _key(update(w.amina, w.hull)))
    leave_open(amina, reflection, first)
    [line] = open_of_mine(amina)
    assert (line.answered_path, line.answered_at) == ("", None)
    worker.run(app, until_empty=True)
    assert "question-answered" not in [one.type.key for one in inbox(reading(w.owen)).lines]
    row = session().query(Question).one()
    assert row.lived_days == 14  # the figure of the programme does not turn back


def test_a_question_that_is_left_open_asks_for_no_reply_any_more_and_one_that_was_replied_to_may_stay_open(w, made):
    reflection, (first, second, _) = made
    amina = reading(w.amina)
    assert pending_answers(amina)[0].questions == 2
    leave_open(amina, reflection, first)
    assert pending_answers(amina)[0].questions == 1
    send_replies(amina, reflection, new_key(), {second: "The quiet."})
    assert pending_answers(amina) == []
    leave_open(amina, reflection, second)
    assert len(open_of_mine(amina)) == 2


def test_only_who_reflected_decides_on_questions_of_this_reflection_and_only_as_a_member(w, made):
    reflection, (first, _, support) = made
    came = update(w.colin, w.hull)
    other = written(w)
    for who in (w.owen, w.colin, person()):
        with pytest.raises(Refused):
            leave_open(reading(who), reflection, first)
        with pytest.raises(Refused):
            point_to_answer(reading(who), reflection, first, _key(came))
    for wrong, move in ((reflection, support), (other, first), (reflection, 999_999)):
        with pytest.raises((Missing, Refused)):
            leave_open(reading(w.amina), wrong, move)
    leave_open(reading(w.amina), reflection, first)
    belongs(w.colin, w.hull, "lead")
    end_membership(OPERATOR, session().query(Membership).filter_by(person_id=w.amina.id).one())
    with pytest.raises(Refused):
        point_to_answer(reading(w.amina), reflection, first, _key(came))
    assert open_of_mine(reading(w.amina)) == []  # it asks nothing of them any more
    assert session().query(Question).one().state == "open"  # and stays theirs


def test_what_answers_it_is_of_the_place_later_and_for_at_least_as_many_as_the_exchange(w, made):
    reflection, (first, *_) = made
    amina, elsewhere = reading(w.amina), place("Keele")
    belongs(w.amina, elsewhere)
    with clock.at(now() - timedelta(days=20)):
        before = update(w.amina, w.hull)
    source = written(w)  # for her facilitators, and later
    may = [
        update(w.colin, w.hull, "partnership"),
        update(w.amina, w.hull, "public"),
        update(w.amina, w.hull, "facilitators"),
        source,
    ]
    may_not = [
        before,
        reflection,
        update(w.amina, w.hull, "me"),
        update(w.amina, w.hull, state="draft"),
        update(w.amina, elsewhere),
        update(w.colin, w.hull, "facilitators"),  # she cannot read it
        _confided_before(update(w.amina, w.hull, "facilitators")),  # nor could every facilitator
    ]
    hers = action(w.amina, w.hull, "partnership")
    few = [action(w.amina, w.hull, "me"), action(w.colin, w.hull, "me", owner=w.amina)]
    offered = {one.key for one in came_since(amina, asked(amina, first))}
    assert offered == {*map(_key, may), f"action:{hers.id}"}
    wrong = [*map(_key, may_not), *(f"action:{one.id}" for one in few)]
    for key in (*wrong, "", "update:x", "update:999999", f"reflection:{may[0].id}", f"move:{first}", "action:٣"):
        with pytest.raises(Invalid) as refused:
            point_to_answer(amina, reflection, first, key)
        assert refused.value.path == ("by",)
    for key in offered:
        point_to_answer(amina, reflection, first, key)
    assert session().query(Question).count() == 1


def test_an_action_that_was_undertaken_before_answers_it_by_what_came_of_it(w, made):
    reflection, (first, *_) = made
    with clock.at(now() - timedelta(days=20)):
        early = action(w.amina, w.hull, "partnership")
    with pytest.raises(Invalid):
        point_to_answer(reading(w.amina), reflection, first, f"action:{early.id}")
    _report(early)
    point_to_answer(reading(w.amina), reflection, first, f"action:{early.id}")
    [line] = questions_of_place(reading(w.owen), w.hull.id)
    assert line.answered_path == f"/actions/{early.id}"


@transactional
def _report(one):
    one.reported_at, one.outcome, one.came_of_it = now(), "done", "It helped."
    session().flush()


@pytest.mark.parametrize("then", ["narrowed", "withdrawn"])
def test_what_others_can_no_longer_read_leaves_a_question_that_is_answered_and_nothing_of_what(w, made, then):
    reflection, (first, *_) = made
    thing = update(w.amina, w.hull, "partnership")
    point_to_answer(reading(w.amina), reflection, first, _key(thing))
    if then == "narrowed":
        change_entry_audience(reading(w.amina), thing, "me")
    else:
        withdraw_entry(reading(w.amina), thing)
    [line] = questions_of_place(reading(w.owen), w.hull.id)
    assert line.state == "answered"
    assert (line.key, line.answered_path, line.answered_title, line.answered_on) == ("", "", "", None)
    [own] = questions_of_place(reading(w.amina), w.hull.id)
    assert bool(own.answered_path) == (then == "narrowed")


def test_it_comes_and_goes_with_its_reflection(w, made):
    reflection, (first, *_) = made
    amina = reading(w.amina)
    leave_open(amina, reflection, first)
    submit(amina, reflection)
    assert len(open_of_mine(amina)) == 1  # sent again: it stays
    withdraw_entry(amina, reflection)
    assert open_of_mine(amina) == questions_of_place(amina, w.hull.id) == []
    assert questions_of_place(reading(w.owen), w.hull.id) == []
    with pytest.raises(Refused):
        leave_open(amina, reflection, first)


def test_whoever_came_later_is_not_told_what_they_asked_when_they_were_there_before(app, w, made):
    """Whom the exchange reaches no longer hears nothing of it, though they asked."""
    reflection, (first, *_) = made
    change_audience(reading(w.amina), reflection, "community")  # they read the text, and not what was said of it
    end_membership(OPERATOR, session().query(Membership).filter_by(person_id=w.owen.id).one())
    belongs(w.owen, w.hull, "facilitator")
    point_to_answer(reading(w.amina), reflection, first, _key(update(w.amina, w.hull)))
    worker.run(app, until_empty=True)
    assert "question-answered" not in [one.type.key for one in inbox(reading(w.owen)).lines]


@pytest.mark.parametrize("which", ["no answer", "an answer to what is open", "two answers"])
def test_a_row_is_open_or_has_one_answer(w, made, which):
    reflection, (first, *_) = made
    question, thing, act = (
        leave_open(reading(w.amina), reflection, first),
        update(w.amina, w.hull),
        action(w.amina, w.hull),
    )

    @transactional
    def spoil():
        row = session().get_one(Question, question.id)
        row.state, row.answered_at = ("open", None) if "open" in which else ("answered", now())
        row.answering_entry_id = None if which == "no answer" else thing.id
        row.answering_action_id = act.id if which == "two answers" else None
        session().flush()

    with pytest.raises(IntegrityError):
        spoil()
