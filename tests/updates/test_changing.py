"""Changing an update: two tabs, versions, withdrawal, and who it is for."""

import threading

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Invalid, Refused
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR
from lpcommunity.drafts import queries as drafts
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.content import Content
from lpcommunity.entries.lifecycle import EditConflict
from lpcommunity.entries.models import Revision
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.storage import db, session
from lpcommunity.updates import commands
from lpcommunity.updates.models import Update
from tests.factories import reading
from tests.harness.writing_form import Form, fields_of, main_of

FIRST = "The first text, as it was posted."


@pytest.fixture
def update(world):
    return commands.post_update(
        reading(world.amina), world.hull, "t", Content.written("A title", {"body": FIRST}), audience="community",
        standing="needs-attention", reason="No time", help_wanted="Any ideas?",
    )  # fmt: skip


def _edit(world, update, body, base, **more):
    words = Content.written("A title", {"body": body})
    return commands.edit_update(reading(world.amina), update, words, base, **{"standing": "on-track", **more})


def _form(world, update):
    return Form(world.at(world.amina), f"/updates/{update.id}/edit")


def test_the_form_holds_what_stands_there(world, update):
    form = _form(world, update)
    assert form.fields["body"] == FIRST
    assert form.fields["title"] == "A title"
    assert form.fields["reason"] == "No time"
    assert form.fields["help"] == "Any ideas?"
    assert form.fields["version"] == "1"
    assert 'value="needs-attention" checked' in form.page


def test_a_change_keeps_the_version_before(world, update):
    answer = _form(world, update).send(body="The second text.", standing="on-track")
    assert answer.status_code == 303
    db.session.refresh(update)
    assert (update.version, update.standing, update.reason) == (2, "on-track", "")
    assert update.audience == "community"
    visitor = world.at(world.sam)
    assert "The second text." in visitor.text(f"/updates/{update.id}")
    page = visitor.text(f"/updates/{update.id}/revisions/1")
    assert FIRST in page
    assert "Version 2" in page
    second = visitor.text(f"/updates/{update.id}/revisions/2")
    assert "<del>" in second
    assert "<ins>" in second
    assert "<del>Needs</del>" in second


def test_only_the_author_changes_it(world, update):
    for who in (world.grace, world.owen, world.sam):
        assert world.at(who).get(f"/updates/{update.id}/edit").status_code == 404
        with pytest.raises(Refused):
            commands.edit_update(reading(who), update, Content.written("", {"body": "x"}), 1, standing="on-track")
    assert world.at().get(f"/updates/{update.id}/edit").status_code == 303


def test_two_tabs_end_in_both_texts_and_lose_neither(world, update):
    one, two = _form(world, update), _form(world, update)
    assert one.send(body="What the first tab says <b>", standing="on-track").status_code == 303
    answer = two.send(body="What the second tab says", standing="off-track")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Here are both; nothing is lost." in page
    assert "<del>first</del>" in page
    assert "<ins>second</ins>" in page
    assert "<b>" not in main_of(page)
    draft = drafts.latest(reading(world.amina))
    assert draft
    assert draft.fields["body"] == ["What the second tab says"]
    again = fields_of(page)
    assert again["version"] == "2"
    assert again["body"] == "What the second tab says"
    saved = two.visitor.client.post(two.path, data={**again, "standing": "off-track"})
    assert saved.status_code == 303
    db.session.refresh(update)
    assert update.version == 3
    assert update.fields["body"] == "What the second tab says"
    assert drafts.latest(reading(world.amina)) is None


