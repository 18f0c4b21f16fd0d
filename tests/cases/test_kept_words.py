"""Row W1 without a browser: keys for sealed words, what is sent by itself later, what a browser gives back."""

import base64
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lpcommunity.access.rate_limits import Limit
from lpcommunity.access.reader import OPERATOR
from lpcommunity.drafts import commands as draft_commands
from lpcommunity.drafts import queries as drafts
from lpcommunity.drafts import signed_forms
from lpcommunity.drafts.commands import discard_draft
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.models import Entry
from lpcommunity.offline.commands import digest
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.reflections.models import Reflection
from lpcommunity.reviews.models import INVITES, Review
from lpcommunity.storage import clock, now, session
from lpcommunity.updates.models import Update
from tests import factories as make
from tests.factories import reading
from tests.harness.client import Client
from tests.harness.server import ROOT
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, main_of
from tests.reviews.world import answer, exchange, world, written

ADDRESS = {"X-Answer-With": "address"}
BROWSER, OTHER = "0a" * 16, "0b" * 16
LATER = {"sent_later": "1", "draft_saved_at": ""}
NOT_SENT = "Nothing is sent yet"


@pytest.fixture
def w(app):
    return world()


def _form(app, who, path):
    return Form(Visitor(app, who), path)


def _update(app, w, by=None, **typed):
    form = _form(app, by or w.amina, f"/partnerships/{w.hull.slug}/updates/new")
    form.fields |= {"body": "In a tunnel", "standing": "on-track", "audience": "community", **typed}
    return form


def _reflection(app, w, audience="facilitators"):
    form = _form(app, w.amina, f"/partnerships/{w.hull.slug}/reflections/new")
    form.fields |= {"title": "Why?", "cycle": "free", "body": "I stopped listening", "audience": audience}
    return form


def _later(form, **typed):
    """What the page sends by itself once there is a network again."""
    return form.visitor.client.post(form.path, data={**form.fields, **LATER, **typed}, headers=ADDRESS)


def _number(model):
    return session().scalar(select(func.count()).select_from(model))


def _text(answer):
    return re.sub(r"\s+", " ", main_of(answer.get_data(as_text=True)))


# The keys.


def _writer(visitor):
    """What tells this person's pages from those of others, as a page carries it."""
    return re.search(r'<body[^>]* data-writer="([0-9a-f ]+)"', visitor.text("/following"))[1].split()[0]


def _keys(visitor, browser=BROWSER):
    answer = visitor.post("/sealing-keys", {"browser": browser, "writer": _writer(visitor)})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.json["keys"]


def test_w1_a_key_belongs_to_one_person_on_one_browser(app, w):
    amina = Visitor(app, w.amina)
    (key,) = _keys(amina)
    assert len(base64.b64decode(key)) == 32
    assert _keys(amina) == [key]
    assert _keys(Visitor(app, w.amina)) == [key], "the same in the next session"
    others = [_keys(amina, OTHER), _keys(Visitor(app, w.owen)), _keys(Visitor(app, w.colin), OTHER)]
    assert len({key, *(one for (one,) in others)}) == 4


def test_w1_nobody_else_is_given_a_key(app, w):
    assert Visitor(app).post("/sealing-keys", {"browser": BROWSER}, on="/sign-in").status_code == 303
    amina = Visitor(app, w.amina)
    assert amina.client.post("/sealing-keys", data={"browser": BROWSER}).status_code == 422, "no form token"
    assert amina.get("/sealing-keys").status_code == 405
    for odd in ("", "0a", "x" * 32, BROWSER + "\n", "../" + BROWSER):
        assert amina.post("/sealing-keys", {"browser": odd, "writer": _writer(amina)}).status_code == 400, odd


