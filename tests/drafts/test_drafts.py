"""Drafts: kept while one types, offered again, read by nobody else."""

import re
import threading
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Invalid, Refused
from lpcommunity.accounts import sessions
from lpcommunity.drafts import commands, queries, signed_forms
from lpcommunity.drafts.models import Draft
from lpcommunity.people.models import Person
from lpcommunity.storage import clock, db, now, session, transactional
from tests import factories as make
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, main_of


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


def _signed_form(person, subject="update:new:1", path="/home"):
    read = signed_forms.verify(signed_forms.sign(reading(person), subject, path))
    assert read
    return read


def _latest(person):
    latest = queries.latest(reading(person))
    assert latest
    return latest


def _count(spent=False):
    query = select(func.count()).select_from(Draft)
    return session().scalar(query if spent else query.where(Draft.spent_at.is_(None)))


def test_a_signed_form_says_what_it_was_given_and_nothing_forged(amina):
    text = signed_forms.sign(reading(amina), "entry:7", "/updates/7/edit")
    signed_form = signed_forms.verify(text)
    assert signed_form
    assert (signed_form.person_id, signed_form.subject, signed_form.path) == (amina.id, "entry:7", "/updates/7/edit")
    assert signed_form.address == f"/updates/7/edit?draft={signed_form.idempotency_key}"
    for wrong in (None, "", "x", text[:-2], text + "a", "é" * 40, "." * 3000):
        assert signed_forms.verify(wrong) is None


def test_a_signed_form_is_good_for_thirty_days(amina):
    text = signed_forms.sign(reading(amina), "s", "/p")
    with clock.at(now() + timedelta(days=29)):
        assert signed_forms.verify(text)
    with clock.at(now() + timedelta(days=31)):
        assert signed_forms.verify(text) is None


def test_a_signed_form_is_its_owners_only(amina):
    other = make.person()
    text = signed_forms.sign(reading(amina), "s", "/p")
    assert signed_forms.verify_own(reading(other), text) is None
    read = signed_forms.verify(text)
    assert read
    assert (
        signed_forms.key_of(reading(other), text) != read.idempotency_key == signed_forms.key_of(reading(amina), text)
    )


def test_saving_twice_keeps_the_latest(amina):
    signed_form = _signed_form(amina)
    commands.save_form(reading(amina), signed_form, {"title": [""], "body": ["One"]})
    draft = commands.save_form(reading(amina), signed_form, {"title": [""], "body": ["One and two"], "version": ["4"]})
    assert _count() == 1
    assert (draft.label, draft.fields, draft.base_version) == (
        "One and two",
        {"title": [""], "body": ["One and two"]},
        4,
    )
    latest = queries.latest(reading(amina))
    assert latest
    assert latest.id == draft.id


def test_a_draft_is_named_by_its_first_sentence_as_it_reads(amina):
    text = "![](/attachments/abc)\n\n**Forty** firms [rang](https://x.example). Then twelve more."
    draft = commands.save_form(reading(amina), _signed_form(amina), {"title": [""], "body": [text]})
    assert draft.label == "Forty firms rang"


def test_nobody_else_reads_or_changes_it(amina):
    other = make.person(role="administrator")
    signed_form = _signed_form(amina)
    draft = commands.save_form(reading(amina), signed_form, {"body": ["Mine"]})
    assert queries.latest(reading(other)) is None
    assert queries.with_id(reading(other), draft.id) is None
    with pytest.raises(Refused):
        commands.save_form(reading(other), signed_form, {"body": ["Yours"]})
    with pytest.raises(Refused):
        commands.save_draft(reading(other), signed_form.idempotency_key, "s", "/p", "", {"body": ["Yours"]})
    with pytest.raises(Refused):
        commands.discard_draft(reading(other), signed_form.idempotency_key)


def test_what_was_sent_does_not_come_back(amina):
    signed_form = _signed_form(amina)
    commands.save_form(reading(amina), signed_form, {"body": ["Words"]})
    commands.discard_draft(reading(amina), signed_form.idempotency_key)
    commands.discard_draft(reading(amina), signed_form.idempotency_key)
    late = commands.save_form(reading(amina), signed_form, {"body": ["Words, late"]})
    assert late.spent_at is not None
    assert late.fields == {}
    assert _count() == 0


