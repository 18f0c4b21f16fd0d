"""Files of an update: added, kept through errors, served to those who may read it."""

import io
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import select

from lpcommunity.access import Invalid, origin
from lpcommunity.access.origin import Origin
from lpcommunity.access.rate_limits import FILES, TooMany
from lpcommunity.access.reader import VISITOR
from lpcommunity.accounts import sessions
from lpcommunity.attachments import commands, queries, stored_files
from lpcommunity.attachments.models import Attachment
from lpcommunity.drafts.models import Draft
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import Revision
from lpcommunity.reflections.commands import change_audience as change_reflection_audience
from lpcommunity.reflections.commands import edit_reflection, write_reflection
from lpcommunity.storage import blobs, session, transactional
from lpcommunity.updates.commands import edit_update, post_update
from lpcommunity.updates.models import Update
from tests import factories as make
from tests.attachments.test_files import docx, picture
from tests.factories import reading
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form

PDF = b"%PDF-1.7\ncanary"


@pytest.fixture
def world(app):
    hull, keele = make.place("Hull"), make.place("Keele")
    people = [make.person(name) for name in ("Amina", "Grace", "Owen", "Sam")]
    amina, grace, owen, sam = people
    make.belongs(amina, hull)
    make.belongs(grace, hull, "lead")
    make.belongs(owen, hull, "facilitator")
    make.belongs(sam, keele)
    return SimpleNamespace(
        app=app, hull=hull, amina=amina, grace=grace, owen=owen, sam=sam, at=lambda person=None: Visitor(app, person)
    )


def _post(world, idempotency_key="t", audience="community"):
    words = Content.written("", {"body": "Text."})
    return post_update(reading(world.amina), world.hull, idempotency_key, words, audience=audience, standing="on-track")


def revision_of(update, n):
    return session().scalars(select(Revision).where(Revision.entry_id == update.id, Revision.n == n)).one()


def _form(world):
    return Form(world.at(world.amina), f"/partnerships/{world.hull.slug}/updates/new")


def _typed(**more):
    return {"body": "What happened.", "standing": "on-track", "audience": "community", **more}


def test_until_it_is_posted_only_its_owner_opens_it(world):
    made = commands.add_attachment(reading(world.amina), "t", "plan.pdf", PDF)
    assert world.at(world.amina).get(f"/attachments/{made.id}").data == PDF
    for who in (world.grace, world.owen, world.sam):
        assert world.at(who).get(f"/attachments/{made.id}").status_code == 404
    assert world.at().get(f"/attachments/{made.id}").status_code == 303


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("me", ["amina"]), ("facilitators", ["amina", "owen"]), ("partnership", ["amina", "grace", "owen"]),
        ("community", ["amina", "grace", "owen", "sam"]), ("public", ["amina", "grace", "owen", "sam", "nobody"]),
    ],
)  # fmt: skip
def test_then_whoever_may_read_the_entry(world, audience, readers):
    document = commands.add_attachment(reading(world.amina), "t", "plan.pdf", PDF)
    photo = commands.add_attachment(reading(world.amina), "t", "photo.png", picture(), "A landlord")
    _post(world, audience=audience)
    for name in ("amina", "grace", "owen", "sam", "nobody"):
        visitor = world.at(getattr(world, name, None))
        for path in (f"/attachments/{document.id}", f"/attachments/{photo.id}", f"/attachments/{photo.id}/thumbnail"):
            expected = 200 if name in readers else 303 if name == "nobody" else 404
            assert visitor.get(path).status_code == expected, (name, path)


def test_headers_let_a_file_do_nothing(world):
    document = commands.add_attachment(reading(world.amina), "t", "Läufe; 2018.pdf", PDF)
    photo = commands.add_attachment(reading(world.amina), "t", "photo.png", picture())
    _post(world, audience="public")
    answer = world.at().get(f"/attachments/{document.id}")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''L%C3%A4ufe" in answer.headers["Content-Disposition"]
    inline = world.at().get(f"/attachments/{photo.id}")
    assert inline.headers["Content-Type"] == "image/webp"
    assert inline.headers["Content-Disposition"].startswith("inline")
    assert world.at(world.amina).get(f"/attachments/{photo.id}").headers["Cache-Control"] == "no-store"
    assert "ETag" not in world.at(world.amina).get(f"/attachments/{photo.id}").headers


def test_absent_ones_are_not_found(world):
    visitor = world.at(world.amina)
    for path in ("9", "0", "99999999999", "x", "1/thumbnail"):
        assert visitor.get(f"/attachments/{path}").status_code == 404
    made = commands.add_attachment(reading(world.amina), "t", "plan.pdf", PDF)
    assert visitor.get(f"/attachments/{made.id}/thumbnail").status_code == 404
    blobs.path_of(made.blob_key).unlink()
    assert visitor.get(f"/attachments/{made.id}").status_code == 404