def test_w1_a_page_of_somebody_else_is_given_no_key(app, w):
    """Two people at one browser: Amina's page asks with the cookie of Colin, who signed in meanwhile."""
    amina, colin = Visitor(app, w.amina), Visitor(app, w.colin)
    assert _writer(amina) == _writer(Visitor(app, w.amina)) != _writer(colin)
    assert str(w.amina.id) != _writer(amina)
    for writer in (_writer(amina), "", "0" * 16):
        answer = colin.post("/sealing-keys", {"browser": BROWSER, "writer": writer})
        assert answer.status_code == 409
        assert "keys" not in answer.get_data(as_text=True)
    assert "data-writer" not in Visitor(app).text("/")


def test_w1_a_new_secret_key_loses_no_words(database, begin_with):
    before, after = "an-earlier-key-" + "x" * 20, "the-present-key-" + "y" * 20
    grace = begin_with(lambda: make.person("Grace"))

    def keys(**settings):
        app = database.make_app(**settings)
        app.test_client_class = Client
        with app.app_context():
            return _keys(Visitor(app, grace))

    (old,) = keys(SECRET_KEY=before)
    new, still = keys(SECRET_KEY=after, SECRET_KEY_FALLBACKS=[before])
    assert still == old
    assert new != old


# The answer to a script.


def test_w1_a_script_is_told_the_address_and_nothing_is_lost_on_the_way(app, w):
    form = _update(app, w)
    sent = form.visitor.client.post(form.path, data=form.fields, headers=ADDRESS)
    assert sent.status_code == 200
    assert "Location" not in sent.headers
    address = sent.json["address"]
    assert re.fullmatch(r"/updates/\d+", address)
    assert "Your update is posted" in form.visitor.text(address)
    wrong = form.visitor.client.post(form.path, data={**form.fields, "body": ""}, headers=ADDRESS)
    assert wrong.status_code == 422
    again = form.visitor.client.post(form.path, data=form.fields)
    assert (again.status_code, again.headers["Location"]) == (303, address), "for everybody else as ever"


# What is sent by itself, later.


def test_w1_what_is_as_it_was_is_sent_once_however_often_it_comes(app, w):
    for form, model in ((_update(app, w), Update), (_reflection(app, w), Reflection)):
        addresses = {_later(form).json["address"] for _ in range(3)}
        assert len(addresses) == 1
        assert _number(model) == 1
        later = make.person("Priya Shah")
        membership = make.belongs(later, w.hull, "facilitator")
        assert _later(form).json["address"] in addresses, "its answer was lost; who may read it changed since"
        assert form.send().headers["Location"] in addresses
        end_membership(OPERATOR, membership)


def test_w1_what_this_very_page_saved_last_is_nobody_elses_though_its_answer_was_lost(app, w):
    form = _update(app, w)
    form.visitor.client.post("/drafts", data={**form.fields, "body": "Half of it"})
    assert len(drafts.all_of(reading(w.amina))) == 1
    assert _later(form).status_code == 200


@pytest.mark.parametrize(
    ("audience", "who", "role", "stops"),
    [
        ("facilitators", "Priya Shah", "facilitator", True),
        ("partnership", "Priya Shah", "member", True),
        ("community", "Priya Shah", "member", True),
        ("me", "Priya Shah", "facilitator", False),
        ("facilitators", "Priya Shah", "member", False),
    ],
)
def test_w1_if_somebody_else_could_read_it_nothing_is_sent_and_the_page_asks(app, w, audience, who, role, stops):
    forms = [_update(app, w, audience=audience), _reflection(app, w, audience=audience)]
    make.belongs(make.person(who), w.hull, role)
    for form in forms:
        before = _number(Entry)
        answer = _later(form)
        if not stops:
            assert answer.status_code == 200, _text(answer)
            continue
        assert answer.status_code == 422
        assert NOT_SENT in _text(answer)
        assert _number(Entry) == before
        assert form.fields["body"] in _text(answer), "with every word"
        asked = Form(form.visitor, form.path, answer)
        assert asked.fields.get("sent_later") is None, "and pressed again it is an ordinary post"
        pressed = {name: form.fields[name] for name in ("standing", "audience", "cycle") if name in form.fields}
        assert asked.send(**pressed).status_code == 303
        assert _number(Entry) == before + 1


