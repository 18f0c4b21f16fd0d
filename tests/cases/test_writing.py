"""Writing under bad luck (the case file, W2 to W8), where no browser is needed: nothing typed is lost or doubled."""

import html
import io
import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts import sessions
from lpcommunity.attachments.models import Attachment
from lpcommunity.drafts import queries as drafts
from lpcommunity.entries.commands import withdraw_entry
from lpcommunity.entries.models import Entry
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.reviews.models import INVITES, Reply, Review
from lpcommunity.storage import clock, now, session, transactional
from tests.attachments.test_files import picture
from tests.factories import person, reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, main_of
from tests.reviews.world import World, answer, exchange, world, written

DESK, PHONE = "We rang forty firms at the desk.", "We rang forty firms, and then twelve more on the train."
JSON = {"Accept": "application/json"}
UPDATE = {"standing": "on-track", "audience": "community"}


@dataclass
class Place:
    """Hull, with Amina who writes there and Owen who answers her."""

    app: Flask
    w: World

    def at(self, who):
        return Visitor(self.app, who)

    @property
    def new(self):
        return f"/partnerships/{self.w.hull.slug}/updates/new"

    @property
    def reflecting(self):
        return f"/partnerships/{self.w.hull.slug}/reflections/new"


@pytest.fixture
def hull(app):
    return Place(app, world())


def save(form, **typed):
    """What the script of the form sends while one types."""
    answered = form.visitor.client.post("/drafts", data={**form.fields, **typed}, headers=JSON)
    assert answered.status_code == 200, answered.get_data(as_text=True)
    return answered.json


def kept(who):
    """What the drafts of this person say, each with its fields."""
    session().rollback()
    return [{name: values for name, values in one.fields.items() if any(values)} for one in drafts.all_of(reading(who))]


def bodies(who):
    return sorted(one["body"][0] for one in kept(who) if "body" in one)


def count(table, *where):
    session().rollback()
    return session().scalar(select(func.count()).select_from(table).where(*where))