def test_a_file_that_was_taken_away_stays_with_the_versions_it_belonged_to(world):
    made = commands.add_attachment(reading(world.amina), "t", "plan.pdf", PDF)
    update = _post(world, audience="partnership")
    words = Content.written("", {"body": "Other."})
    edit_update(reading(world.amina), update, words, 1, standing="on-track", idempotency_key="e", removed={made.id})
    change_entry_audience(reading(world.amina), update, "community")
    assert queries.of_entry(update.id) == []
    assert [a.id for a in queries.of_version(revision_of(update, 1))] == [made.id]
    path = f"/attachments/{made.id}"
    assert world.at(world.grace).get(path).status_code == 200
    assert world.at(world.sam).get(path).status_code == 404
    assert "plan.pdf" not in world.at(world.grace).text(f"/updates/{update.id}")
    assert "plan.pdf" in world.at(world.grace).text(f"/updates/{update.id}/revisions/1")
    withdraw_entry(reading(world.amina), update)
    assert world.at(world.grace).get(path).status_code == 404
    assert world.at(world.amina).get(path).status_code == 200


def test_what_was_said_of_a_picture_in_private_stands_beside_no_earlier_version(world):
    photo = commands.add_attachment(reading(world.amina), "t", "photo.png", picture(), alt="Chairs")
    update, amina = _post(world, audience="partnership"), reading(world.amina)
    first = f"/updates/{update.id}/revisions/1"
    assert "Chairs" in world.at(world.grace).text(first)
    change_entry_audience(amina, update, "me")
    alts, words = {photo.id: "CANARY-ALT"}, [Content.written("", {"body": f"Alone {n}."}) for n in range(2)]
    edit_update(amina, update, words[0], 2, standing="on-track", idempotency_key="e", alts=alts)
    edit_update(amina, update, words[1], 3, standing="on-track", idempotency_key="f", removed={photo.id})
    change_entry_audience(amina, update, "community")
    page = world.at(world.grace).text(first)
    assert "CANARY-ALT" not in page
    assert f"/attachments/{photo.id}" in page, "the picture itself was theirs to see"


def test_a_reflection_keeps_the_pictures_that_its_text_shows_and_lets_go_of_others(world):
    amina, key = reading(world.amina), str(uuid4())
    shown, other = (commands.add_attachment(amina, key, f"{n}.png", picture()) for n in range(2))
    never = other.id
    text = Content.written("", {"body": f"Look ![](/attachments/{shown.id})"})
    made = write_reflection(
        amina, world.hull, key, text, cycle="free", audience="facilitators", submit=False
    )  # fmt: skip
    assert session().scalar(select(Attachment.id).where(Attachment.id == never)) is None
    bare = Content.written("", {"body": "Nothing to look at"})
    edit_reflection(amina, made, bare, 1, cycle="free", idempotency_key=str(uuid4()))
    assert (shown.first_n, shown.last_n) == (1, 1)
    change_reflection_audience(amina, made, "public")
    assert stored_files.openable(VISITOR, shown.id) is None
    assert stored_files.openable(reading(world.owen), shown.id) is not None
    edit_reflection(amina, made, text, made.version, cycle="free", idempotency_key=str(uuid4()))
    assert stored_files.openable(VISITOR, shown.id) is not None  # its author shows it to everybody now


def test_very_many_in_an_hour_are_too_many(world):
    make.used_up(world.amina, FILES)
    with origin.at(Origin(limited=True)):
        with pytest.raises(TooMany, match="You have added 120 files in an hour"):
            commands.add_attachment(reading(world.amina), "t4", "a.txt", b"text")
        assert commands.add_attachment(reading(world.grace), "t5", "a.txt", b"text")


def test_a_draft_thrown_away_takes_its_files_along(world):
    form = _form(world)
    form.send(**_typed(files=[(io.BytesIO(docx()), "minutes.docx")], keep="1"))
    draft = session().scalars(select(Draft)).one()
    sure = {"csrf_token": form.fields["csrf_token"], "sure": "1"}
    form.visitor.client.post(f"/drafts/{draft.id}/disposal", data=sure)
    assert session().scalars(select(Attachment)).all() == []


def test_nobody_attaches_the_files_of_somebody_else(world):
    made = commands.add_attachment(reading(world.grace), "t", "plan.pdf", PDF)
    update = _post(world, idempotency_key="t")
    assert queries.of_entry(update.id) == []
    commands.update_pending(reading(world.amina), "t", {}, {made.id})
    assert session().get(Attachment, made.id)


def test_ten_and_no_more(world):
    for n in range(10):
        commands.add_attachment(reading(world.amina), "t", f"{n}.txt", b"text")
    with pytest.raises(Invalid, match="10 files at most"):
        commands.add_attachment(reading(world.amina), "t", "11.txt", b"text")


@pytest.mark.parametrize(("content", "says"), [(b"", "is empty"), (b"%PDF-" + b"x" * 10_000_000, "at most 10 MB")])
def test_empty_and_too_large_is_said(world, content, says):
    with pytest.raises(Invalid, match=says):
        commands.add_attachment(reading(world.amina), "t", "a.pdf", content)