def test_w1_if_a_change_would_be_read_by_others_or_by_nobody_it_is_asked(app, w):
    entry = make.reflection(w.amina, w.hull)
    form = _form(app, w.amina, f"/reflections/{entry.id}/edit")
    form.fields |= {"cycle": "free", "body": "Less hasty"}
    change_entry_audience(reading(w.amina), entry, "partnership")
    answer = _later(form)
    assert answer.status_code == 422
    assert NOT_SENT in _text(answer)
    assert "Less hasty" in _text(answer)
    again = Form(form.visitor, form.path, answer)
    again.fields |= {"cycle": "free", "body": "Less hasty still"}
    make.belongs(make.person("Priya Shah"), w.hull, "facilitator")
    assert NOT_SENT in _text(_later(again)), "a facilitator who came reads it, too"
    fresh = _form(app, w.amina, form.path)
    fresh.fields |= {"cycle": "free", "body": "Less hasty still"}
    stale = dict(fresh.fields)
    assert _later(fresh).status_code == 200
    fresh.fields = {**stale, "body": "From the version before"}
    assert _later(fresh).status_code == 409
    session().refresh(entry)
    assert entry.fields["body"] == "Less hasty still"
    withdraw_entry(reading(w.amina), entry)
    closed = _later(fresh, body="Once it was withdrawn")
    assert closed.status_code != 200 or closed.json["address"].startswith("/drafts/")


def test_w1_if_the_right_to_post_ended_the_words_are_shown_and_not_sent(app, w):
    form = _update(app, w, w.colin)
    end_membership(OPERATOR, session().scalars(select(Membership).where(Membership.person_id == w.colin.id)).one())
    answer = _later(form)
    assert answer.status_code == 200
    assert "In a tunnel" in form.visitor.text(answer.json["address"])
    assert _number(Update) == 0


def test_w1_a_draft_carried_on_elsewhere_stops_it_and_both_texts_are_kept(app, w):
    form = _update(app, w)
    known = form.visitor.client.post("/drafts", data=form.fields, headers={"Accept": "application/json"}).json
    same = _later(form, draft_saved_at=known["saved_at"])
    assert same.status_code == 200
    form = _update(app, w, body="At the desk")
    known = form.visitor.client.post("/drafts", data=form.fields, headers={"Accept": "application/json"}).json
    with clock.at(now() + timedelta(minutes=3)):
        form.visitor.client.post("/drafts", data={**form.fields, "seen": "", "body": "On the phone"})
        sent = {"body": "At the desk, in the end", "draft_saved_at": known["saved_at"], "seen": ""}
        answer, twice = _later(form, **sent), _later(form, **sent)
    for each in (answer, twice):
        assert each.status_code == 422
        assert "You carried on with this elsewhere" in _text(each)
        assert "At the desk, in the end" in _text(each)
    assert _number(Update) == 1
    pressed = Form(form.visitor, form.path, answer).send(standing="on-track", audience="community")
    assert pressed.status_code == 303
    kept = drafts.all_of(reading(w.amina))
    assert [one.fields["body"] for one in kept] == [["On the phone"]]


def test_w1_what_is_set_aside_counts_as_a_new_draft(app, w, monkeypatch):
    monkeypatch.setattr(draft_commands, "DRAFTS", Limit("drafts", 3))
    form = _update(app, w)
    for turn in range(5):
        form.visitor.client.post("/drafts", data={**form.fields, "seen": "", "body": f"On the phone {turn}"})
        answer = _later(form, seen="", body=f"At the desk {turn}")
        assert f"At the desk {turn}" in _text(answer)
        assert answer.status_code == (422 if turn < 2 else 429), turn
    assert len(drafts.all_of(reading(w.amina))) == 3
    assert _number(Update) == 0
    kept = {one.fields["body"][0] for one in drafts.all_of(reading(w.amina))}
    assert kept == {"On the phone 0", "On the phone 1", "On the phone 4"}