def test_three_tabs_at_the_same_moment_one_saved_two_conflicts(app, world, update):
    for round_ in range(4):
        forms = [_form(world, update) for _ in range(3)]
        answers: list[int] = []
        start = threading.Barrier(3)

        def send(n, forms=forms, answers=answers, start=start, round_=round_):
            start.wait()
            answers.append(forms[n].send(body=f"Round {round_}, tab {n}", standing="on-track").status_code)

        threads = [threading.Thread(target=send, args=(n,)) for n in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == [303, 409, 409]
        db.session.rollback()
        db.session.expire_all()
    assert session().scalar(select(func.count()).select_from(Revision)) == 5


def test_an_edit_without_a_version_is_a_conflict(world, update):
    with pytest.raises(EditConflict):
        _edit(world, update, "x", 0)
    form = _form(world, update)
    assert form.send(body="y", standing="on-track", version="").status_code == 409


def test_errors_in_an_edit_keep_everything(world, update):
    form = _form(world, update)
    answer = form.send(body="", title="x" * 201, standing="on-track")
    assert answer.status_code == 422
    assert "x" * 201 in answer.get_data(as_text=True)
    with pytest.raises(Invalid):
        _edit(world, update, "", 1)


def test_a_draft_of_an_edit_is_offered_and_carries_its_version(world, update):
    form = _form(world, update)
    kept = form.send(body="Half", keep="1")
    assert kept.status_code == 303
    _edit(world, update, "Meanwhile", 1)
    assert "Carry on" in _form(world, update).page
    again = Form(form.visitor, kept.headers["Location"])
    assert again.fields["version"] == "1"
    assert again.fields["body"] == "Half"
    assert again.send(standing="on-track").status_code == 409


def test_withdrawing_asks_first_and_then_only_the_author_opens_it(world, update):
    visitor = world.at(world.amina)
    path = f"/updates/{update.id}/withdrawal"
    assert "Withdraw it" in visitor.text(path)
    assert world.at(world.sam).text(f"/updates/{update.id}")
    assert visitor.post(path, on=path).status_code == 303
    assert visitor.post(path, on=path).status_code == 303
    assert "You withdrew this" in visitor.text(f"/updates/{update.id}")
    for ending in ("", "/revisions/1"):
        assert world.at(world.sam).get(f"/updates/{update.id}{ending}").status_code == 404
    assert visitor.get(f"/updates/{update.id}/edit").status_code == 404
    for who in (world.grace, world.sam):
        assert world.at(who).get(path).status_code == 404
        with pytest.raises(Refused):
            withdraw_entry(reading(who), update)


def test_widening_leaves_the_past_closed(world, update):
    change_entry_audience(reading(world.amina), update, "partnership")
    _edit(world, update, "Only for Hull", 2)
    change_entry_audience(reading(world.amina), update, "public")
    assert update.version == 4
    sam, grace, nobody = world.at(world.sam), world.at(world.grace), world.at()
    assert [sam.get(f"/updates/{update.id}/revisions/{n}").status_code for n in (1, 2, 3, 4)] == [200, 404, 404, 200]
    assert [grace.get(f"/updates/{update.id}/revisions/{n}").status_code for n in (1, 2, 3, 4)] == [200] * 4
    assert [nobody.get(f"/updates/{update.id}/revisions/{n}").status_code for n in (1, 2, 3, 4)] == [303, 303, 303, 200]
    page = sam.text(f"/updates/{update.id}/revisions/4")
    assert "Other versions were written for fewer people" in page
    assert "revisions/3" not in page
    acts = list(session().scalars(select(AuditRecord.act)))
    assert acts.count("audience-changed") == 2


def test_the_audience_page_says_what_widening_means(world, update):
    visitor = world.at(world.amina)
    path = f"/updates/{update.id}/audience"
    visitor.post(path, {"audience": "facilitators"}, on=path)
    page = visitor.text(path)
    assert "One more person will be able to read this." in page
    assert "Two more people will be able to read this." in page
    assert "Anyone at all" in page
    assert "What was read was read" in page
    answer = visitor.post(path, {"audience": "everybody"}, on=path)
    assert answer.status_code == 422
    assert world.at(world.sam).get(path).status_code == 404
    done = visitor.client.post(path, data={"audience": "public", "csrf_token": visitor._token}, follow_redirects=True)
    assert "More people can read it now" in done.get_data(as_text=True)


def test_after_a_membership_has_ended_one_narrows_and_withdraws_but_widens_no_more(world, update):
    membership = session().scalars(select(Membership).where(Membership.person_id == world.amina.id)).one()
    end_membership(OPERATOR, membership)
    with pytest.raises(Refused):
        change_entry_audience(reading(world.amina), update, "public")
    with pytest.raises(Refused):
        _edit(world, update, "x", 1)
    change_entry_audience(reading(world.amina), update, "me")
    assert world.at(world.amina).text(f"/updates/{update.id}")
    withdraw_entry(reading(world.amina), update)
    assert session().get_one(Update, update.id).state == "withdrawn"


def test_preview_is_safe_and_for_those_signed_in(world):
    visitor = world.at(world.amina)
    page = f"/partnerships/{world.hull.slug}/updates/new"
    answer = visitor.post("/preview", {"text": "**Bold** <script>x</script>"}, on=page)
    assert answer.get_data(as_text=True) == '<p dir="auto"><strong>Bold</strong> &lt;script&gt;x&lt;/script&gt;</p>\n'
    assert visitor.post("/preview", {"text": "x" * 20_001}, on=page).status_code == 413
    assert world.at().post("/preview", {"text": "x"}).status_code == 303


def test_unknown_kinds_and_numbers_are_not_found(world, update):
    visitor = world.at(world.amina)
    for path in (
        f"/reflections/{update.id}/revisions/1", f"/people/{update.id}/withdrawal", f"/updates/{update.id}/revisions/9",
        f"/updates/{update.id + 1000}/audience", "/nothing/1/audience",
    ):  # fmt: skip
        assert visitor.get(path).status_code == 404