def test_nor_if_it_was_never_kept_before(amina):
    signed_form = _signed_form(amina)
    commands.discard_draft(reading(amina), signed_form.idempotency_key)
    assert commands.save_form(reading(amina), signed_form, {"body": ["Late"]}).spent_at is not None


def test_spent_ones_are_swept_away_in_time(amina):
    with clock.at(now() - timedelta(days=40)):
        commands.discard_draft(reading(amina), _signed_form(amina).idempotency_key)
    commands.discard_draft(reading(amina), _signed_form(amina).idempotency_key)
    assert _count(spent=True) == 1


def test_more_than_any_form_holds_is_refused(amina):
    with pytest.raises(Invalid):
        commands.save_form(reading(amina), _signed_form(amina), {"body": ["x" * 300_001]})


def test_saving_at_the_same_moment_is_one_draft(app, amina):
    signed_form, start, failures = _signed_form(amina), threading.Barrier(6), []

    def save(n):
        with app.app_context():
            try:
                me = session().get_one(Person, signed_form.person_id)
                start.wait()
                commands.save_form(reading(me), signed_form, {"body": [f"Words {n}"]})
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
    carried_on = Form(form.visitor, f"{path}?draft={_latest(amina).idempotency_key}")
    assert carried_on.fields["body"] == "Half a sentence"
    assert signed_forms.key_of(reading(amina), carried_on.fields["signed_form"]) == signed_forms.key_of(
        reading(amina), form.fields["signed_form"]
    )
    assert 'value="me" checked' in carried_on.page


def test_it_says_when_it_was_sent_meanwhile(app, amina, path):
    form = Form(Visitor(app, amina), path)
    typed = {"body": "All of it", "standing": "on-track", "audience": "me"}
    assert form.send(**typed).status_code == 303
    late = form.visitor.client.post("/drafts", data={**form.fields, **typed}, headers={"Accept": "application/json"})
    assert (late.json["saved_at"], late.json["sent"]) == (None, True)
    assert "You posted this at" in late.json["notice"]
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
    draft = commands.save_form(reading(amina), _signed_form(amina, f"update:new:{hull.id}", path), {"body": ["Secret"]})
    assert "Secret" not in Visitor(app, grace).text(f"{path}?draft={draft.idempotency_key}")
    assert "Secret" not in Visitor(app, grace).text("/drafts")
    theirs = signed_forms.sign(reading(amina), "s", "/p")
    visitor = Visitor(app, grace)
    assert visitor.post("/drafts", {"signed_form": theirs, "body": "x"}, on=path).status_code == 403
    assert visitor.post(f"/drafts/{draft.id}/disposal", on=path).status_code == 303
    assert visitor.post(f"/drafts/{draft.id}/disposal", {"sure": "1"}, on=path).status_code == 303
    assert [one.fields["body"] for one in queries.all_of(reading(amina))] == [["x"], ["Secret"]], "hers, both"
    assert queries.all_of(reading(grace)) == []


def test_the_list_carries_on_and_throws_away_once_asked(app, amina, hull, path):
    draft = commands.save_form(
        reading(amina), _signed_form(amina, f"update:new:{hull.id}", path), {"title": ["A <b>title</b>"], "body": [""]}
    )
    visitor = Visitor(app, amina)
    page = visitor.text("/drafts")
    assert "A &lt;b&gt;title&lt;/b&gt;" in page
    assert f"{path}?draft={draft.idempotency_key}" in page
    for typed in ({}, {"sure": ""}):
        asked = visitor.post(f"/drafts/{draft.id}/disposal", typed, headers={"Referer": f"http://localhost{path}?a=1"})
        assert asked.status_code == 200
        page = asked.get_data(as_text=True)
        assert "Throw this draft away?" in page
        assert "A &lt;b&gt;title&lt;/b&gt;" in page
        assert f'<a class="govuk-link" dir="auto" href="{path}?a=1">Keep it</a>' in page
        assert len(queries.all_of(reading(amina))) == 1
    gone = visitor.post(f"/drafts/{draft.id}/disposal", {"sure": "1", "back": f"{path}?a=1"})
    assert (gone.status_code, gone.location) == (303, f"{path}?a=1")
    assert "No drafts" in visitor.text("/drafts")
    for back in ("https://evil.example/", "//evil.example", "/drafts/7"):
        again = visitor.post(f"/drafts/{draft.id}/disposal", {"sure": "1", "back": back}, on="/drafts")
        assert (again.status_code, again.location) == (303, "/drafts")


