"""What a picture shows is asked for beside each, and at most once; and a file that is sent again is found."""

import io
import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from lpcommunity.attachments import commands, queries
from lpcommunity.attachments.models import Attachment
from lpcommunity.storage import session
from lpcommunity.updates.models import Update
from tests.attachments.test_files import docx, picture
from tests.cases.test_files import form as form
from tests.cases.test_files import typed as _typed
from tests.cases.test_files import world as world
from tests.factories import reading
from tests.harness.writing_form import Form


def _ask(answer):
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "There is a problem" not in page
    return page


def test_alt_text_is_asked_for_once_beside_each_picture_without_script(world, form):
    both = [(io.BytesIO(picture()), "bridge.png"), (io.BytesIO(picture(size=(9, 9))), "tent.png")]
    page = _ask(form.send(**_typed(files=both)))
    assert "One question first" in page
    assert "What does “bridge.webp” show?" in page
    assert "You can leave it out" in page
    assert session().scalar(select(Update.id)) is None
    first, second = queries.pending(reading(world.amina), session().scalars(select(Attachment.idempotency_key)).first())
    assert all(
        f'href="#alt-{one.id}"' in page and f"/attachments/{one.id}/thumbnail" in page for one in (first, second)
    )
    again = Form(world.visitor, form.path, _shown(page))
    posted = again.send(**_typed(**{f"alt-{first.id}": "A bridge in rain"}))
    assert posted.status_code == 303, "one is described, the other left out: asked once, not twice"
    assert [one.alt for one in session().scalars(select(Attachment).order_by(Attachment.id))] == [
        "A bridge in rain",
        "",
    ]


def _shown(page):
    return SimpleNamespace(get_data=lambda as_text: page)


def test_alt_text_typed_with_the_file_is_of_the_first_picture_only(world, form):
    both = [
        (io.BytesIO(docx()), "a.docx"),
        (io.BytesIO(picture()), "a.png"),
        (io.BytesIO(picture(size=(9, 9))), "b.png"),
    ]
    page = _ask(form.send(**_typed(files=both, picture_alt="A bridge")))
    assert page.count('value="A bridge"') == 1
    assert "What does “b.webp” show?" in page
    assert "What does “a.webp” show?" not in page


def test_alt_text_is_not_asked_of_documents_or_of_a_picture_that_is_taken_away(world, form):
    made = commands.add_attachment(reading(world.amina), _key(form), "a.png", picture())
    commands.add_attachment(reading(world.amina), _key(form), "a.docx", docx())
    assert form.send(**_typed(**{"remove-file": str(made.id)})).status_code == 303


def _key(form):
    form.send(**_typed(keep="1", files=[(io.BytesIO(b"%PDF-"), "key.pdf")]))
    return session().scalars(select(Attachment.idempotency_key)).first()


def test_alt_text_is_asked_together_with_what_is_wrong(world, form):
    page = form.send(**_typed(body="", files=[(io.BytesIO(picture()), "a.png")])).get_data(as_text=True)
    assert "There is a problem" in page
    assert "Somebody who cannot see it reads this" in page
    again = Form(world.visitor, form.path, _shown(page))
    assert again.send(**_typed()).status_code == 303


@pytest.mark.parametrize("words", ["", "what does it show?"])
def test_alt_text_of_a_pasted_picture_goes_into_the_text_and_the_prompt_never_does(world, form, words):
    made = commands.add_attachment(reading(world.amina), _key(form), "image.png", picture())
    body = f"Look: ![{words}](/attachments/{made.id}) there."
    page = _ask(form.send(**_typed(body=body)))
    assert "what does it show?" not in page
    again = Form(world.visitor, form.path, _shown(page))
    posted = again.send(**_typed(body=body, **{f"alt-{made.id}": "The [old] bridge"}))
    shown = world.visitor.text(posted.headers["Location"])
    assert 'alt="The (old) bridge"' in shown
    assert (
        session().scalars(select(Update)).one().fields["body"]
        == f"Look: ![The (old) bridge](/attachments/{made.id}) there."
    )
    change = Form(world.visitor, f"{posted.headers['Location']}/edit")
    assert change.send(**{f"alt-{made.id}": "The new bridge", "standing": "on-track"}).status_code == 303
    assert 'alt="The new bridge"' in world.visitor.text(posted.headers["Location"])


def test_alt_text_that_stands_in_the_text_is_not_asked_for(world, form):
    made = commands.add_attachment(reading(world.amina), _key(form), "image.png", picture())
    posted = form.send(**_typed(body=f"![Our own words](/attachments/{made.id})"))
    assert posted.status_code == 303
    assert 'alt="Our own words"' in world.visitor.text(posted.headers["Location"])


def test_alt_text_prompt_in_the_field_is_no_description(world, form):
    made = commands.add_attachment(reading(world.amina), _key(form), "image.png", picture())
    page = _ask(form.send(**_typed(**{f"alt-{made.id}": "what does it show?"})))
    assert not re.search(r'value="what does it show\?"', page)
    assert session().get(Attachment, made.id).alt == ""


def test_an_upload_whose_answer_was_lost_is_found_when_it_is_sent_again(form):
    sent = {"signed_form": form.fields["signed_form"], "csrf_token": form.fields["csrf_token"]}
    numbers = {
        form.visitor.client.post("/attachments", data={**sent, "file": (io.BytesIO(picture()), "a.png")}).json["id"]
        for _ in range(3)
    }
    assert len(numbers) == 1
    assert form.send(**_typed(**{"pictures-asked": "1"})).status_code == 303
    late = form.visitor.client.post("/attachments", data={**sent, "file": (io.BytesIO(picture()), "a.png")})
    assert {late.json["id"]} == numbers, "after the form was posted, too"


def test_a_picture_that_waits_in_a_form_left_alone_is_added_to_the_next_one_all_the_same(world, form):
    form.send(**_typed(keep="1", files=[(io.BytesIO(picture()), "a.png")]))
    other = Form(world.visitor, form.path)
    posted = other.send(**_typed(files=[(io.BytesIO(picture()), "a.png")], picture_alt="A bridge"))
    assert 'alt="A bridge"' in world.visitor.text(posted.headers["Location"])


def test_a_file_that_came_with_an_old_page_is_kept_in_its_form_and_posted_nowhere(world, form):
    """A browser cannot be given back a file (ADR 39)."""
    answer = form.send(**_typed(files=(io.BytesIO(picture()), "bridge.png"), picture_alt="A bridge", csrf_token="old"))
    assert answer.status_code == 422
    assert "bridge.webp" in answer.get_data(as_text=True)
    assert session().scalar(select(Update.id)) is None
    assert len(queries.pending(reading(world.amina), session().scalars(select(Attachment.idempotency_key)).one())) == 1


def test_a_file_from_another_site_or_by_a_script_with_an_old_token_is_not_kept(world, form):
    def sent():
        return {**form.fields, **_typed(files=(io.BytesIO(picture()), "bridge.png"), picture_alt="A bridge")}

    elsewhere = form.visitor.client.post(form.path, data=sent(), headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 422
    by_script = form.visitor.client.post(
        "/attachments",
        data={**sent(), "csrf_token": "old", "file": (io.BytesIO(picture()), "bridge.png")},
    )
    assert by_script.status_code == 422
    assert session().scalars(select(Attachment)).all() == []
