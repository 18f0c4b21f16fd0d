"""The pages of reviews: who sees what of an exchange, answering, replying, the queue, who waits."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from lpcommunity.access.reader import OPERATOR
from lpcommunity.drafts import queries as drafts
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.people.models import Person
from lpcommunity.reflections.commands import change_audience, edit_reflection, submit, take_back, write_reflection
from lpcommunity.reflections.models import ACKNOWLEDGED, ANSWERED, WAITING
from lpcommunity.reviews import commands, queries
from lpcommunity.reviews.commands import MoveContent, send_replies
from lpcommunity.reviews.models import ACKNOWLEDGES, INVITES, Reply, Review
from lpcommunity.storage import session, today
from tests.factories import belongs, person, place, reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, fields_of, main_of
from tests.reviews.world import WORDS, World, answer, exchange, new_key, world, written


@dataclass
class Open:
    """A world, and windows on it."""

    w: World
    app: Any

    def at(self, who: Person | None) -> Visitor:
        return Visitor(self.app, who)


@pytest.fixture
def here(app) -> Open:
    return Open(world(), app)


QUESTION = MoveContent("challenging", "so-what", "demand was proven", "CANARY-MOVE: who needed it?")
ADVICE = MoveContent("prescriptive", "", "", "Ring ten of them.")


def test_the_exchange_is_seen_by_author_and_facilitators_only(here):
    w = here.w
    reflection = written(w, "public")
    answer(w.owen, reflection, INVITES, QUESTION)
    send_replies(reading(w.amina), reflection, new_key(), {exchange(reflection).rounds[0].moves[0].id: "CANARY-REPLY"})
    path = f"/reflections/{reflection.id}"
    for who in (w.amina, w.owen):
        page = here.at(who).text(path)
        assert "CANARY-MOVE" in page
        assert "CANARY-REPLY" in page
        assert 'data-review-state="answered"' in page
    for who in (w.colin, person("Priya", role="programme-team"), person("Eve", role="evaluator"), None):
        page = main_of(here.at(who).text(path))
        assert "board that demand was proven" in page
        assert f'<time datetime="{today().isoformat()}' in page
        for trace in ("CANARY", "lp-rounds", "lp-move", "lp-marked", "review-state", "Round", "Owen"):
            assert trace not in page, trace


def test_both_sides_are_told_whose_turn_it_is(here):
    w = here.w
    reflection = written(w)
    path = f"/reflections/{reflection.id}"
    assert "It waits for Owen.</p>" in here.at(w.amina).text(path)
    assert "Amina waits for an answer, and sent it today." in here.at(w.owen).text(path)
    answer(w.owen, reflection, INVITES, QUESTION)
    assert "Owen has answered and invites you to think further. There is one question for you." in here.at(
        w.amina
    ).text(path)
    move = exchange(reflection).rounds[0].moves[0]
    send_replies(reading(w.amina), reflection, new_key(), {move.id: "The board."})
    assert "Amina has replied to it." in here.at(w.owen).text(path)
    submit(reading(w.amina), reflection)
    page = here.at(w.amina).text(path)
    assert "Round 2: you sent it again" in page
    assert "Earlier in this exchange" in page
    answer(w.owen, reflection, ACKNOWLEDGES, ADVICE)
    page = here.at(w.amina).text(path)
    assert "Owen has read this and acknowledged it: it has come full circle." in page
    assert "Share it more widely" in page


def test_the_version_that_was_answered_stays_beside_its_answer(here):
    w = here.w
    reflection = written(w)
    answer(w.owen, reflection, INVITES, QUESTION)
    words = type(WORDS).written("T", {**WORDS.fields, "so-what": "I was wrong."})
    edit_reflection(reading(w.amina), reflection, words, 1, cycle="driscoll")
    page = here.at(w.amina).text(f"/reflections/{reflection.id}")
    assert "version 1, of" in page
    assert "You have changed the title and “So what?” since." in page
    assert f"/reflections/{reflection.id}/revisions/2" in page
    move = exchange(reflection).rounds[0].moves[0]
    assert f'<mark class="lp-marked">demand was proven</mark>\u2060<a class="lp-marked__n" id="p{move.id}"' in page
    assert f'href="#p{move.id}"' in page
    assert "I was wrong." not in page


def test_a_facilitator_answers(here):
    w = here.w
    reflection = written(w)
    form = Form(here.at(w.owen), f"/reflections/{reflection.id}/review")
    sent = form.send(
        **{
            "moves-0-kind": "challenging", "moves-0-says": "Who needed it?", "moves-0-prompt": "so-what",
            "moves-0-passage": "demand was proven", "outcome": INVITES,
        }
    )  # fmt: skip
    assert (sent.status_code, sent.location) == (303, f"/reflections/{reflection.id}")
    session().refresh(reflection)
    assert reflection.review_state == ANSWERED
    again = form.send(**{"moves-0-kind": "challenging", "moves-0-says": "Twice", "outcome": ACKNOWLEDGES})
    assert again.status_code == 409  # other words are not dropped without a word: they are kept, to be added
    assert "Twice" in again.get_data(as_text=True)
    assert len(session().scalars(select(Review)).all()) == 1


def test_moves_are_added_without_scripts_and_a_draft_is_kept(here):
    w = here.w
    reflection = written(w)
    path = f"/reflections/{reflection.id}/review"
    form = Form(here.at(w.owen), path)
    more = form.send(**{"moves-0-kind": "catalytic", "moves-0-says": "First", "outcome": INVITES, "more": "1"})
    assert more.status_code == 303
    page = here.at(w.owen).text(more.location)
    assert "Move 2" in page
    assert "First" in page
    assert "Carry on with your draft" in here.at(w.owen).text("/reviews")
    plain = here.at(w.owen).text(path)
    assert "First" in plain, "the draft is carried on with at once"
    sent = here.at(w.owen).client
    fields = {**fields_of(page), "moves-0-kind": "catalytic", "moves-1-kind": "supportive", "moves-1-says": "Second"}
    visitor = here.at(w.owen)
    token = fields_of(visitor.text(path))["csrf_token"]
    sent = visitor.client.post(path, data={**fields, "csrf_token": token, "outcome": INVITES})
    assert sent.status_code == 303
    moves = exchange(reflection).rounds[0].moves
    assert [(m.kind, m.says) for m in moves] == [("catalytic", "First"), ("supportive", "Second")]
    assert drafts.all_of(reading(w.owen)) == []


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"moves-0-says": ""}, "Write at least one sentence before you send it"),
        ({"moves-0-says": "Hm", "moves-0-passage": "never written"}, "These words are not in the text"),
        ({"moves-0-says": "", "moves-0-passage": "demand was proven"}, "You quote a passage"),
        ({"moves-0-says": "x" * 5001}, "Your move is 5,001 characters long"),
        ({"moves-0-says": "Hm", "outcome": "grade"}, "Say whether you invite them to think further"),
        ({"moves-0-says": "Hm", "moves-0-kind": "rude"}, "Choose what kind of move this is"),
    ],
)
def test_what_cannot_be_sent_is_said_beside_its_field(here, typed, why):
    w = here.w
    reflection = written(w)
    form = Form(here.at(w.owen), f"/reflections/{reflection.id}/review")
    refused = form.send(**{"moves-0-kind": "challenging", "outcome": INVITES, **typed})
    assert refused.status_code == 422
    page = refused.get_data(as_text=True)
    assert why in page
    assert "govuk-error-summary" in page
    assert str(typed["moves-0-says"])[:50] in page


def test_taken_back_while_answering_keeps_the_text(here):
    w = here.w
    reflection = written(w)
    form = Form(here.at(w.owen), f"/reflections/{reflection.id}/review")
    take_back(reading(w.amina), reflection)
    late = form.send(**{"moves-0-kind": "challenging", "moves-0-says": "Something careful", "outcome": INVITES})
    assert late.status_code == 409
    assert "Something careful" in late.get_data(as_text=True)
    [draft] = drafts.all_of(reading(w.owen))
    assert draft.fields["moves-0-says"] == ["Something careful"]
    submit(reading(w.amina), reflection)
    assert "Something careful" in here.at(w.owen).text(f"/reflections/{reflection.id}/review")


def test_changed_while_answering_shows_the_new_text_beside_the_answer(here):
    w = here.w
    reflection = written(w)
    form = Form(here.at(w.owen), f"/reflections/{reflection.id}/review")
    edit_reflection(reading(w.amina), reflection, type(WORDS).written("T", {"what": "All new."}), 1, cycle="driscoll")
    again = form.send(**{"moves-0-kind": "catalytic", "moves-0-says": "Well then", "outcome": INVITES})
    page = again.get_data(as_text=True)
    assert again.status_code == 409
    assert "All new." in page
    assert "Well then" in page
    fields = {**fields_of(page), "moves-0-kind": "catalytic", "outcome": INVITES}
    assert form.visitor.client.post(form.path, data=fields).status_code == 303
    assert exchange(reflection).rounds[0].answers[0].version == 2


def test_answered_before_it_was_taken_back(here):
    w = here.w
    reflection = written(w)
    amina = here.at(w.amina)
    answer(w.owen, reflection)
    late = amina.post(f"/reflections/{reflection.id}/taking-back")
    assert late.status_code == 409
    assert "It was answered before you took it back" in late.get_data(as_text=True)


def test_who_may_not_answer_finds_nothing(here):
    w = here.w
    mine, waits = written(w, "me", submit=False), written(w, "public")
    for reflection in (mine, waits):
        for who in (w.amina, w.colin, person(), person(role="programme-team")):
            visitor = here.at(who)
            assert visitor.get(f"/reflections/{reflection.id}/review").status_code == 404
            sent = visitor.post(f"/reflections/{reflection.id}/review", {"moves-0-says": "x", "outcome": INVITES})
            assert sent.status_code == 404
    assert here.at(w.owen).get(f"/reflections/{mine.id}/review").status_code == 404
    assert here.at(w.owen).post(f"/reflections/{mine.id}/review", {"moves-0-says": "x"}).status_code == 404
    assert here.at(None).get(f"/reflections/{waits.id}/review").status_code == 303


def test_replying(here):
    w = here.w
    reflection = written(w)
    answer(w.owen, reflection, INVITES, QUESTION, ADVICE)
    question, advice = exchange(reflection).rounds[0].moves
    form = Form(here.at(w.amina), f"/reflections/{reflection.id}")
    path = f"/reflections/{reflection.id}/response"
    empty = form.visitor.client.post(path, data=form.fields)
    assert empty.status_code == 422
    assert f"#reply-{question.id}" in empty.get_data(as_text=True)
    typed = {**form.fields, f"reply-{question.id}": "The board did.", f"reply-{advice.id}": "I shall."}
    kept = form.visitor.client.post(path, data={**typed, "keep": "1"})
    assert kept.status_code == 303
    assert "The board did." in here.at(w.amina).text(f"/reflections/{reflection.id}")
    assert "The board did." not in here.at(w.owen).text(f"/reflections/{reflection.id}")
    for _ in range(2):
        assert form.visitor.client.post(path, data=typed).status_code == 303
    assert len(session().scalars(select(Reply)).all()) == 2
    assert "The board did." in here.at(w.owen).text(f"/reflections/{reflection.id}")
    for who in (w.owen, w.colin):
        assert here.at(who).post(path, {f"reply-{question.id}": "x"}).status_code == 404


def test_what_the_command_refuses_is_said_beside_its_question_or_its_move(here, monkeypatch):
    w = here.w
    reflection, waits = written(w), written(w)
    answer(w.owen, reflection, INVITES, QUESTION, ADVICE)
    advice = exchange(reflection).rounds[0].moves[1]
    monkeypatch.setattr(commands, "LONGEST_MOVE", 10)
    form = Form(here.at(w.amina), f"/reflections/{reflection.id}")
    path = f"/reflections/{reflection.id}/response"
    refused = form.visitor.client.post(path, data={**form.fields, f"reply-{advice.id}": "x" * 1200})
    text = "Your reply is 1,200 characters long; it can be at most 10"
    assert f'<a href="#reply-{advice.id}">{text}</a>' in refused.get_data(as_text=True)
    form = Form(here.at(w.owen), f"/reflections/{waits.id}/review")
    refused = form.send(**{"moves-0-kind": "catalytic", "moves-0-says": "x" * 11, "outcome": INVITES})
    text = "Your move is 11 characters long; it can be at most 10"
    assert f'<a href="#moves-0-says">{text}</a>' in refused.get_data(as_text=True)


def test_a_stale_form_keeps_everything(here):
    w = here.w
    reflection = written(w)
    answer(w.owen, reflection, INVITES, QUESTION)
    question = exchange(reflection).rounds[0].moves[0]
    visitor = here.at(w.amina)
    stale = visitor.client.post(
        f"/reflections/{reflection.id}/response", data={"csrf_token": "old", f"reply-{question.id}": "The board did."}
    )
    assert stale.status_code == 422
    assert "The board did." in stale.get_data(as_text=True)
    owen = here.at(w.owen).client.post(
        f"/reflections/{reflection.id}/review", data={"csrf_token": "old", "moves-0-says": "More", "outcome": INVITES}
    )
    assert owen.status_code == 422
    assert "More" in owen.get_data(as_text=True)


def test_the_queue(here):
    w = here.w
    page = here.at(w.owen).text("/reviews")
    assert "Nobody is waiting for you" in page
    reflection = written(w)
    page = here.at(w.owen).text("/reviews")
    assert "One reflection is waiting" in page
    assert f'data-entry-id="{reflection.id}"' in page
    assert "Driscoll, two of three prompts." in page
    assert "First reflection here" in page
    answer(w.owen, reflection)
    assert "The last answer went to Hull today." in here.at(w.owen).text("/reviews")
    for who in (w.amina, w.colin, person(role="programme-team")):
        assert here.at(who).get("/reviews").status_code == 404


def test_a_long_queue_has_pages_and_home_shows_its_beginning(here):
    w, pattern = here.w, re.compile(r'lp-queue__item" data-entry-id="(\d+)"')
    waiting = [str(written(w).id) for _ in range(queries.QUEUE_PAGE + 2)]
    owen = here.at(w.owen)
    first = owen.text("/reviews")
    assert pattern.findall(first) == waiting[: queries.QUEUE_PAGE]
    assert "27 reflections are waiting" in first
    following = re.search(r'rel="next" href="([^"]*)"', first)
    assert following
    second = owen.text(following[1].replace("&amp;", "&").partition("#")[0])
    assert pattern.findall(second) == waiting[queries.QUEUE_PAGE :]
    assert "27 reflections are waiting" in second
    assert main_of(first).count("govuk-button lp-button--small") == 1
    assert main_of(second).count("govuk-button lp-button--small") == 0, "the next step is on the first page"
    home = owen.text("/home")
    assert pattern.findall(home) == waiting[:10]
    assert "See all 27 that wait" in home


def test_who_stops_facilitating_keeps_their_own_words_only(here):
    w = here.w
    reflection = written(w)
    review = answer(w.owen, reflection, INVITES, QUESTION)
    owen = here.at(w.owen)
    assert owen.get(f"/reviews/{review.id}").location == f"/reflections/{reflection.id}"
    end_membership(OPERATOR, session().scalars(select(Membership).where(Membership.person_id == w.owen.id)).one())
    assert owen.get("/reviews").status_code == 404
    assert owen.get(f"/reflections/{reflection.id}").status_code == 404
    assert owen.get(f"/reflections/{reflection.id}/review").status_code == 404
    page = owen.text(f"/reviews/{review.id}")
    assert "CANARY-MOVE" in page
    assert "demand was proven" not in page
    assert WORDS.title not in page
    listed = owen.text("/reviews/answers")
    assert f"/reviews/{review.id}" in listed
    assert WORDS.title not in listed
    for who in (w.amina, w.colin, person()):
        assert here.at(who).get(f"/reviews/{review.id}").status_code == 404
        assert here.at(who).get("/reviews/answers").status_code == 404


def test_the_programme_team_sees_that_somebody_waits(here):
    w = here.w
    team = here.at(person("Priya", role="programme-team"))
    assert "Nobody is waiting" in team.text("/reviews/waiting")
    reflection = written(w)
    change_audience(reading(w.amina), written(w, "me", submit=False), "me")
    page = main_of(team.text("/reviews/waiting"))
    assert "Hull" in page
    assert "One reflection was sent today." in page
    assert "Invite a facilitator" not in page, "Hull has one"
    ayr, keele = place("Ayr"), place("Keele")
    asker = person()
    belongs(asker, keele)
    write_reflection(reading(asker), keele, new_key(), WORDS, cycle="driscoll", audience="facilitators", submit=True)
    invites = main_of(team.text("/reviews/waiting"))
    for one in (ayr, keele):
        assert f'href="/partnerships/{one.slug}/invitations/facilitator"' in invites
    for confided in (WORDS.title, "Amina", "Driscoll", "112 firms", f"/reflections/{reflection.id}"):
        assert confided not in page
    for who in (w.amina, w.owen, person()):
        assert here.at(who).get("/reviews/waiting").status_code == 404


def test_pages_cost_the_same_however_much_was_said(here, count_queries):
    w = here.w
    reflection = written(w, "community")
    visitors = {who: here.at(who) for who in (w.amina, w.owen, w.colin)}

    def cost() -> dict[str, list[int]]:
        counts: dict[str, list[int]] = {}
        for who, visitor in visitors.items():
            for path in (f"/reflections/{reflection.id}", *(["/reviews"] if who is w.owen else [])):
                with count_queries() as asked:
                    assert visitor.get(path).status_code == 200
                assert len(asked) <= (8 if path == "/reviews" else 29), asked
                counts.setdefault(f"{who.name} {path}", []).append(len(asked))
        return counts

    cost()
    for _ in range(2):
        answer(w.owen, reflection, INVITES, QUESTION, ADVICE, QUESTION)
        cost()
        submit(reading(w.amina), reflection)
        written(w)
        cost()
    assert reflection.review_state == WAITING
    answer(w.owen, reflection, ACKNOWLEDGES, ADVICE)
    cost()
    assert reflection.review_state == ACKNOWLEDGED


def test_a_draft_is_named_by_ones_own_words_only(here):
    w = here.w
    reflection = written(w)
    form = Form(here.at(w.owen), f"/reflections/{reflection.id}/review")
    typed = {"moves-0-kind": "challenging", "moves-0-says": "Who?", "moves-0-passage": "demand was proven. It stung."}
    assert form.send(**typed, outcome=INVITES, keep="1").status_code == 303
    assert drafts.all_of(reading(w.owen))[0].label == "Who?"
