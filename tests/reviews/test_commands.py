"""Answering and replying, round after round."""

import pytest
from sqlalchemy import select

from lpcommunity.access import Invalid, Missing, Refused
from lpcommunity.access.reader import OPERATOR
from lpcommunity.drafts import queries as drafts
from lpcommunity.drafts.commands import save_draft
from lpcommunity.entries.content import Content
from lpcommunity.openings.commands import say
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.reflections.commands import change_audience, edit_reflection, submit, take_back
from lpcommunity.reflections.models import ACKNOWLEDGED, ANSWERED, WAITING
from lpcommunity.reviews.commands import (
    AcknowledgedAlready,
    MoveContent,
    ReadAgain,
    TakenBack,
    send_replies,
    send_review,
)
from lpcommunity.reviews.models import ACKNOWLEDGES, INVITES, Reply, Review
from lpcommunity.reviews.policy import can_read_exchange
from lpcommunity.storage import session
from tests.factories import belongs, person, place, reading
from tests.reviews.world import answer, exchange, happened, new_key, world, written

SUPPORT = MoveContent("supportive", "", "", "You put the number first.")


def test_an_answer_that_invites(app):
    w = world()
    reflection = written(w)
    review = answer(w.owen, reflection)
    assert (reflection.review_state, reflection.waiting_since) == (ANSWERED, None)
    assert (review.round, review.version, review.outcome) == (1, 1, INVITES)
    assert happened() == ["ReflectionSubmitted", "ReviewSent"]


def test_an_answer_that_acknowledges_ends_it(app):
    w = world()
    reflection = written(w)
    answer(w.owen, reflection, ACKNOWLEDGES, SUPPORT)
    assert reflection.review_state == ACKNOWLEDGED
    assert reflection.acknowledged_at is not None
    with pytest.raises(Refused):
        submit(reading(w.amina), reflection)


def test_three_rounds_are_all_there_in_order(app):
    w = world()
    reflection = written(w)
    for n, outcome in enumerate((INVITES, INVITES, ACKNOWLEDGES), 1):
        answer(w.owen, reflection, outcome, MoveContent("catalytic", "", "", f"Question {n}?"))
        move = exchange(reflection).rounds[-1].moves[0]
        send_replies(reading(w.amina), reflection, new_key(), {move.id: f"Reply {n}"})
        if n < 3:
            words = Content.written("T", {"what": f"Text {n + 1}"})
            edit_reflection(reading(w.amina), reflection, words, reflection.version, cycle="driscoll")
            submit(reading(w.amina), reflection)
    said = exchange(reflection)
    assert [r.n for r in said.rounds] == [1, 2, 3]
    assert [[m.says for m in r.moves] for r in said.rounds] == [["Question 1?"], ["Question 2?"], ["Question 3?"]]
    assert [r.moves[0].replies[0].says for r in said.rounds] == ["Reply 1", "Reply 2", "Reply 3"]
    assert [said.versions[r.version].sources["what"] for r in said.rounds][1:] == ["Text 2", "Text 3"]
    assert "112 firms" in said.versions[said.rounds[0].version].sources["what"], "what was answered stays as it was"
    assert reflection.review_state == ACKNOWLEDGED


def test_a_form_posted_twice_is_one_answer(app):
    w = world()
    reflection = written(w)
    one = new_key()
    first = send_review(reading(w.owen), reflection, one, INVITES, [SUPPORT], 1)
    again = send_review(reading(w.owen), reflection, one, ACKNOWLEDGES, [SUPPORT], 1)
    assert first.id == again.id
    assert reflection.review_state == ANSWERED
    assert len(session().scalars(select(Review)).all()) == 1


def test_only_current_facilitators_of_that_place_answer(app):
    w = world()
    reflection = written(w, "public")
    keele = place("Keele")
    elsewhere = person()
    belongs(elsewhere, keele, "facilitator")
    for somebody in (w.amina, w.colin, elsewhere, person(role="programme-team"), person()):
        with pytest.raises(Refused):
            answer(somebody, reflection)
    gone = session().scalars(select(Membership).where(Membership.person_id == w.owen.id)).one()
    end_membership(OPERATOR, gone)
    with pytest.raises(Refused):
        answer(w.owen, reflection)


