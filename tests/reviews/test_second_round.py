"""After a reply: what is next; and in a round after the first: what was replied before, above all else."""

import html
import re

import pytest
from werkzeug.test import TestResponse

from lpcommunity.reflections.commands import submit
from lpcommunity.reviews.commands import MoveContent, send_replies
from lpcommunity.reviews.models import INVITES
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, main_of
from tests.reviews.world import World, answer, exchange, new_key, world, written

ASKS = MoveContent("challenging", "so-what", "demand was proven", "Who needed it to be proven?")
OPENS = MoveContent("catalytic", "", "", "What would make you come?")
SAYS = MoveContent("supportive", "", "", "You put the number first.")


@pytest.fixture
def w(app) -> World:
    return world()


def _moves(reflection, n=0) -> list[int]:
    return [move.id for move in exchange(reflection).rounds[n].moves]


def _replies(visitor: Visitor, path: str, typed: dict[str, str]) -> TestResponse:
    form = Form(visitor, path)
    form.path = f"{path}/response"
    sent = form.send(**typed)
    assert sent.status_code == 303
    return sent


def test_a_reply_leads_to_the_question_that_is_still_open_and_the_last_to_sending_it_again(app, w):
    reflection = written(w)
    answer(w.owen, reflection, INVITES, ASKS, OPENS, SAYS)
    first, second, _ = _moves(reflection)
    amina, path = Visitor(app, w.amina), f"/reflections/{reflection.id}"
    sent = _replies(amina, path, {f"reply-{first}": "The board."})
    page = html.unescape(amina.text(sent.location))
    field = f"reply-{second}"
    assert f'href="{path}#{field}">Reply to the question that is still open</a>' in page
    assert f'id="{field}"' in page
    sent = _replies(amina, path, {field: "A cup of tea."})
    page = amina.text(sent.location)
    assert f'href="{path}/submission">When you have thought further, send it again</a>' in page
    ask = main_of(amina.text(f"{path}/submission"))
    assert "Before you send it again" in ask
    assert "When you send this,</strong> Dr Owen Pritchard can read it and gets one e-mail. Nobody else in Hull" in ask
    assert 'name="audience"' not in ask, "who may read it is not asked anew"
    assert amina.post(f"{path}/submission").status_code == 303
    assert [one.n for one in exchange(reflection).rounds] == [1, 2]


def test_a_round_after_the_first_says_at_the_top_what_was_replied(app, w):
    reflection, other = written(w), written(w, "partnership")
    for one in (reflection, other):
        answer(w.owen, one, INVITES, ASKS, OPENS)
    first, second = _moves(reflection)
    send_replies(reading(w.amina), reflection, new_key(), {first: "The board.", second: "A cup of tea."})
    owen, amina = Visitor(app, w.owen), Visitor(app, w.amina)
    path = f"/reflections/{reflection.id}"
    assert "replied in round" not in owen.text(path), "in its own round it stands beside what was asked"
    for one in (reflection, other):
        submit(reading(w.amina), one)
    assert "Amina waits for an answer, and sent it again today. Amina has replied to every question." in owen.text(path)
    assert "What Amina replied in round" not in owen.text(f"/reflections/{other.id}"), "nothing was replied there"
    for visitor, page, words in (
        (owen, path, "What Amina replied in round 1"),
        (owen, f"{path}/review", "What Amina replied in round 1"),
        (amina, path, "What you replied in round 1"),
    ):
        shown = main_of(visitor.text(page))
        top = shown.partition(words)[2].partition("</details>")[0]
        for said in ("Who needed it to be proven?", "The board.", "What would make you come?", "A cup of tea."):
            assert said in top
        assert 'href="#round-1"' in top
        assert 'id="round-1"' in shown
    assert re.search(r'lp-replied[^"]*" open>', owen.text(path))
    assert re.search(r'lp-replied[^"]*">', amina.text(path)), "her own words are there, folded"
    assert "replied in round" not in Visitor(app, w.colin).text(f"/reflections/{other.id}"), "that is between them"


def test_what_is_sent_is_said_once(app, w):
    reflection = written(w, "me", submit=False)
    amina = Visitor(app, w.amina)
    sent = amina.post(f"/reflections/{reflection.id}/submission", {"audience": "facilitators"})
    page = main_of(amina.text(sent.location))
    said = page.partition("Your reflection is sent:")[2].partition("</p>")[0]
    assert said == " Dr Owen Pritchard can read it and gets one e-mail. Nobody else in Hull sees anything of it."
    assert "You sent it today" not in page
