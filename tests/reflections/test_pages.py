"""Writing, changing, sending and taking back, on the page."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from lpcommunity.access.reader import OPERATOR
from lpcommunity.drafts import queries as drafts
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.people.models import Person
from lpcommunity.reflections.models import ANSWERED, NONE, WAITING, Reflection
from lpcommunity.storage import session
from tests.factories import person, reading, update
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, fields_of
from tests.reviews.world import World, answer, world, written


@dataclass
class Open:
    w: World
    app: Any

    def at(self, who: Person | None) -> Visitor:
        return Visitor(self.app, who)

    @property
    def new(self) -> str:
        return f"/partnerships/{self.w.hull.slug}/reflections/new"


@pytest.fixture
def here(app) -> Open:
    return Open(world(), app)


def only() -> Reflection:
    session().expire_all()
    return session().scalars(select(Reflection)).one()


def test_the_form_names_who_reads(here):
    page = here.at(here.w.amina).text(here.new)
    assert "Dr Owen Pritchard. Nobody else in Hull, and not the programme team." in page
    assert 'value="facilitators" checked' in page
    assert "Send to my facilitators" in page
    assert "Keep for myself" in page


def test_a_place_without_a_facilitator_says_so(here):
    w = here.w
    end_membership(OPERATOR, session().scalars(select(Membership).where(Membership.person_id == w.owen.id)).one())
    page = here.at(w.amina).text(here.new)
    assert "Hull has no facilitator just now. Your reflection waits" in page
    reflection = written(w)
    assert "When somebody comes, we first tell you who it is" in here.at(w.amina).text(f"/reflections/{reflection.id}")


def test_title_body_and_audience_are_enough(here):
    sent = here.at(here.w.amina).post(
        here.new, {"title": "A quiet meeting", "body": "Nobody said a word.", "audience": "facilitators"}
    )
    reflection = only()
    assert (sent.status_code, sent.location) == (303, f"/reflections/{reflection.id}")
    assert (reflection.cycle, reflection.fields, reflection.review_state) == (
        "free", {"body": "Nobody said a word."}, WAITING,
    )  # fmt: skip


def test_along_a_cycle_about_an_update(here):
    w = here.w
    happened = update(w.colin, w.hull, "partnership")
    hidden = update(w.colin, w.hull, "me")
    form = Form(here.at(w.amina), here.new)
    assert f'value="update-{happened.id}"' in form.page
    assert f'value="update-{hidden.id}"' not in form.page
    sent = form.send(
        cycle="driscoll",
        what="It rained.",
        audience="community",
        about=f"update-{happened.id}",
        **{"now-what": "Hats."},
    )
    assert sent.status_code == 303
    reflection = only()
    assert set(reflection.fields) == {"what", "now-what"}
    assert reflection.title == "It rained"
    page = here.at(w.owen).text(sent.location)
    assert happened.title in page


def test_for_myself_is_kept_and_asks_before_it_is_sent(here):
    w = here.w
    amina = here.at(w.amina)
    kept = amina.post(here.new, {"body": "Only a thought.", "audience": "me"})
    reflection = only()
    assert (kept.status_code, reflection.review_state) == (303, NONE)
    path = f"/reflections/{reflection.id}"
    assert here.at(w.owen).get(path).status_code == 404
    assert amina.post(f"{path}/submission").status_code == 422
    assert "Open it to" in amina.text(f"{path}/submission")
    assert amina.post(f"{path}/submission", {"audience": "me"}).status_code == 422
    assert amina.post(f"{path}/submission", {"audience": "facilitators"}).status_code == 303
    assert only().review_state == WAITING
    assert amina.post(f"{path}/submission").status_code == 303
    assert only().rounds == 1


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"cycle": "driscoll", "what": " "}, "Write at least a sentence before you send it"),
        ({"body": "", "title": "Only this"}, "Write at least a sentence before you send it"),
        ({"body": "Words", "title": "x" * 214}, "The title is 214 characters long; it can be at most 200"),
        ({"body": "Words", "audience": "everyone"}, "Choose who it is for"),
        ({"cycle": "freud", "what": "Words"}, "Choose one of the sets of questions"),
        ({"body": "Words", "about": "update-999"}, "Choose from what is in the list"),
        ({"body": "x" * 10_001}, "Your text is 10,001 characters long"),
    ],
)
def test_what_cannot_be_sent_keeps_what_was_typed(here, typed, why):
    refused = here.at(here.w.amina).post(here.new, {"audience": "facilitators", **typed})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert why in page
    for name in {"what", "body", "title"} & set(typed):
        assert typed[name].strip()[:40] in page
    assert session().scalars(select(Reflection)).all() == []


def test_other_questions_without_scripts_keep_what_was_written(here):
    form = Form(here.at(here.w.amina), here.new)
    switched = form.send(cycle="gibbs", what="It rained.", audience="partnership", use="1")
    assert switched.status_code == 303
    page = form.visitor.text(switched.location.partition("#")[0])
    assert "What did you think and feel?" in page
    fields = fields_of(page)
    assert fields["what"] == "It rained."
    sent = form.visitor.client.post(
        here.new, data={**fields, "cycle": "gibbs", "feelings": "Wet.", "audience": "partnership"}
    )
    assert sent.status_code == 303
    assert only().fields == {"feelings": "Wet."}
    [left] = drafts.all_of(reading(here.w.amina))
    assert left.fields["what"] == ["It rained."], "what was not sent is not lost"


def test_too_long_a_text_along_other_questions_blocks_nothing_and_is_not_lost(here):
    form, long = Form(here.at(here.w.amina), here.new), "x" * 10_001
    typed = {"what": long, "feelings": "Wet.", "audience": "partnership"}
    assert form.send(**typed, cycle="driscoll").status_code == 422
    assert form.send(**typed, cycle="gibbs").status_code == 303
    assert only().fields == {"feelings": "Wet."}
    [left] = drafts.all_of(reading(here.w.amina))
    assert left.fields["what"] == [long]


def test_nobody_else_finds_the_form(here):
    for who in (here.w.owen, person(), person(role="programme-team")):
        assert here.at(who).get(here.new).status_code == 404
        assert here.at(who).post(here.new, {"body": "x", "audience": "public"}).status_code == 404
    assert here.at(None).get(here.new).status_code == 303
    assert here.at(here.w.amina).get("/partnerships/nowhere/reflections/new").status_code == 404


def test_changing_and_sending_again(here):
    w = here.w
    reflection = written(w)
    answer(w.owen, reflection)
    form = Form(here.at(w.amina), f"/reflections/{reflection.id}/edit")
    assert form.fields["what"].startswith("We wrote to 112 firms.")
    sent = form.send(cycle="driscoll", what="New words.", send="1")
    assert sent.status_code == 303
    reflection = only()
    assert (reflection.version, reflection.review_state, reflection.rounds) == (2, WAITING, 2)


def test_two_windows_show_both_texts(here):
    w = here.w
    reflection = written(w)
    one = Form(here.at(w.amina), f"/reflections/{reflection.id}/edit")
    two = Form(here.at(w.amina), f"/reflections/{reflection.id}/edit")
    assert one.send(cycle="driscoll", what="From the first window.").status_code == 303
    late = two.send(cycle="driscoll", what="From the second window.")
    page = late.get_data(as_text=True)
    assert late.status_code == 409
    assert "first" in page
    assert "From the second window." in page
    fields = {**fields_of(page), "cycle": "driscoll", "what": "From both windows."}
    assert two.visitor.client.post(two.path, data=fields).status_code == 303
    assert only().fields["what"] == "From both windows."


def test_a_double_click_with_other_words_loses_neither(here):
    form = Form(here.at(here.w.amina), here.new)
    assert form.send(cycle="driscoll", what="Once.", audience="facilitators").status_code == 303
    assert form.send(cycle="driscoll", what="Once.", audience="facilitators").status_code == 303
    again = form.send(cycle="driscoll", what="Twice.", audience="facilitators")
    assert again.status_code == 409
    assert "Once." in again.get_data(as_text=True)
    assert "Twice." in again.get_data(as_text=True)
    assert only().fields == {"what": "Once."}


def test_taking_it_back(here):
    w = here.w
    reflection = written(w)
    path = f"/reflections/{reflection.id}"
    for who in (w.owen, w.colin):
        assert here.at(who).post(f"{path}/taking-back").status_code == 404
    amina = here.at(w.amina)
    for _ in range(2):
        assert amina.post(f"{path}/taking-back").status_code == 303
    assert here.at(w.owen).get(path).status_code == 404
    page = amina.text(path)
    assert "You took it back." in page
    assert "Send it again" in page


def test_withdrawing_what_waits(here):
    w = here.w
    reflection = written(w, "public")
    assert here.at(w.amina).post(f"/reflections/{reflection.id}/withdrawal").status_code == 303
    assert only().review_state == NONE
    assert "You withdrew this." in here.at(w.amina).text(f"/reflections/{reflection.id}")
    assert here.at(w.owen).get("/reviews").get_data(as_text=True).count("data-entry-id") == 0


def test_widening_on_the_common_page_keeps_the_request(here):
    w = here.w
    reflection = written(w)
    amina = here.at(w.amina)
    assert amina.post(f"/reflections/{reflection.id}/audience", {"audience": "community"}).status_code == 303
    assert only().review_state == WAITING
    assert amina.post(f"/reflections/{reflection.id}/audience", {"audience": "me"}).status_code == 303
    assert only().review_state == NONE


def test_a_former_member_reads_but_does_not_send(here):
    w = here.w
    reflection = written(w)
    answer(w.owen, reflection)
    amina = session().scalars(select(Membership).where(Membership.person_id == w.amina.id)).one()
    end_membership(OPERATOR, amina, successor=w.colin)
    visitor = here.at(w.amina)
    assert "Who needed it to be proven?" in visitor.text(f"/reflections/{reflection.id}")
    assert visitor.get(f"/reflections/{reflection.id}/edit").status_code == 404
    assert visitor.post(f"/reflections/{reflection.id}/response", {"reply-1": "x"}).status_code == 404
    assert visitor.post(f"/reflections/{reflection.id}/submission").status_code in (303, 404)
    assert only().review_state == ANSWERED