def test_w1_a_draft_that_was_thrown_away_elsewhere_is_asked_for(app, w):
    form = _update(app, w)
    discard_draft(reading(w.amina), signed_forms.verify(form.fields["signed_form"]).idempotency_key)
    answer = _later(form)
    assert answer.status_code == 422
    assert NOT_SENT in _text(answer)
    assert _number(Update) == 0
    assert Form(form.visitor, form.path, answer).send(standing="on-track", audience="community").status_code == 303


def test_w1_nobody_sends_what_somebody_else_wrote(app, w):
    """Two people at one browser: a page of Amina's is still open when Colin has signed in. Her words stay hers, even
    with a form token of his, and under a signature that is older than one can carry on with.
    """
    update, reflection = _update(app, w), _reflection(app, w)
    theirs = {"csrf_token": update.fields["csrf_token"]}
    for days in (0, 31):
        with clock.at(now() + timedelta(days=days)):
            colin = Visitor(app, w.colin)
            token = {"csrf_token": Form(colin, update.path).fields["csrf_token"]}
            for form in (update, reflection):
                for also in ({}, LATER, {"keep": "1"}):
                    for fields in ({**form.fields, **also, **token}, {**form.fields, **also, **theirs}):
                        script = colin.client.post(form.path, data=fields, headers=ADDRESS)
                        page = colin.client.post(form.path, data=fields)
                        assert (script.status_code, script.json["code"]) == (403, "somebody-else")
                        assert page.status_code == 403
                        assert "Somebody else opened this form" in _text(page)
                        for word in (form.fields["body"], "Amina", update.fields["signed_form"]):
                            assert word not in page.get_data(as_text=True)
            saved = colin.client.post(
                "/drafts", data={**update.fields, **token}, headers={"Accept": "application/json"}
            )
            assert saved.status_code == 403
    assert _number(Update) == _number(Reflection) == 0
    assert drafts.all_of(reading(w.colin)) == []
    assert {tuple(one.fields["body"]) for one in drafts.all_of(reading(w.amina))} == {
        (update.fields["body"],),
        (reflection.fields["body"],),
    }
    assert update.send().status_code == 303, "she herself sends it, once"


def test_w1_nobody_answers_or_replies_with_what_somebody_else_wrote(app, w):
    rosa = make.person("Rosa Lind")
    with clock.at(now() - timedelta(days=1)):
        make.belongs(rosa, w.hull, "facilitator")
    reflection = written(w)
    form = _form(app, w.owen, f"/reflections/{reflection.id}/review")
    other = _form(app, rosa, form.path)
    token = {"csrf_token": other.fields["csrf_token"]}
    typed = {"moves-0-kind": "challenging", "moves-0-says": "Who asked for proof?", "outcome": INVITES}
    assert other.visitor.client.post(form.path, data={**form.fields, **typed, **token}).status_code == 403
    assert _number(Review) == 0
    answer(w.owen, reflection)
    reply = _form(app, w.amina, f"/reflections/{reflection.id}")
    move = exchange(reflection).latest.moves[0].id
    sent = {**reply.fields, f"reply-{move}": "Nobody did", **token}
    refused = other.visitor.client.post(f"/reflections/{reflection.id}/response", data=sent)
    assert refused.status_code == 403
    assert "Nobody did" not in refused.get_data(as_text=True)
    assert drafts.all_of(reading(rosa)) == []