def test_nobody_answers_themself(app):
    w = world()
    reflection = written(w)
    gone = session().scalars(select(Membership).where(Membership.person_id == w.amina.id)).one()
    belongs(w.colin, w.hull, "lead")
    end_membership(OPERATOR, gone)
    belongs(w.amina, w.hull, "facilitator")
    with pytest.raises(Refused):
        answer(w.amina, reflection)


def test_what_was_never_sent_does_not_exist_for_a_facilitator(app):
    w = world()
    mine = written(w, "me", submit=False)
    shown = written(w, "community", submit=False)
    for reflection in (mine, shown):
        with pytest.raises(Refused):
            answer(w.owen, reflection)


def test_taken_back_meanwhile_keeps_the_draft(app):
    w = world()
    reflection = written(w)
    one = new_key()
    save_draft(
        reading(w.owen),
        one,
        f"review:{reflection.id}",
        f"/reflections/{reflection.id}/review",
        "",
        {"moves-0-says": ["a"]},
    )
    take_back(reading(w.amina), reflection)
    with pytest.raises(TakenBack):
        send_review(reading(w.owen), reflection, one, INVITES, [SUPPORT], 1)
    assert drafts.latest(reading(w.owen)) is not None
    newcomer = person()
    belongs(newcomer, w.hull, "facilitator")
    with pytest.raises(Refused):
        answer(newcomer, reflection)


def test_narrowed_to_its_author_is_as_good_as_taken_back(app):
    w = world()
    reflection = written(w, "partnership")
    change_audience(reading(w.amina), reflection, "me")
    with pytest.raises(TakenBack):
        answer(w.owen, reflection, version=1)


def test_an_answer_speaks_of_what_was_read(app):
    w = world()
    reflection = written(w)
    edit_reflection(reading(w.amina), reflection, Content.written("T", {"what": "New words."}), 1, cycle="driscoll")
    with pytest.raises(ReadAgain):
        answer(w.owen, reflection, version=1)
    with pytest.raises(Refused):
        answer(w.owen, reflection, version=9)
    answer(w.owen, reflection, INVITES, MoveContent("catalytic", "what", "New words", "Which?"), version=2)


def test_sending_lets_go_of_the_draft(app):
    w = world()
    reflection = written(w)
    one = new_key()
    save_draft(
        reading(w.owen),
        one,
        f"review:{reflection.id}",
        f"/reflections/{reflection.id}/review",
        "",
        {"moves-0-says": ["a"]},
    )
    send_review(reading(w.owen), reflection, one, INVITES, [SUPPORT], 1)
    assert drafts.latest(reading(w.owen)) is None


@pytest.mark.parametrize(
    ("moves", "field"),
    [
        ([], ("moves", 0, "says")),
        ([MoveContent("challenging", "", "", "  ")], ("moves", 0, "says")),
        ([MoveContent("", "", "", ""), MoveContent("shouting", "", "", "Oi")], ("moves", 1, "kind")),
        ([MoveContent("supportive", "feelings", "", "Well")], ("moves", 0, "prompt")),
        ([MoveContent("supportive", "what", "words that are not there", "Well")], ("moves", 0, "passage")),
        ([MoveContent("supportive", "what", "did not answer", " ")], ("moves", 0, "says")),
        ([MoveContent("supportive", "", "", "x" * 5001)], ("moves", 0, "says")),
    ],
)
def test_what_cannot_be_sent(app, moves, field):
    w = world()
    reflection = written(w)
    with pytest.raises(Invalid) as caught:
        send_review(reading(w.owen), reflection, new_key(), INVITES, moves, 1)
    assert caught.value.field == field
    assert reflection.review_state == WAITING


def test_a_passage_finds_its_prompt(app):
    w = world()
    reflection = written(w)
    answer(
        w.owen, reflection, INVITES, MoveContent("supportive", "", "did not answer the phone", "Well seen."), SUPPORT
    )
    moves = exchange(reflection).rounds[-1].moves
    assert [(m.prompt, m.passage) for m in moves] == [("what", "did not answer the phone"), ("", "")]


