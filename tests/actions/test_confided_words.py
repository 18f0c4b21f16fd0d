"""What is confided in an action stays there: words of an answer, of whoever reports or declines, and what is sealed."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lpcommunity.access import Invalid
from lpcommunity.access.reader import OPERATOR
from lpcommunity.actions import queries
from lpcommunity.actions.commands import owners, undertaking, wording
from lpcommunity.actions.commands.partners import PartnerContact
from lpcommunity.actions.commands.reporting import Report, report
from lpcommunity.actions.commands.undertaking import Undertaking, undertake
from lpcommunity.actions.models import Action
from lpcommunity.drafts.models import Draft
from lpcommunity.partnerships import memberships
from lpcommunity.reviews.models import Move
from lpcommunity.storage import clock, now, session, today, transactional
from tests import factories as make
from tests.actions.test_actions import _answered
from tests.factories import reading
from tests.harness.visitor import Visitor

SAYS = "What would have to be true for them to ring back?"
SUE = PartnerContact("Sue", "sue@club.example")


@pytest.fixture
def move(world):
    reflection = make.reflection(world.someone("author"), world.here, "community")
    return _answered(reflection, world.someone("facilitator here"), SAYS)


def begin(world, move=None, author="author", **more):
    said = {"what": "Ask ten of them", "due_on": today() + timedelta(days=20), **more}
    if move is not None:
        said["source"] = f"move:{move.id}"
    return undertake(reading(world.someone(author)), world.here, str(uuid4()), Undertaking(**said))


def refused(code, act, *args, **kwargs):
    with pytest.raises(Invalid) as refusal:
        act(*args, **kwargs)
    assert refusal.value.code == code


def test_putting_it_right_brings_no_words_of_an_answer_to_somebody_without_an_account(world, move):
    action = begin(world, move, partner=SUE)
    author = reading(world.someone("author"))
    refused("action-holds-answer", undertaking.correct, author, action, what=SAYS, due_on=action.due_on, expects="")


@pytest.mark.parametrize("how", ["wide", "owner", "partner"])
def test_what_changed_brings_no_words_of_an_answer_to_more_people(world, move, how):
    author = reading(world.someone("author"))
    owner = {"owner": world.someone("member here").id}.get(how, author.id)
    action = begin(world, move, **({"partner": SUE} if how == "partner" else {"owner_id": owner}))
    if how == "wide":
        undertaking.change_audience(author, action, "community")
    refused("action-holds-answer", report, author, action, Report("changed", "So.", new_what=SAYS))
    assert session().query(Action).count() == 1


def test_a_yes_is_to_the_words_that_stood(world, move):
    author = reading(world.someone("author"))
    action = begin(world, move, what="Find out what would have to be true")
    wording.ask_for_words(author, action)
    wording.give_words(reading(world.someone("facilitator here")), action)
    undertaking.correct(author, action, what=SAYS, due_on=action.due_on, expects="")
    refused("action-holds-answer", undertaking.change_audience, author, action, "partnership", SAYS)


def test_nor_is_a_yes_to_what_is_expected_afterwards(world, move):
    author = reading(world.someone("author"))
    action = begin(world, move, what="Find out what would have to be true")
    wording.ask_for_words(author, action)
    wording.give_words(reading(world.someone("facilitator here")), action)
    undertaking.correct(author, action, what=action.what, due_on=action.due_on, expects=SAYS)
    refused("action-holds-answer", undertaking.change_audience, author, action, "partnership", "Ask ten")


@pytest.mark.parametrize("held_in", ["what", "expects"])
@pytest.mark.parametrize("to", ["partner", "owner"])
def test_the_error_stands_at_the_words_and_says_where_one_can_ask(world, move, to, held_in):
    whom = {"partner": SUE} if to == "partner" else {"owner_id": world.someone("member here").id}
    with pytest.raises(Invalid) as refusal:
        begin(world, move, **whom, **{held_in: SAYS})
    assert refusal.value.field == held_in
    assert "choose yourself for now: once it is written down, its page is where you can ask" in str(refusal.value)
    action = begin(world, move, **{held_in: SAYS})
    with pytest.raises(Invalid) as refusal:
        owners.hand_over(reading(world.someone("author")), action, world.someone("member here").id)
    assert refusal.value.field == "owner", "where its words are in no box"


def test_words_that_are_in_what_was_expected_are_said_to_be_there(app, world, move):
    action, visitor = begin(world, move, expects=SAYS), Visitor(app, world.someone("author"))
    path = f"/actions/{action.id}/audience"
    page = visitor.text(path)
    assert "are in what you expected of this" in page
    assert "Put that right" in page
    assert "in your own words" not in page
    sent = visitor.post(path, {"audience": "partnership"})
    assert sent.status_code == 422
    assert "What you expected holds words of" in sent.get_data(as_text=True)
    with clock.at(now() + timedelta(minutes=11)):
        sealed = visitor.text(path)
    assert "Put that right" not in sealed
    assert "write down a new action without them" in sealed
    assert SAYS not in sealed


def test_what_is_for_oneself_alone_may_hold_words_of_an_answer(world, move):
    author = reading(world.someone("author"))
    action = begin(world, move, audience="me")
    undertaking.correct(author, action, what=SAYS, due_on=action.due_on, expects="")
    assert action.holds_move


def test_what_somebody_else_reported_stays_with_those_for_whom_it_was(world):
    action = begin(world, owner_id=world.someone("member here").id, audience="facilitators")
    report(reading(world.someone("member here")), action, Report("done", "I am ill, so Ben did it."))
    author = reading(world.someone("author"))
    refused("action-words-of-others", undertaking.change_audience, author, action, "partnership")
    undertaking.change_audience(author, action, "me")


def test_a_word_of_refusal_stays_with_those_for_whom_it_was(world):
    action = begin(world, owner_id=world.someone("member here").id, audience="facilitators")
    owners.decline(reading(world.someone("member here")), action, "I am ill.")
    author = reading(world.someone("author"))
    assert queries.action(author, action.id).turn_why == "I am ill."
    undertaking.change_audience(author, action, "public")
    assert "I am ill." not in repr(queries.action(reading(None), action.id))


def test_what_changed_stays_with_whoever_wrote_it_down(world):
    action = begin(world, owner_id=world.someone("member here").id, audience="me")
    owner, author = reading(world.someone("member here")), reading(world.someone("author"))
    report(owner, action, Report("changed", "Later.", new_what="Ask nine, quietly"))
    goes_on = queries.goes_on_from(action.id)
    assert goes_on.author_id == author.id
    assert queries.action(author, goes_on.id) is not None
    refused("action-words-of-others", undertaking.change_audience, author, goes_on, "public")


def test_where_it_comes_from_is_no_question_to_be_asked(world):
    hidden = make.reflection(world.someone("author"), world.here, "facilitators")
    action = begin(world, source=f"reflection:{hidden.id}")
    undertaking.change_audience(reading(world.someone("author")), action, "public")
    for sieve, found in ((queries.Sieve(born="page"), 1), (queries.Sieve(born="reflection"), 0)):
        assert len(queries.undertaken(reading(None), world.here.id, sieve).open) == found


def test_who_has_left_reads_their_own_words_and_none_that_others_add(world):
    action = begin(world, owner_id=world.someone("member here").id)
    author = world.someone("author")
    memberships.end_membership(OPERATOR, memberships.standing(world.here.id, author.id))
    report(reading(world.someone("member here")), action, Report("done", "It came to this."))
    seen = queries.action(reading(author), action.id)
    assert (seen.what, seen.came_of_it) == ("Ask ten of them", "")


def test_no_draft_keeps_what_was_expected_once_it_is_sealed(app, world):
    author, ticket = Visitor(app, world.someone("author")), str(uuid4())
    day = today() + timedelta(days=9)
    sent = {
        "what": "Ring ten", "owner": str(world.someone("author").id), "audience": "partnership", "expects": "Eight do.",
        "due-day": str(day.day), "due-month": str(day.month), "due-year": str(day.year), "ticket": ticket,
    }  # fmt: skip
    path = f"/partnerships/{world.here.slug}/actions"
    assert author.post(path, sent).status_code == 303
    author.post(path, {**sent, "keep": "1"})
    assert all("Eight do." not in str(draft.fields) for draft in session().query(Draft))


def test_who_may_not_hand_it_on_is_asked_nothing(app, world):
    action = make.action(world.someone("author"), world.here, "community")
    for act in ("hand-over", "refusal"):
        assert Visitor(app, world.someone("evaluator")).post(f"/actions/{action.id}/{act}", {}).status_code == 404


@transactional
def _hide(move_id):
    session().get_one(Move, move_id).hidden_at = now()


def test_an_answer_that_is_hidden_still_lends_no_words(world, move):
    """Whoever remembers it, or has the form open with it, passes on no more than before it was hidden."""
    _hide(move.id)
    member = world.someone("member here").id
    refused("action-holds-answer", begin, world, move, what=SAYS, owner_id=member)
    refused("action-holds-answer-partner", begin, world, move, what=SAYS, partner=SUE)
    assert begin(world, move, what=SAYS).holds_move