def test_w1_an_answer_and_a_reply_are_asked_too(app, w):
    reflection = written(w)
    form = _form(app, w.owen, f"/reflections/{reflection.id}/review")
    typed = {"moves-0-kind": "challenging", "moves-0-says": "Who asked for proof?", "outcome": INVITES}
    priya = make.person("Priya Shah")
    with clock.at(now() - timedelta(days=1)):
        membership = make.belongs(priya, w.hull, "facilitator")
    reflection_2 = written(w)
    form_2 = _form(app, w.owen, f"/reflections/{reflection_2.id}/review")
    end_membership(OPERATOR, membership)
    stopped = _later(form_2, **typed)
    assert stopped.status_code == 422
    assert NOT_SENT in _text(stopped)
    assert "Who asked for proof?" in _text(stopped)
    assert _number(Review) == 0
    assert _later(form, **typed).json["address"] == f"/reflections/{reflection.id}"
    found = _later(form, **typed).json["address"]  # and not sent twice
    assert form.visitor.get(found).location == f"/reflections/{reflection.id}"
    assert _number(Review) == 1
    move = exchange(reflection).latest.moves[0].id
    reply = _form(app, w.amina, f"/reflections/{reflection.id}")
    reply.path = f"/reflections/{reflection.id}/response"
    assert _later(reply, **{f"reply-{move}": "Nobody did"}).status_code == 200
    answer(w.owen, reflection_2)
    reply = _form(app, w.amina, f"/reflections/{reflection_2.id}")
    reply.path = f"/reflections/{reflection_2.id}/response"
    end_membership(OPERATOR, session().scalars(select(Membership).where(Membership.person_id == w.owen.id)).one())
    move = exchange(reflection_2).latest.moves[0].id
    stopped = _later(reply, **{f"reply-{move}": "Nobody, again"})
    assert stopped.status_code == 422
    assert NOT_SENT in _text(stopped)
    assert "Nobody, again" in _text(stopped)


# What a browser gives back.


def _forms(visitor, *signed):
    return visitor.post("/kept-words/forms", {"signed_form": list(signed)}).json["forms"]


def _take_in(form, **typed):
    return form.visitor.client.post("/kept-words", data={**form.fields, **typed})


def test_w1_what_became_of_a_form_is_told_to_its_owner_alone(app, w):
    form = _update(app, w)
    signed = form.fields["signed_form"]
    fresh = {"good": True, "what": "Update", "sent": False, "digest": None}
    assert _forms(form.visitor, signed, "made up") == [fresh, {"good": False}]
    _take_in(form)
    fields = {name: [value] for name, value in form.fields.items()}
    assert _forms(form.visitor, signed)[0]["digest"] == digest(fields)
    assert _later(form).status_code == 200
    assert _forms(form.visitor, signed)[0] == {**fresh, "sent": True}
    assert _forms(Visitor(app, w.colin), signed) == [{"good": False}]
    with clock.at(now() + timedelta(days=31)):
        assert _forms(Visitor(app, w.amina), signed) == [{"good": False}]
        late = Visitor(app, w.amina).post("/kept-words", {"signed_form": signed, "body": "Late"})
        assert late.json == {"address": None}


def _left(visitor, signed, key):
    return visitor.post("/kept-words/left", {"signed_form": signed, "key": key}).json


def test_w1_where_to_carry_on_with_what_was_left_is_told_to_its_owner_alone(app, w):
    form, nothing = _update(app, w), {"address": None}
    key = signed_forms.verify(form.fields["signed_form"]).idempotency_key
    again = _update(app, w).fields["signed_form"]
    assert _left(form.visitor, again, key) == nothing, "not saved yet"
    address = _take_in(form).json["address"]
    [draft] = drafts.all_of(reading(w.amina))
    found = _left(form.visitor, again, key)
    assert found == {"address": address, "saved_at": draft.saved_at.isoformat()}
    assert f'data-saved-at="{found["saved_at"]}"' in form.visitor.text(address)
    colin = Visitor(app, w.colin)
    assert _left(colin, _update(app, w, w.colin).fields["signed_form"], key) == nothing
    assert _left(colin, again, key) == nothing
    other = _form(app, w.amina, f"/reflections/{written(w).id}/edit").fields["signed_form"]
    assert _left(form.visitor, other, key) == nothing, "another place"
    discard_draft(reading(w.amina), key)
    assert _left(form.visitor, again, key) == nothing
    assert Visitor(app).post("/kept-words/left", {"key": key}, on="/sign-in").status_code == 303


