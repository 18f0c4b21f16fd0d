"""Drafts: kept while one types, offered again, read by nobody else."""

import re
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Invalid, Refused
from lpcommunity.drafts import commands, queries, tickets
from lpcommunity.drafts.models import Draft
from lpcommunity.people import sessions
from lpcommunity.people.models import Person
from lpcommunity.storage import clock, db, now, session, transactional
from tests import factories as make
from tests.harness.visiting import Visitor
from tests.harness.writing import Form, main_of


@pytest.fixture
def amina(app):
    return make.person("Amina Rahman")


@pytest.fixture
def hull(amina):
    hull = make.place("Hull")
    make.belongs(amina, hull)
    return hull


@pytest.fixture
def path(hull):
    return f"/partnerships/{hull.slug}/updates/new"


def _ticket(person, subject="update:new:1", path="/home"):
    read = tickets.read(tickets.issue(person, subject, path))
    assert read
    return read


def _latest(person):
    latest = queries.latest(person)
    assert latest
    return latest


def _count(spent=False):
    query = select(func.count()).select_from(Draft)
    return session().scalar(query if spent else query.where(Draft.spent_at.is_(None)))


def test_a_ticket_says_what_it_was_given_and_nothing_forged(amina):
    text = tickets.issue(amina, "entry:7", "/updates/7/edit")
    ticket = tickets.read(text)
    assert ticket
    assert (ticket.person_id, ticket.subject, ticket.path) == (amina.id, "entry:7", "/updates/7/edit")
    assert ticket.address == f"/updates/7/edit?draft={ticket.uuid}"
    for wrong in (None, "", "x", text[:-2], text + "a", "é" * 40, "." * 3000):
        assert tickets.read(wrong) is None


def test_a_ticket_is_good_for_thirty_days(amina):
    text = tickets.issue(amina, "s", "/p")
    with clock.at(now() + timedelta(days=29)):
        assert tickets.read(text)
    with clock.at(now() + timedelta(days=31)):
        assert tickets.read(text) is None


def test_a_ticket_is_its_owners_only(amina):
    other = make.person()
    text = tickets.issue(amina, "s", "/p")
    assert tickets.of(other, text) is None
    read = tickets.read(text)
    assert read
    assert tickets.uuid_of(other, text) != read.uuid == tickets.uuid_of(amina, text)


def test_saving_twice_keeps_the_latest(amina):
    ticket = _ticket(amina)
    commands.keep(amina, ticket, {"title": [""], "body": ["One"]})
    draft = commands.keep(amina, ticket, {"title": [""], "body": ["One and two"], "version": ["4"]})
    assert _count() == 1
    assert (draft.label, draft.fields, draft.base_version) == (
        "One and two",
        {"title": [""], "body": ["One and two"]},
        4,
    )
    latest = queries.latest(amina)
    assert latest
    assert latest.id == draft.id


def test_nobody_else_reads_or_changes_it(amina):
    other = make.person(role="administrator")
    ticket = _ticket(amina)
    draft = commands.keep(amina, ticket, {"body": ["Mine"]})
    assert queries.latest(other) is None
    assert queries.with_uuid(other, draft.ticket) is None
    assert queries.with_id(other, draft.id) is None
    with pytest.raises(Refused):
        commands.keep(other, ticket, {"body": ["Yours"]})
    with pytest.raises(Refused):
        commands.save_draft(other, ticket.uuid, "s", "/p", "", {"body": ["Yours"]})
    with pytest.raises(Refused):
        commands.discard_draft(other, ticket.uuid)


def test_what_was_sent_does_not_come_back(amina):
    ticket = _ticket(amina)
    commands.keep(amina, ticket, {"body": ["Words"]})
    commands.discard_draft(amina, ticket.uuid)
    commands.discard_draft(amina, ticket.uuid)
    late = commands.keep(amina, ticket, {"body": ["Words, late"]})
    assert late.spent_at is not None
    assert late.fields == {}
    assert _count() == 0


