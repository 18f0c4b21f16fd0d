"""A draft answer once its text is closed to whoever writes it: their own words stay, the quoted ones go."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts import sessions
from lpcommunity.drafts import queries as drafts
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.reflections.commands import take_back
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews.models import INVITES
from lpcommunity.storage import session, transactional
from tests.factories import person, reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, main_of
from tests.reviews.world import WORDS, World, answer, exchange, world, written

SAID, QUOTED = "CANARY-SAID and asked why", "I had told the board that demand was proven"


@dataclass
class Writing:
    """A facilitator in the middle of an answer."""

    w: World
    app: Any
    reflection: Reflection
    form: Form

    def at(self, who: Any) -> Visitor:
        return Visitor(self.app, who)

    @property
    def typed(self) -> dict[str, str]:
        return {"moves-0-kind": "challenging", "moves-0-says": SAID, "moves-0-passage": QUOTED, "outcome": INVITES}

    def keep(self) -> None:
        assert self.form.send(**self.typed, keep="1").status_code == 303


@pytest.fixture
def writing(app) -> Writing:
    w = world()
    reflection = written(w)
    return Writing(w, app, reflection, Form(Visitor(app, w.owen), f"/reflections/{reflection.id}/review"))


def _taken_back(one: Writing) -> None:
    take_back(reading(one.w.amina), one.reflection)


def _narrowed(one: Writing) -> None:
    change_entry_audience(reading(one.w.amina), one.reflection, "me")


def _withdrawn(one: Writing) -> None:
    withdraw_entry(reading(one.w.amina), one.reflection)


def _left(one: Writing) -> None:
    end_membership(OPERATOR, session().scalars(select(Membership).where(Membership.person_id == one.w.owen.id)).one())


CLOSINGS = pytest.mark.parametrize("close", [_taken_back, _narrowed, _withdrawn, _left])


def _own_words_alone(page: str) -> None:
    assert SAID in page
    assert "demand was proven" not in page
    assert WORDS.title not in page


@CLOSINGS
def test_where_a_draft_is_shown_the_quoted_words_are_gone(writing, close):
    writing.keep()
    close(writing)
    owen = writing.at(writing.w.owen)
    [draft] = drafts.all_of(reading(writing.w.owen))
    for path in ("/drafts", f"/drafts/{draft.id}", draft.page):
        _own_words_alone(owen.text(path))
    assert "demand was proven" not in owen.text("/home")
    assert "Move 1" in owen.text(f"/drafts/{draft.id}")
    on = owen.get(draft.address)
    assert (on.status_code, on.location) == (303, draft.page)
    closed = main_of(owen.text(on.location))
    assert "not open to you now" in closed
    assert "Carry on" not in closed
    assert owen.get(f"/reflections/{writing.reflection.id}/review").status_code == 404
    other = writing.at(writing.w.colin)
    assert other.get(draft.address).status_code == 404
    assert other.get(draft.page).status_code == 404


@CLOSINGS
def test_what_is_sent_too_late_is_kept_and_given_back_without_them(writing, close):
    close(writing)
    late = writing.form.send(**writing.typed)
    page = late.get_data(as_text=True) if late.status_code == 409 else writing.form.visitor.text(late.location)
    _own_words_alone(page)
    [draft] = drafts.all_of(reading(writing.w.owen))
    assert draft.fields["moves-0-says"] == [SAID]


@CLOSINGS
def test_so_it_is_with_the_button_that_keeps_it_and_when_the_session_has_ended(writing, close):
    close(writing)
    owen = writing.form.visitor
    kept = writing.form.send(**writing.typed, keep="1")
    _own_words_alone(owen.client.get(kept.location, follow_redirects=True).get_data(as_text=True))

    @transactional
    def end() -> None:
        sessions.end_all(writing.w.owen.id, "a test")

    end()
    assert "/sign-in" in writing.form.send(**writing.typed).location
    [draft] = drafts.all_of(reading(writing.w.owen))
    again = writing.at(writing.w.owen)
    _own_words_alone(again.text(again.get(draft.address).location))


def test_error_pages_give_back_ones_own_words_only(writing):
    for act in ("taking-back", "thanks"):
        sent, path = {**writing.typed, "csrf_token": "old"}, f"/reflections/{writing.reflection.id}/{act}"
        page = writing.form.visitor.client.post(path, data=sent).get_data(as_text=True)
        assert SAID in page
        assert "demand was proven" not in page


def test_it_goes_on_where_the_text_is_open_again(writing):
    writing.keep()
    _taken_back(writing)
    [draft] = drafts.all_of(reading(writing.w.owen))
    assert writing.at(writing.w.owen).post(f"/reflections/{writing.reflection.id}/submission").status_code == 404
    writing.at(writing.w.amina).post(f"/reflections/{writing.reflection.id}/submission")
    page = writing.at(writing.w.owen).text(draft.address)
    assert QUOTED in page
    assert SAID in page


def test_a_reply_that_can_be_sent_no_more_is_readable_too(writing):
    answer(writing.w.owen, writing.reflection)
    [move] = exchange(writing.reflection).rounds[0].moves
    amina, path = writing.at(writing.w.amina), f"/reflections/{writing.reflection.id}"
    form = Form(amina, path)
    typed = {**form.fields, f"reply-{move.id}": SAID}
    withdraw_entry(reading(writing.w.amina), writing.reflection)
    sent = amina.client.post(f"{path}/response", data=typed)
    [draft] = drafts.all_of(reading(writing.w.amina))
    assert (sent.status_code, sent.location) == (303, draft.page)
    assert amina.get(draft.address).location == draft.page
    assert "Your reply" in amina.text(draft.page)
    assert amina.get(path).status_code == 200
    assert amina.get(f"{path}?draft=nothing").status_code == 200


def test_nobody_keeps_words_by_the_form_of_somebody_else(writing):
    _left(writing)
    mallory = person("Mallory")
    stranger = writing.at(mallory)
    signed_form = {"signed_form": writing.form.fields["signed_form"]}
    assert stranger.post(writing.form.path, {**signed_form, **writing.typed}).status_code == 403
    assert drafts.all_of(reading(mallory)) == []
    elsewhere = writing.form.visitor.client.post("/reflections/999999/submission", data={**writing.form.fields})
    assert elsewhere.status_code == 404
    assert len(drafts.all_of(reading(writing.w.owen))) == 1  # kept for him, whoever sent them