def test_w1_words_come_back_into_their_form_beside_what_is_there(app, w):
    form = _update(app, w, body="On the train")
    first = _take_in(form).json["address"]
    shown = form.visitor.text(first)
    assert "On the train" in shown
    assert "Here is what was kept in this browser" in shown
    assert _take_in(form, quietly="1").json["address"] == first
    # Carried on elsewhere: both are to be had.
    form.visitor.client.post("/drafts", data={**form.fields, "body": "On the phone"})
    second = _take_in(form, body="On the train, later").json["address"]
    assert second != first
    assert _take_in(form, body="On the train, later").json["address"] == second, "once, however often it comes"
    assert "On the train, later" in form.visitor.text(second)
    assert "On the phone" in form.visitor.text(first)
    # Sent, or thrown away, elsewhere: a draft of its own.
    discard_draft(reading(w.amina), signed_forms.verify(form.fields["signed_form"]).idempotency_key)
    third = _take_in(form, body="On the train, last").json["address"]
    assert third not in (first, second)
    assert "On the train, last" in form.visitor.text(third)


def test_w1_words_for_a_page_that_closed_are_shown_plainly(app, w):
    form = _update(app, w, w.colin, body="On the train")
    end_membership(OPERATOR, session().scalars(select(Membership).where(Membership.person_id == w.colin.id)).one())
    address = _take_in(form).json["address"]
    shown = form.visitor.get(address, follow_redirects=True)
    assert "On the train" in _text(shown)
    assert "is not open to you now, so it was not sent" in _text(shown)


def test_w1_nobody_takes_in_the_words_of_somebody_else(app, w):
    form = _update(app, w)
    colin = Visitor(app, w.colin)
    assert colin.post("/kept-words", {**form.fields, "csrf_token": _token(colin)}).status_code == 403
    assert drafts.all_of(reading(w.colin)) == []
    assert colin.client.post("/kept-words", data={"body": "x"}).status_code == 422, "another's form token"
    assert Visitor(app).post("/kept-words/forms", {"signed_form": "x"}, on="/sign-in").status_code == 303


def _token(visitor):
    visitor.post("/sealing-keys", {"browser": BROWSER})
    return visitor._token


def test_w1_the_privacy_page_says_what_a_browser_keeps_and_for_how_long(app):
    days = re.search(r"const GOOD_FOR = (\d+); // days", (ROOT / "frontend/scripts/kept/store.js").read_text())
    page = _text(Visitor(app).get("/privacy"))
    assert days
    assert f"at the latest after {days[1]} days" in page
    assert "It is sealed. The key comes from our service, to you alone" in page
    assert "save them as drafts, keep them sealed in this browser, or throw them away" in page
    assert "We ask the browser itself to keep nothing that you write here" in page
    assert "in the browser’s history: the addresses of the pages that you opened, with their titles" in page


def test_w1_a_digest_is_of_words_alone():
    same = digest({"body": ["One\r\ntwo"], "title": [""], "signed_form": ["x"], "told": ["y"]})
    assert same == digest({"body": ["One\ntwo"], "version": ["2"]})
    assert same != digest({"body": ["One two"]})
    assert same == digest({"body": ["One \r\ntwo\t "], "then": ["update"]}), "as the server tidies it, with a button"
    assert digest({"b": ["ü"], "a": ["1", "2"]}) == digest({"a": ["1", "2"], "b": ["ü"]})