def test_signed_out_autosave_keeps_the_words_too(app, amina, path):
    form = Form(Visitor(app, amina), path)
    _end(amina)
    answer = form.visitor.client.post(
        "/drafts", data={**form.fields, "body": "Kept"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 303
    assert _latest(amina).fields["body"] == ["Kept"]


def test_a_signature_alone_wipes_no_words(app, amina, path):
    form = Form(Visitor(app, amina), path)
    form.visitor.client.post("/drafts", data={**form.fields, "body": "Kept"}, headers={"Accept": "application/json"})
    _end(amina)
    form.visitor.client.post("/attachments", data={"signed_form": form.fields["signed_form"], "alt": ""})
    assert _latest(amina).fields["body"] == ["Kept"]


def test_words_of_a_disabled_account_are_not_kept(app, amina, path):
    form = Form(Visitor(app, amina), path)
    _disable(amina)
    assert form.send(body="Words").status_code == 303
    assert _count() == 0


def test_a_forged_signature_keeps_nothing_for_anybody(app, amina, path):
    answer = Visitor(app).client.post(path, data={"signed_form": "W10.forged", "body": "Spam"})
    assert answer.status_code == 303
    assert _count(spent=True) == 0


def test_too_large_an_autosave_is_refused(app, amina, path):
    form = Form(Visitor(app, amina), path)
    assert form.visitor.client.post("/drafts", data={**form.fields, "body": "x" * 1_100_000}).status_code == 413
    answer = form.visitor.client.post(
        "/drafts", data={**form.fields, "body": "x" * 400_000}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 422
    assert (answer.json["code"], "more text than we can keep" in answer.json["error"]) == ("draft-too-long", True)


@transactional
def _end(person):
    sessions.end_all(person.id, "a test")


@transactional
def _disable(person):
    person.disabled_at = now()


@pytest.mark.parametrize("kind", ["updates", "reflections"])
def test_forms_do_not_nest_where_drafts_are_offered(app, amina, hull, kind):
    path = f"/partnerships/{hull.slug}/{kind}/new"
    commands.save_form(
        reading(amina),
        _signed_form(amina, f"{kind.removesuffix('s')}:new:{hull.id}", path),
        {"title": ["Begun before"]},
    )
    page = Visitor(app, amina).text(path)
    assert "Begun before" in page
    depth = 0
    for tag in re.findall(r"<(/?)form\b", page):
        depth += -1 if tag else 1
        assert depth in {0, 1}, "a form within a form"


def test_the_words_can_be_read_where_they_can_no_longer_be_sent(app, amina, hull, path):
    commands.save_form(
        reading(amina),
        _signed_form(amina, f"update:new:{hull.id}", path),
        {"body": ["All <b>my</b> words"], "audience": ["me"]},
    )
    draft = _latest(amina)
    visitor = Visitor(app, amina)
    page = main_of(visitor.text(f"/drafts/{draft.id}"))
    assert "All &lt;b&gt;my&lt;/b&gt; words" in page
    assert "Audience" not in page
    assert f"/drafts/{draft.id}" in visitor.text("/drafts")
    assert Visitor(app, make.person()).get(f"/drafts/{draft.id}").status_code == 404
    answer = visitor.post(
        f"/drafts/{draft.id}/disposal", {"sure": "1"}, headers={"Referer": f"http://localhost/drafts/{draft.id}"}
    )
    assert answer.headers["Location"] == "/drafts"
    assert visitor.get(f"/drafts/{draft.id}").status_code == 404


def test_a_draft_without_words_or_files_is_offered_nowhere(app, amina, hull, path):
    visitor = Visitor(app, amina)
    kept = Form(visitor, path).send(standing="off-track", keep="1")
    assert 'value="off-track" checked' in visitor.text(kept.location), "at its own address it is there"
    for page in (visitor.text(path), visitor.text("/home")):
        assert "Nothing written yet" not in page
        assert "You began to write here" not in page
        assert "Finish your" not in page


def test_a_draft_with_words_is_offered_though_a_later_one_has_none(app, amina, hull, path):
    visitor = Visitor(app, amina)
    Form(visitor, path).send(body="Eleven firms.", keep="1")
    Form(visitor, path).send(standing="off-track", keep="1")
    assert "“Eleven firms”" in main_of(visitor.text(path))
    assert "You began to write here before" in visitor.text(path)
    assert "“Eleven firms”" in main_of(visitor.text("/home"))


def test_a_draft_of_a_file_alone_is_offered(app, amina, hull, path):
    visitor = Visitor(app, amina)
    form = Form(visitor, path)
    visitor.client.post(
        path, data={**form.fields, "keep": "1", "files": (BytesIO(b"%PDF-1.4\n%%EOF\n"), "Minutes.pdf")},
        content_type="multipart/form-data",
    )  # fmt: skip
    assert "You began to write here before" in visitor.text(path)
    assert "Finish your draft update" in visitor.text("/home")
    address = f"/drafts/{_latest(amina).id}"
    pages = [visitor.text(one) for one in (path, "/drafts", address)]
    for page in (*pages, visitor.post(f"{address}/disposal", {}).get_data(as_text=True)):
        assert "A file, no words yet" in page
        assert "Nothing written yet" not in page
    assert "The file that you added is kept with it." in pages[-1]


def test_what_has_nothing_in_it_is_neither_listed_nor_counted_and_goes_by_itself(app, amina, hull, path):
    visitor, reader = Visitor(app, amina), reading(amina)
    for typed in ({}, {"body": "A"}, {"standing": "off-track"}, {"body": " \n "}):
        form = Form(visitor, path)
        for body in (typed, {**typed, "body": typed.get("body", "").strip("A")}):  # a letter, and taken away again
            form.send(**body, keep="1")
    assert len(queries.all_of(reader)) == 4
    assert "No drafts" in visitor.text("/drafts")
    assert "Your drafts (" not in visitor.text("/home")
    Form(visitor, path).send(body="x", keep="1")
    assert "Your drafts (1)" in visitor.text("/home")
    assert "Nothing written yet" not in visitor.text("/drafts")
    with clock.at(now() + timedelta(days=2)):
        commands.save_form(reader, _signed_form(amina, f"update:new:{hull.id}", path), {"body": ["Eleven firms"]})
    assert [one.fields["body"] for one in queries.all_of(reader)] == [["Eleven firms"], ["x"]]


def test_whoever_comes_back_to_an_empty_form_after_it_went_goes_on(app, amina, hull, path):
    form = Form(Visitor(app, amina), path)
    form.send(standing="off-track", keep="1")
    with clock.at(now() + timedelta(days=2)):
        commands.save_form(reading(amina), _signed_form(amina, f"update:new:{hull.id}", path), {"body": ["Another"]})
        typed = {**form.fields, "body": "Back again"}
        signed_form = signed_forms.verify_own(reading(amina), form.fields["signed_form"])
        commands.save_form(reading(amina), signed_form, {name: [value] for name, value in typed.items()})
    assert [one.label for one in queries.all_of(reading(amina))] == ["Back again", "Another"]


def test_words_and_files_never_go_by_themselves(app, amina, hull, path):
    visitor, reader = Visitor(app, amina), reading(amina)
    form = Form(visitor, path)
    visitor.client.post(
        path, data={**form.fields, "keep": "1", "files": (BytesIO(b"%PDF-1.4\n%%EOF\n"), "Minutes.pdf")},
        content_type="multipart/form-data",
    )  # fmt: skip
    kept = [{"body": [" " * 3_000 + "Late"]}, {"title": [" " * 20], "body": ["Short"]}, {"quoted": ["Words of others"]}]
    for fields in kept:
        commands.save_form(reader, _signed_form(amina, f"update:new:{hull.id}", path), fields)
    assert {one.label for one in queries.all_of(reader)} == {"", "Late", "Short"}, "named by what is written"
    assert visitor.text("/drafts").count("Throw away<") == 3
    assert "Your drafts (3)" in visitor.text("/home")
    with clock.at(now() + timedelta(days=40)):
        commands.save_form(reader, _signed_form(amina, f"update:new:{hull.id}", path), {"body": ["New"]})
    assert len(queries.all_of(reader)) == 5