def test_nor_if_it_was_never_kept_before(amina):
    ticket = _ticket(amina)
    commands.discard_draft(amina, ticket.uuid)
    assert commands.keep(amina, ticket, {"body": ["Late"]}).spent_at is not None


def test_spent_ones_are_swept_away_in_time(amina):
    with clock.at(now() - timedelta(days=40)):
        commands.discard_draft(amina, _ticket(amina).uuid)
    commands.discard_draft(amina, _ticket(amina).uuid)
    assert _count(spent=True) == 1


def test_more_than_any_form_holds_is_refused(amina):
    with pytest.raises(Invalid):
        commands.keep(amina, _ticket(amina), {"body": ["x" * 300_001]})


def test_saving_at_the_same_moment_is_one_draft(app, amina):
    ticket, start, failures = _ticket(amina), threading.Barrier(6), []

    def save(n):
        with app.app_context():
            try:
                me = session().get_one(Person, ticket.person_id)
                start.wait()
                commands.keep(me, ticket, {"body": [f"Words {n}"]})
            except Exception as error:  # noqa: BLE001
                failures.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=save, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert not failures
    assert _count() == 1


def test_the_form_saves_itself(app, amina, path):
    form = Form(Visitor(app, amina), path)
    typed = {**form.fields, "body": "Half a sentence", "audience": "me"}
    answer = form.visitor.client.post("/drafts", data=typed, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json
    assert answer.json["saved_at"]
    assert answer.json["words"].startswith("at ")
    again = form.visitor.client.post("/drafts", json=typed, headers={"X-CSRF-Token": form.fields["csrf_token"]})
    assert again.status_code == 200
    page = form.visitor.text(path)
    assert "Half a sentence" in page
    assert "Carry on" in page
    carried_on = Form(form.visitor, f"{path}?draft={_latest(amina).ticket}")
    assert carried_on.fields["body"] == "Half a sentence"
    assert tickets.uuid_of(amina, carried_on.fields["ticket"]) == tickets.uuid_of(amina, form.fields["ticket"])
    assert 'value="me" checked' in carried_on.page


def test_it_says_when_it_was_sent_meanwhile(app, amina, path):
    form = Form(Visitor(app, amina), path)
    typed = {"body": "All of it", "standing": "on-track", "audience": "me"}
    assert form.send(**typed).status_code == 303
    late = form.visitor.client.post("/drafts", data={**form.fields, **typed}, headers={"Accept": "application/json"})
    assert late.json == {"saved_at": None, "sent": True}
    assert _count() == 0


def test_without_scripts_a_button_keeps_it(app, amina, path):
    form = Form(Visitor(app, amina), path)
    kept = form.send(body="x" * 30_000, keep="1")
    assert kept.status_code == 303
    page = form.visitor.text(kept.headers["Location"])
    assert "Draft saved at" in page
    assert "Only you can see it." in page
    assert "x" * 30_000 in page


def test_keeping_with_a_stale_token_loses_nothing(app, amina, path):
    form = Form(Visitor(app, amina), path)
    answer = form.send(body="Words", keep="1", csrf_token="old")
    assert answer.status_code == 422
    assert "Words" in main_of(answer.get_data(as_text=True))


def test_a_draft_of_somebody_else_is_an_empty_form(app, amina, hull, path):
    grace = make.person()
    make.belongs(grace, hull)
    draft = commands.keep(amina, _ticket(amina, f"update:new:{hull.id}", path), {"body": ["Secret"]})
    assert "Secret" not in Visitor(app, grace).text(f"{path}?draft={draft.ticket}")
    assert "Secret" not in Visitor(app, grace).text("/drafts")
    theirs = tickets.issue(amina, "s", "/p")
    visitor = Visitor(app, grace)
    assert visitor.post("/drafts", {"ticket": theirs, "body": "x"}, on=path).status_code == 404
    assert visitor.post(f"/drafts/{draft.id}/disposal", on=path).status_code == 303
    assert _count() == 1


def test_the_list_carries_on_and_discards(app, amina, hull, path):
    draft = commands.keep(
        amina, _ticket(amina, f"update:new:{hull.id}", path), {"title": ["A <b>title</b>"], "body": [""]}
    )
    visitor = Visitor(app, amina)
    page = visitor.text("/drafts")
    assert "A &lt;b&gt;title&lt;/b&gt;" in page
    assert f"{path}?draft={draft.ticket}" in page
    assert visitor.post(f"/drafts/{draft.id}/disposal", on="/drafts").status_code == 303
    assert "No drafts" in visitor.text("/drafts")
    assert visitor.post(f"/drafts/{draft.id}/disposal", on="/drafts").status_code == 303


def test_signed_out_autosave_keeps_the_words_too(app, amina, path):
    form = Form(Visitor(app, amina), path)
    _end(amina)
    answer = form.visitor.client.post(
        "/drafts", data={**form.fields, "body": "Kept"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 303
    assert _latest(amina).fields["body"] == ["Kept"]


def test_a_ticket_alone_wipes_no_words(app, amina, path):
    form = Form(Visitor(app, amina), path)
    form.visitor.client.post("/drafts", data={**form.fields, "body": "Kept"}, headers={"Accept": "application/json"})
    _end(amina)
    form.visitor.client.post("/attachments", data={"ticket": form.fields["ticket"], "alt": ""})
    assert _latest(amina).fields["body"] == ["Kept"]


def test_words_of_a_disabled_account_are_not_kept(app, amina, path):
    form = Form(Visitor(app, amina), path)
    _disable(amina)
    assert form.send(body="Words").status_code == 303
    assert _count() == 0


def test_a_forged_ticket_keeps_nothing_for_anybody(app, amina, path):
    answer = Visitor(app).client.post(path, data={"ticket": "W10.forged", "body": "Spam"})
    assert answer.status_code == 303
    assert _count(spent=True) == 0


def test_too_large_an_autosave_is_refused(app, amina, path):
    form = Form(Visitor(app, amina), path)
    assert form.visitor.client.post("/drafts", data={**form.fields, "body": "x" * 1_100_000}).status_code == 413
    answer = form.visitor.client.post(
        "/drafts", data={**form.fields, "body": "x" * 400_000}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 422


@transactional
def _end(person):
    sessions.end_all(person.id, "a test")


@transactional
def _disable(person):
    person.disabled_at = now()


@pytest.mark.parametrize("kind", ["updates", "reflections"])
def test_forms_do_not_nest_where_drafts_are_offered(app, amina, hull, kind):
    path = f"/partnerships/{hull.slug}/{kind}/new"
    commands.keep(amina, _ticket(amina, f"{kind.removesuffix('s')}:new:{hull.id}", path), {"title": ["Begun before"]})
    page = Visitor(app, amina).text(path)
    assert "Begun before" in page
    depth = 0
    for tag in re.findall(r"<(/?)form\b", page):
        depth += -1 if tag else 1
        assert depth in {0, 1}, "a form within a form"


def test_the_words_can_be_read_where_they_can_no_longer_be_sent(app, amina, hull, path):
    commands.keep(
        amina, _ticket(amina, f"update:new:{hull.id}", path), {"body": ["All <b>my</b> words"], "audience": ["me"]}
    )
    draft = _latest(amina)
    visitor = Visitor(app, amina)
    page = main_of(visitor.text(f"/drafts/{draft.id}"))
    assert "All &lt;b&gt;my&lt;/b&gt; words" in page
    assert "Audience" not in page
    assert f"/drafts/{draft.id}" in visitor.text("/drafts")
    assert Visitor(app, make.person()).get(f"/drafts/{draft.id}").status_code == 404
    answer = visitor.post(
        f"/drafts/{draft.id}/disposal", on="/drafts", headers={"Referer": f"http://localhost/drafts/{draft.id}"}
    )
    assert answer.headers["Location"] == "/drafts"
    assert visitor.get(f"/drafts/{draft.id}").status_code == 404