def test_with_the_form(world):
    form = _form(world)
    answer = form.send(
        **_typed(
            files=[(io.BytesIO(picture()), "photo.png"), (io.BytesIO(docx()), "minutes.docx")],
            picture_alt="A landlord in a chair",
        )
    )
    assert answer.status_code == 303
    page = form.visitor.text(answer.headers["Location"])
    assert 'alt="A landlord in a chair"' in page
    assert "minutes.docx (DOCX," in page


def test_files_are_kept_through_errors_and_can_be_taken_away(world):
    form = _form(world)
    answer = form.send(
        **_typed(
            body="",
            files=[
                (io.BytesIO(picture()), "photo.png"),
                (io.BytesIO(docx()), "minutes.docx"),
                (io.BytesIO(b"<html>"), "photo.gif"),
            ],
        )
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "“photo.gif” is not a file that we can take" in page
    photo, minutes = queries.pending(
        reading(world.amina), str(session().scalars(select(Attachment.idempotency_key)).first())
    )
    assert "minutes.docx" in page
    assert f"/attachments/{photo.id}/thumbnail" in page
    sent = form.send(**_typed(**{f"alt-{photo.id}": "Two chairs", "remove-file": str(minutes.id)}))
    assert sent.status_code == 303
    page = form.visitor.text(sent.headers["Location"])
    assert 'alt="Two chairs"' in page
    assert "minutes.docx" not in page


def test_files_of_a_form_are_its_owners_alone(world):
    form = _form(world)
    form.send(**_typed(files=[(io.BytesIO(docx()), "minutes.docx")], keep="1"))
    key = str(session().scalars(select(Attachment.idempotency_key)).one())
    assert [file.name for file in queries.pending(reading(world.amina), key)] == ["minutes.docx"]
    assert queries.pending(reading(world.grace), key) == []
    assert queries.count_pending(reading(world.grace), key) == 0


def test_files_are_kept_with_a_draft(world):
    form = _form(world)
    kept = form.send(**_typed(files=[(io.BytesIO(docx()), "minutes.docx")], keep="1"))
    assert kept.status_code == 303
    assert "minutes.docx" in form.visitor.text(kept.headers["Location"])


def test_changing_the_files_of_an_update(world):
    one = commands.add_attachment(reading(world.amina), "t", "one.pdf", PDF)
    photo = commands.add_attachment(reading(world.amina), "t", "photo.png", picture())
    update = _post(world)
    form = Form(world.at(world.amina), f"/updates/{update.id}/edit")
    assert "one.pdf" in form.page
    answer = form.send(
        body="Changed", standing="on-track", files=[(io.BytesIO(docx()), "two.docx")],
        **{"remove-file": str(one.id), f"alt-{photo.id}": "Seen now"},
    )  # fmt: skip
    assert answer.status_code == 303
    page = form.visitor.text(f"/updates/{update.id}")
    assert "two.docx" in page
    assert "one.pdf" not in page
    assert 'alt="Seen now"' in page


def test_by_script(world):
    form = _form(world)
    answer = form.visitor.client.post(
        "/attachments",
        data={
            **{k: form.fields[k] for k in ("signed_form", "csrf_token")},
            "file": (io.BytesIO(picture()), "../p[1].png"),
        },
    )
    assert answer.status_code == 201
    assert answer.json
    assert answer.json["markdown"] == f"![](/attachments/{answer.json['id']})"
    refused = form.visitor.client.post(
        "/attachments",
        data={**{k: form.fields[k] for k in ("signed_form", "csrf_token")}, "file": (io.BytesIO(b"<html>"), "p.png")},
    )
    assert refused.status_code == 422
    assert "“p.png” is not" in refused.json["error"]
    assert refused.json["code"] == "file-kind-unknown"
    posted = form.send(**_typed(body=f"Look: ![A picture](/attachments/{answer.json['id']})"))
    page = form.visitor.text(posted.headers["Location"])
    assert page.count(f'src="/attachments/{answer.json["id"]}"') == 1
    assert len(session().scalars(select(Update)).all()) == 1


def test_a_form_of_somebody_else_adds_nothing(world):
    theirs = Form(world.at(world.grace), f"/partnerships/{world.hull.slug}/updates/new").fields["signed_form"]
    form = _form(world)
    answer = form.visitor.client.post(
        "/attachments",
        data={"signed_form": theirs, "csrf_token": form.fields["csrf_token"], "file": (io.BytesIO(PDF), "a.pdf")},
    )
    assert answer.status_code == 403


def test_a_session_that_ends_loses_no_file(world):
    form = _form(world)
    _end(world.amina)
    answer = form.send(**_typed(files=[(io.BytesIO(docx()), "minutes.docx")]))
    assert answer.status_code == 303
    draft = session().scalars(select(Draft)).one()
    again = Form(world.at(world.amina), f"{form.path}?draft={draft.idempotency_key}")
    assert "minutes.docx" in again.page


@transactional
def _end(person):
    sessions.end_all(person.id, "a test")