def shown(response):
    """What a page says, its sentences whole."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(main_of(response.get_data(as_text=True)))).split())


def after(response, visitor):
    """The page that a POST led to."""
    assert response.status_code == 303, response.status_code
    return shown(visitor.get(response.location, follow_redirects=True))


# W2


def two_windows(hull, path=None, who=None, **first):
    """A draft that was begun at the desk, then opened and carried on on a phone."""
    who = who or hull.w.amina
    desk = Form(hull.at(who), path or hull.new)
    save(desk, **first)
    [draft] = drafts.all_of(reading(who))
    phone = Form(hull.at(who), draft.address)
    return desk, phone


def test_w2_one_key_at_the_desk_does_not_overwrite_what_was_carried_on_on_a_phone(hull):
    desk, phone = two_windows(hull, body=DESK)
    assert "signed_form" not in save(phone, body=PHONE)
    told = save(desk, body=DESK + " x")
    assert bodies(hull.w.amina) == sorted([PHONE, DESK + " x"])
    assert "You carried on with this somewhere else at" in told["notice"]
    assert PHONE in told["notice"]
    # From now on the desk has a form of its own; the phone goes on undisturbed.
    desk.fields["signed_form"] = told["signed_form"]
    assert "signed_form" not in save(desk, body=DESK + " xy")
    assert "signed_form" not in save(phone, body=PHONE + " Good.")
    assert bodies(hull.w.amina) == sorted([PHONE + " Good.", DESK + " xy"])


def test_w2_a_window_that_saves_again_after_a_lost_answer_is_told_nothing(hull):
    desk, phone = two_windows(hull, body=DESK)
    save(phone, body=PHONE)
    save(phone, body=PHONE + " More.")
    assert "notice" not in save(phone, body=PHONE + " More.")
    assert "notice" not in save(desk, body=PHONE + " More.")  # the same words, from wherever
    assert bodies(hull.w.amina) == [PHONE + " More."]


def test_w2_a_late_key_that_comes_twice_makes_one_draft_beside(hull):
    desk, phone = two_windows(hull, body=DESK)
    save(phone, body=PHONE)
    first, second = save(desk, body=DESK + " x"), save(desk, body=DESK + " x")
    assert first["address"] == second["address"]
    assert bodies(hull.w.amina) == sorted([PHONE, DESK + " x"])


def test_w2_the_button_without_scripts_keeps_both_and_offers_both(hull):
    desk, phone = two_windows(hull, body=DESK)
    phone.send(body=PHONE, keep="1")
    page = after(desk.send(body=DESK + " x", keep="1"), desk.visitor)
    assert "You carried on with this somewhere else at" in page
    assert PHONE in page
    assert DESK + " x" in page
    assert "Carry on with that one" in page
    assert bodies(hull.w.amina) == sorted([PHONE, DESK + " x"])


def test_w2_posting_the_staler_text_asks_once_and_keeps_the_other(hull):
    desk, phone = two_windows(hull, body=DESK)
    save(phone, body=PHONE)
    asked = desk.send(body=DESK, **UPDATE)
    again = desk.send(body=DESK, **UPDATE)  # a double click
    assert (asked.status_code, again.status_code, count(Entry)) == (409, 409, 0)
    assert PHONE in shown(asked)
    assert bodies(hull.w.amina) == sorted([PHONE, DESK])
    assert Form(desk.visitor, hull.new, asked).send(body=DESK, **UPDATE).status_code == 303
    assert (count(Entry), bodies(hull.w.amina)) == (1, [PHONE])


def test_w2_the_fresher_window_posts_at_once(hull):
    _, phone = two_windows(hull, body=DESK)
    save(phone, body=PHONE)
    assert phone.send(body=PHONE, **UPDATE).status_code == 303
    assert (count(Entry), bodies(hull.w.amina)) == (1, [])


def test_w2_the_pictures_of_the_form_are_in_both(hull):
    desk = Form(hull.at(hull.w.amina), hull.new)
    up = {**desk.fields, "file": (io.BytesIO(picture()), "fair.png")}
    path = desk.visitor.client.post("/attachments", data=up).json["path"]
    save(desk, body=f"{DESK} ![A tent]({path})")
    phone = Form(hull.at(hull.w.amina), drafts.all_of(reading(hull.w.amina))[0].address)
    save(phone, body=PHONE)
    asked = desk.send(body=f"{DESK} ![A tent]({path})", **UPDATE)
    again = Form(desk.visitor, hull.new, asked)
    assert path not in again.fields["body"]
    assert again.send(**UPDATE).status_code == 303
    asked = phone.send(body=PHONE, **UPDATE)  # what its picture shows
    assert asked.status_code == 422
    assert Form(phone.visitor, hull.new, asked).send(**UPDATE).status_code == 303
    assert count(Attachment, Attachment.entry_id.is_not(None)) == 2
    assert count(Attachment, Attachment.entry_id.is_(None)) == 0


@pytest.mark.parametrize("what", ["change", "answer", "reply"])
def test_w2_so_it_is_with_changes_answers_and_replies(hull, what):
    reflection = written(hull.w)
    who, field, path = hull.w.amina, "so-what", f"/reflections/{reflection.id}/edit"
    on = path
    if what == "answer":
        who, field, on = hull.w.owen, "moves-0-says", f"/reflections/{reflection.id}/review"
    if what == "reply":
        answer(hull.w.owen, reflection)
        [move] = exchange(reflection).rounds[0].moves
        field, on = f"reply-{move.id}", f"/reflections/{reflection.id}"
    desk, phone = two_windows(hull, on, who, **{field: DESK})
    save(phone, **{field: PHONE})
    told = save(desk, **{field: DESK + " x"})
    assert PHONE in told["notice"]
    desk.path = {"reply": f"{on}/response"}.get(what, on)
    asked = desk.send(**{field: DESK + " x"}, outcome=INVITES, cycle="driscoll")
    assert asked.status_code == 409
    assert PHONE in shown(asked)
    assert sorted(one[field][0] for one in kept(who)) == sorted([PHONE, DESK + " x"])
    again = Form(desk.visitor, desk.path, asked)
    assert again.fields[field] == DESK + " x"
    assert again.send(outcome=INVITES, cycle="driscoll").status_code == 303
    assert [one[field] for one in kept(who)] == [[PHONE]]


def test_w2_nobody_learns_of_a_draft_of_somebody_else_by_its_key(hull):
    desk, phone = two_windows(hull, body=DESK)
    save(phone, body=PHONE)
    colin = Form(hull.at(hull.w.colin), hull.new)
    stolen = {**colin.fields, "signed_form": desk.fields["signed_form"], "seen": desk.fields["seen"]}
    assert colin.visitor.client.post("/drafts", data={**stolen, "body": "x"}, headers=JSON).status_code == 403
    posted = colin.visitor.client.post(hull.new, data={**stolen, "body": "Mine.", **UPDATE})
    assert posted.status_code == 403
    assert not any(words in shown(posted) for words in (DESK, PHONE))
    assert count(Entry) == 0
    assert drafts.all_of(reading(hull.w.colin)) == []


def test_w2_began_to_write_here_twice(hull):
    for times, words in enumerate(["before", "twice", "three times"], 1):
        form = Form(hull.at(hull.w.amina), hull.new)
        save(form, body=f"Text {times}")
        assert f"You began to write here {words}" in shown(form.visitor.get(hull.new))


# W3


def test_w3_post_back_post_from_the_form_as_it_was_left_finds_the_first(hull):
    form = Form(hull.at(hull.w.amina), hull.new)
    assert form.send(body=DESK, **UPDATE).status_code == 303
    for _ in range(2):
        page = after(form.send(body=DESK, **UPDATE), form.visitor)
        assert "You posted this at" in page
        assert "Begin a new one" in page
    assert count(Entry) == 1


@pytest.mark.parametrize("path", ["new", "reflecting"])
def test_w3_the_same_words_from_a_form_that_was_loaded_anew_are_asked_about_once(hull, path):
    """Back, where the browser keeps no page: the form is new, the browser fills the old words in."""
    path, field = getattr(hull, path), {"new": "body", "reflecting": "what"}[path]
    typed = {field: DESK, "standing": "on-track", "audience": "community", "cycle": "driscoll"}
    visitor = hull.at(hull.w.amina)
    assert Form(visitor, path).send(**typed).status_code == 303
    form = Form(visitor, path)
    asked = form.send(**typed)
    assert (asked.status_code, count(Entry)) == (409, 1)
    assert "You posted this at" in shown(asked)
    assert "begin with an empty form" in shown(asked)
    again = Form(visitor, path, asked)
    assert again.fields[field] == DESK
    assert again.send(**{**typed, "cycle": "driscoll"}).status_code == 303
    assert count(Entry) == 2


def test_w3_other_words_another_place_another_day_or_somebody_else_are_asked_about_by_nobody(hull):
    visitor = hull.at(hull.w.amina)
    Form(visitor, hull.new).send(body=DESK, **UPDATE)
    assert Form(visitor, hull.new).send(body=PHONE, **UPDATE).status_code == 303
    assert Form(hull.at(hull.w.colin), hull.new).send(body=DESK, **UPDATE).status_code == 303
    entry = session().scalars(select(Entry).where(Entry.author_id == hull.w.amina.id)).all()
    for one in entry:
        withdraw_entry(reading(hull.w.amina), one)
    assert Form(visitor, hull.new).send(body=DESK, **UPDATE).status_code == 303
    with clock.at(now() + timedelta(days=6)):
        visitor = hull.at(hull.w.amina)
        weekly = Form(visitor, hull.new)
        assert weekly.send(body=DESK, **UPDATE).status_code == 303


def test_w3_back_to_a_form_that_saved_itself_says_so_and_is_empty(hull):
    form = Form(hull.at(hull.w.amina), hull.new)
    address = save(form, body=DESK)["address"]
    form.send(body=DESK, **UPDATE)
    page = form.visitor.get(address)
    assert "You posted this at" in shown(page)
    assert "The form below is empty" in shown(page)
    assert Form(form.visitor, address).fields["body"] == ""
    assert "You posted this" not in shown(hull.at(hull.w.colin).get(address))
    kept_after = form.send(body=PHONE, keep="1")
    assert Form(form.visitor, kept_after.location).fields["body"] == PHONE
    late = save(form, body=DESK)
    assert (late["sent"], "You posted this at" in late["notice"]) == (True, True)


def test_w3_changed_words_after_back_become_a_change_and_lose_nothing(hull):
    form = Form(hull.at(hull.w.amina), hull.new)
    form.send(body=DESK, **UPDATE)
    for other in ({"body": PHONE}, {"standing": "off-track"}, {"help": "A van"}):
        asked = form.send(**{"body": DESK, **UPDATE, **other})
        assert (asked.status_code, count(Entry)) == (409, 1), other
    page = after(form.send(body=DESK, **{**UPDATE, "audience": "me"}), form.visitor)
    assert "It is for those for whom you posted it first" in page


def test_w3_an_answer_is_sent_once(hull):
    reflection = written(hull.w)
    path = f"/reflections/{reflection.id}/review"
    typed = {"moves-0-kind": "challenging", "moves-0-says": DESK, "outcome": INVITES}
    form = Form(hull.at(hull.w.owen), path)
    assert form.send(**typed).status_code == 303
    assert "You sent this at" in after(form.send(**typed), form.visitor)
    assert count(Review) == 1
    loaded_anew = Form(form.visitor, path).send(**typed)
    assert (loaded_anew.status_code, count(Review)) == (409, 1)
    assert Form(form.visitor, path, loaded_anew).send(**typed).status_code == 303
    other = form.send(**{**typed, "moves-0-says": PHONE})
    assert (other.status_code, count(Review)) == (409, 2)
    assert PHONE in shown(other)
    assert [one["moves-0-says"] for one in kept(hull.w.owen)] == [[PHONE]]


def test_w3_back_to_an_answer_that_ended_the_round_leads_to_it(hull):
    reflection = written(hull.w)
    form = Form(hull.at(hull.w.owen), f"/reflections/{reflection.id}/review")
    typed = {"moves-0-kind": "supportive", "moves-0-says": DESK, "outcome": "acknowledges"}
    address = save(form, **typed)["address"]
    assert form.send(**typed).status_code == 303
    review = session().scalar(select(Review.id))
    assert form.visitor.get(address).location == f"/reviews/{review}"
    assert "You sent this at" in after(form.send(**typed), form.visitor) + shown(
        form.visitor.get(f"/reflections/{reflection.id}")
    )
    assert hull.at(hull.w.colin).get(address).status_code == 404


def test_w3_a_reply_is_sent_once(hull):
    reflection = written(hull.w)
    answer(hull.w.owen, reflection)
    [move] = exchange(reflection).rounds[0].moves
    field, on = f"reply-{move.id}", f"/reflections/{reflection.id}"

    def opened():
        form = Form(amina, on)
        form.path = f"{on}/response"
        return form

    amina = hull.at(hull.w.amina)
    form = opened()
    assert form.send(**{field: DESK}).status_code == 303
    assert "You sent this at" in after(form.send(**{field: DESK}), amina)
    asked = opened().send(**{field: DESK})
    assert (asked.status_code, count(Reply)) == (409, 1)
    other = form.send(**{field: PHONE})
    assert (other.status_code, count(Reply)) == (409, 1)
    assert Form(amina, f"{on}/response", other).send().status_code == 303
    assert count(Reply) == 2


# W4


def ended(who, successor=None):
    """Their membership, or their role."""
    session().rollback()
    membership = session().scalars(select(Membership).where(Membership.person_id == who.id)).one()
    end_membership(OPERATOR, membership, successor)


def test_w4_membership_ended_while_one_writes_and_nothing_was_saved_yet(hull):
    posting, reflecting = Form(hull.at(hull.w.colin), hull.new), Form(hull.at(hull.w.colin), hull.reflecting)
    ended(hull.w.colin)
    sent = posting.send(body=DESK, files=[(io.BytesIO(picture()), "fair.png")], **UPDATE)
    assert DESK in after(sent, posting.visitor)
    assert count(Attachment) == 1
    assert PHONE in after(reflecting.send(what=PHONE, keep="1"), reflecting.visitor)


def test_w4_a_facilitators_role_ended_while_they_answer(hull):
    reflection = written(hull.w)
    form = Form(hull.at(hull.w.owen), f"/reflections/{reflection.id}/review")
    ended(hull.w.owen)
    for more in ({}, {"keep": "1"}, {"more": "1"}):
        sent = form.send(**{"moves-0-kind": "challenging", "moves-0-says": DESK, "outcome": INVITES}, **more)
        assert DESK in (after(sent, form.visitor) if sent.status_code == 303 else shown(sent)), more
    assert [one["moves-0-says"] for one in kept(hull.w.owen)] == [[DESK]]


@pytest.mark.parametrize("how", ["withdrawn", "left"])
def test_w4_ones_own_entry_withdrawn_while_one_changes_it(hull, how):
    reflection = written(hull.w)
    form = Form(hull.at(hull.w.amina), f"/reflections/{reflection.id}/edit")
    withdraw_entry(reading(hull.w.amina), reflection) if how == "withdrawn" else ended(hull.w.amina, hull.w.colin)
    assert DESK in after(form.send(what=DESK), form.visitor)
    assert [one["what"] for one in kept(hull.w.amina)] == [[DESK]]


def test_w4_a_form_token_that_went_stale_at_the_same_time_loses_nothing_either(hull):
    form = Form(hull.at(hull.w.colin), hull.new)
    ended(hull.w.colin)
    sent = form.send(body=DESK, csrf_token="old", **UPDATE)
    assert DESK in shown(sent)


def test_w4_what_has_no_draft_comes_back_on_the_page(hull):
    """A long text in a form that is no draft: the page that says no gives it back."""
    told = {"reason": f"{DESK}\n{PHONE}", "summary": PHONE}
    visitor = hull.at(hull.w.colin)
    for path in ("/partnerships/hull-was-renamed/people/42/ending", f"/partnerships/{hull.w.hull.slug}/nothing"):
        sent = visitor.post(path, told)
        assert (sent.status_code, DESK in shown(sent), PHONE in shown(sent)) == (404, True, True), path
    sent = visitor.post("/partnerships/nowhere/updates/new", {**told, "csrf_token": "old"})
    assert DESK in shown(sent)


def test_w4_the_session_ended_while_one_wrote_about_oneself(hull):
    form = Form(hull.at(hull.w.amina), "/account/profile")
    end_sessions(hull.w.amina)
    sent = form.send(helps_with=f"{DESK}\n{PHONE}", name="Amina R")
    assert "Your text is kept." in shown(form.visitor.get(sent.location))
    wanted = html.unescape(re.search(r'name="next" value="([^"]+)"', form.visitor.text(sent.location))[1])
    page = shown(hull.at(hull.w.amina).get(wanted))
    assert "Here it is again." in page
    assert f"{DESK} {PHONE}" in page
    assert hull.at(hull.w.colin).get(wanted).status_code == 404


def test_w4_unseen_and_absent_stay_the_same_for_whoever_holds_no_form_of_their_own(hull):
    reflection = written(hull.w)
    colin = hull.at(hull.w.colin)
    told = {
        "moves-0-says": DESK,
        "signed_form": Form(hull.at(hull.w.owen), f"/reflections/{reflection.id}/review").fields["signed_form"],
    }
    pages = []
    for number in (reflection.id, 999_999):
        sent = colin.post(f"/reflections/{number}/review", told)
        headers = {name: value for name, value in sent.headers if name not in {"X-Request-ID", "Set-Cookie", "Date"}}
        pages.append((sent.status_code, re.sub(r'value="[^"]+"', "", sent.get_data(as_text=True)), headers))
    assert pages[0] == pages[1]
    assert pages[0][0] == 403
    assert drafts.all_of(reading(hull.w.colin)) == []


# W5


def test_w5_what_was_written_along_other_questions_is_shown_above_the_new_ones(hull):
    form = Form(hull.at(hull.w.amina), hull.reflecting)
    assert "data-written hidden" in form.page
    switched = form.send(what=DESK, cycle="gibbs", use="1", audience="me")
    page = form.visitor.get(switched.location)
    told = main_of(page.get_data(as_text=True))
    assert "You wrote this along other questions" in told
    assert "data-written hidden" not in told
    assert told.index(DESK) < told.index("Tell it as a film would show it")
    back = Form(form.visitor, hull.reflecting, page).send(cycle="driscoll", use="1", audience="me")
    assert Form(form.visitor, back.location).fields["what"] == DESK


def test_w5_sent_at_once_without_choosing_the_new_questions_first_says_where_the_words_are(hull):
    form = Form(hull.at(hull.w.amina), hull.reflecting)
    refused = form.send(what=DESK, cycle="gibbs", audience="me")
    assert refused.status_code == 422
    told = main_of(refused.get_data(as_text=True))
    assert "data-written hidden" not in told
    assert told.index("You wrote this along other questions") < told.index(DESK) < told.index("Tell it as a film")


def test_w5_sending_says_what_was_left_out_and_where_it_is(hull):
    form = Form(hull.at(hull.w.amina), hull.reflecting)
    sent = form.send(what=DESK, description=PHONE, cycle="gibbs", audience="community")
    page = main_of(form.visitor.get(sent.location).get_data(as_text=True))
    assert "What you wrote along other questions is not part of it" in page
    where = html.unescape(re.search(r'href="([^"]+draft=[^"]+)"', page)[1])
    draft = Form(form.visitor, where)
    assert (draft.fields["what"], draft.fields.get("description", "")) == (DESK, "")


def test_w5_a_change_leaves_nothing_out_silently_either(hull):
    reflection = written(hull.w)
    form = Form(hull.at(hull.w.amina), f"/reflections/{reflection.id}/edit")
    assert "in the version before" in after(form.send(description=PHONE, cycle="gibbs"), form.visitor)
    assert kept(hull.w.amina) == []
    again = Form(form.visitor, f"/reflections/{reflection.id}/edit")
    sent = again.send(description=PHONE, what=DESK, cycle="gibbs")
    page = main_of(form.visitor.get(sent.location).get_data(as_text=True))
    where = html.unescape(re.search(r'href="([^"]+draft=[^"]+)"', page)[1])
    draft = Form(form.visitor, where)
    assert (draft.fields["what"], draft.fields["description"]) == (DESK, PHONE)
    assert "You wrote this along other questions" in shown(form.visitor.get(where))


# W7


@transactional
def end_sessions(who):
    sessions.end_all(who.id, "a test")


def test_w7_signed_out_elsewhere_the_sign_in_page_says_that_the_text_is_kept(hull):
    form = Form(hull.at(hull.w.amina), hull.new)
    end_sessions(hull.w.amina)
    sent = form.send(body=DESK, files=[(io.BytesIO(picture()), "fair.png")], **UPDATE)
    assert sent.location.startswith("/sign-in?next=")
    door = shown(form.visitor.get(sent.location))
    assert "Your text is kept." in door
    assert DESK not in door
    wanted = html.unescape(re.search(r'name="next" value="([^"]+)"', form.visitor.text(sent.location))[1])
    again = hull.at(hull.w.amina)
    page = again.get(wanted)
    assert "Here it is again" in shown(page)
    assert "fair." in shown(page)
    assert Form(again, wanted).fields["body"] == DESK
    colin = shown(hull.at(hull.w.colin).get(wanted))
    assert DESK not in colin
    assert "Here it is again" not in colin
    assert "Your text is kept" not in shown(form.visitor.get("/sign-in?next=/home"))


@pytest.mark.parametrize("what", ["answer", "reply", "change"])
def test_w7_so_it_is_with_answers_replies_and_changes(hull, what):
    reflection = written(hull.w)
    who, field, on = hull.w.owen, "moves-0-says", f"/reflections/{reflection.id}/review"
    if what == "reply":
        answer(hull.w.owen, reflection)
        [move] = exchange(reflection).rounds[0].moves
        who, field, on = hull.w.amina, f"reply-{move.id}", f"/reflections/{reflection.id}"
    if what == "change":
        who, field, on = hull.w.amina, "what", f"/reflections/{reflection.id}/edit"
    form = Form(hull.at(who), on)
    form.path = f"{on}/response" if what == "reply" else on
    end_sessions(who)
    sent = form.send(**{field: DESK}, outcome=INVITES)
    door = Visitor(hull.app)
    assert "Your text is kept." in shown(door.get(sent.location))
    wanted = html.unescape(re.search(r'name="next" value="([^"]+)"', door.text(sent.location))[1])
    again = hull.at(who)
    assert "Here it is again" in shown(again.get(wanted))
    assert Form(again, wanted).fields[field] == DESK


def test_w7_who_signs_in_by_another_way_finds_it_at_home(hull):
    """By a link that was mailed, there is no way back in the address."""
    form = Form(hull.at(hull.w.amina), hull.new)
    end_sessions(hull.w.amina)
    form.send(body=DESK, **UPDATE)
    assert DESK.rstrip(".") in shown(hull.at(hull.w.amina).get("/home"))


# W8


def test_w8_keep_as_a_draft_says_so_at_the_top_and_where_it_is(hull):
    form = Form(hull.at(hull.w.amina), hull.new)
    answered = form.send(body=DESK, keep="1")
    page = main_of(form.visitor.text(answered.location))
    banner, _, rest = page.partition("<h1")
    assert 'role="alert"' in banner
    assert "Kept as a draft at" in banner
    assert 'href="/drafts"' in banner
    assert DESK in rest


def test_w8_with_nothing_written_yet_it_says_that(hull):
    form = Form(hull.at(hull.w.amina), hull.new)
    page = after(form.send(keep="1", standing="off-track", body="  "), form.visitor)
    assert "Nothing written yet" in page
    assert "Kept as a draft" not in page
    assert 'value="off-track" checked' in form.visitor.text(drafts.all_of(reading(hull.w.amina))[0].address)


def test_w8_answers_and_replies_say_so_too(hull):
    reflection = written(hull.w)
    form = Form(hull.at(hull.w.owen), f"/reflections/{reflection.id}/review")
    assert "Kept as a draft at" in after(form.send(**{"moves-0-says": DESK}, keep="1"), form.visitor)
    assert person("Somebody").id not in {hull.w.owen.id}