def test_two_facilitators_may_both_answer_and_an_invitation_stands(app):
    w = world()
    ruth = person("Ruth Adeyemi")
    belongs(ruth, w.hull, "facilitator")
    reflection = written(w)
    answer(w.owen, reflection, ACKNOWLEDGES, SUPPORT)
    answer(ruth, reflection, INVITES)
    assert reflection.review_state == ANSWERED
    answer(w.owen, reflection, ACKNOWLEDGES, SUPPORT)
    assert reflection.review_state == ANSWERED
    answer(ruth, reflection, ACKNOWLEDGES, SUPPORT)
    assert reflection.review_state == ACKNOWLEDGED
    with pytest.raises(AcknowledgedAlready):
        answer(ruth, reflection, INVITES)


def test_the_exchange_stays_between_author_and_facilitators(app):
    w = world()
    reflection = written(w)
    answer(w.owen, reflection)
    change_audience(reading(w.amina), reflection, "public")
    ruth = person("Ruth Adeyemi")
    term = belongs(ruth, w.hull, "facilitator")
    assert not can_read_exchange(reading(ruth), reflection)
    say(reading(w.amina), {(reflection.id, term.id): True})
    readers = [
        who for who in (w.amina, w.owen, w.colin, ruth, person(), None) if can_read_exchange(reading(who), reflection)
    ]
    assert readers == [w.amina, w.owen, ruth]
    gone = session().scalars(select(Membership).where(Membership.person_id == w.owen.id)).one()
    end_membership(OPERATOR, gone)
    assert not can_read_exchange(reading(w.owen), reflection)
    change_audience(reading(w.amina), reflection, "me")
    assert not can_read_exchange(reading(ruth), reflection)
    assert can_read_exchange(reading(w.amina), reflection)


def test_replies_are_one_response(app):
    w = world()
    reflection = written(w)
    answer(
        w.owen, reflection, INVITES, MoveContent("catalytic", "", "", "Why?"), MoveContent("challenging", "", "", "So?")
    )
    why, so = exchange(reflection).rounds[-1].moves
    one = new_key()
    send_replies(reading(w.amina), reflection, one, {why.id: " Because. ", so.id: ""})
    send_replies(reading(w.amina), reflection, one, {why.id: "Because.", so.id: "Again"})
    assert [reply.says for reply in session().scalars(select(Reply))] == ["Because."]
    assert [move.says for move in exchange(reflection).rounds[-1].open_questions] == ["So?"]
    assert happened()[-1] == "ReplySent"


def test_who_has_left_the_place_replies_no_more(app):
    """What they wrote stays theirs, and they may read on what was said of it; the exchange is one of the place."""
    w = world()
    belongs(w.amina, place("Leeds"))  # mixed: a member elsewhere, still
    belongs(w.colin, w.hull, "lead")
    reflection = written(w)
    answer(w.owen, reflection)
    asked = exchange(reflection).rounds[-1].moves[0]
    here = select(Membership).filter_by(person_id=w.amina.id, partnership_id=w.hull.id)
    end_membership(OPERATOR, session().scalars(here).one())
    with pytest.raises(Refused):
        send_replies(reading(w.amina), reflection, new_key(), {asked.id: "Too late"})
    assert session().scalars(select(Reply)).all() == []
    assert can_read_exchange(reading(w.amina), reflection)


def test_replies_that_cannot_be_sent(app):
    w = world()
    mine, other = written(w), written(w)
    answer(w.owen, mine)
    answer(w.owen, other)
    here, elsewhere = exchange(mine).rounds[-1].moves[0], exchange(other).rounds[-1].moves[0]
    for who in (w.owen, w.colin):
        with pytest.raises(Refused):
            send_replies(reading(who), mine, new_key(), {here.id: "Me too"})
    with pytest.raises(Invalid):
        send_replies(reading(w.amina), mine, new_key(), {here.id: " "})
    with pytest.raises(Invalid) as caught:
        send_replies(reading(w.amina), mine, new_key(), {here.id: "x" * 5001})
    assert caught.value.field == ("replies", here.id)
    with pytest.raises(Missing):
        send_replies(reading(w.amina), mine, new_key(), {here.id: "Yes", elsewhere.id: "No"})
    assert session().scalars(select(Reply)).all() == []
