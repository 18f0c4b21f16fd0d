"""What is sent twice, one after the other or at the same moment, is there once, with all that belongs to it."""

import io

import pytest
from sqlalchemy import func, select

from lpcommunity.access.reader import OPERATOR
from lpcommunity.attachments import queries as attachments
from lpcommunity.attachments.models import Attachment
from lpcommunity.drafts.models import Draft
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import Entry, Revision
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.programmes.commands import add_theme
from lpcommunity.storage import session
from lpcommunity.updates.commands import post_update
from tests.attachments.test_files import picture
from tests.factories import reading
from tests.harness.races import pressed
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form
from tests.reviews.world import new_key, world

PICTURE = (picture(), "fair.png")
# Sent by somebody who was asked what their picture shows and left it out.
TYPED = {"body": "What happened.", "title": "A fair", "standing": "on-track", "pictures-asked": "1"}


@pytest.fixture
def hull(app):
    return world()


def number(table, *where):
    session().rollback()
    return session().scalar(select(func.count()).select_from(table).where(*where))


def upload(content=PICTURE):
    return [(io.BytesIO(content[0]), content[1])]


@pytest.fixture
def amina(app, hull):
    return Visitor(app, hull.amina)


@pytest.fixture
def writing(amina, hull):
    return Form(amina, f"/partnerships/{hull.hull.slug}/updates/new")


@pytest.fixture
def changing(amina, hull):
    words = Content.written("A fair", {"body": "As it was."})
    made = post_update(reading(hull.amina), hull.hull, new_key(), words, audience="community", standing="on-track")
    return Form(amina, f"/updates/{made.id}/edit")


def test_an_update_with_a_picture_pressed_often_at_once_has_it_once(writing):
    answers = pressed(writing, 5, **TYPED, audience="community", files=[PICTURE])
    assert set(answers) == {303}
    assert (number(Entry), number(Revision), number(Attachment)) == (1, 1, 1)
    assert number(Attachment, Attachment.entry_id.is_(None)) == 0


def test_a_picture_that_is_sent_once_more_after_the_update_was_posted_belongs_to_it(writing):
    for _ in range(2):
        assert writing.send(**TYPED, audience="community", files=upload()).status_code == 303
    assert (number(Entry), number(Attachment)) == (1, 1)


def test_a_picture_added_often_at_once_while_one_writes_is_there_once(writing):
    writing.path = "/attachments"
    answers = pressed(writing, 5, file=PICTURE)
    assert (set(answers), number(Attachment)) == ({201}, 1)


def test_sent_again_after_an_error_with_the_picture_that_the_browser_still_has_it_is_there_once(writing):
    assert writing.send(**{**TYPED, "body": ""}, audience="community", files=upload()).status_code == 422
    described = {"files": upload(), "picture_alt": "Two tents"}
    assert writing.send(**TYPED, audience="community", **described).status_code == 303
    assert [one.alt for one in session().scalars(select(Attachment))] == ["Two tents"]


def test_two_pictures_of_one_name_are_two(writing):
    both = [*upload(), *upload((picture(size=(9, 9)), "fair.png"))]
    assert writing.send(**TYPED, audience="community", files=both).status_code == 303
    assert number(Attachment, Attachment.entry_id.is_not(None)) == 2


def test_a_second_tab_with_the_same_words_and_one_more_picture_is_asked_and_loses_neither(writing):
    assert writing.send(**TYPED, audience="community", files=upload()).status_code == 303
    late = upload((picture(size=(9, 9)), "late.png"))
    answer = writing.send(**TYPED, audience="community", files=late)
    assert answer.status_code == 409
    entry_id = session().scalar(select(Entry.id))
    again = Form(writing.visitor, f"/updates/{entry_id}/edit", answer)
    assert again.send(**TYPED).status_code == 303
    assert [one.name for one in attachments.of_entry(entry_id)] == ["fair.webp", "late.webp"]
    assert number(Attachment, Attachment.entry_id.is_(None)) == 0


def test_a_second_tab_with_other_words_pressed_twice_leaves_one_draft(writing):
    assert writing.send(**TYPED, audience="community").status_code == 303
    other = {**TYPED, "body": "Otherwise.", "audience": "community"}
    assert set(pressed(writing, 3, **other)) == {409}
    assert number(Draft, Draft.spent_at.is_(None)) == 1


def test_a_change_pressed_often_at_once_is_one_version(changing):
    answers = pressed(changing, 5, **TYPED, files=[PICTURE])
    assert set(answers) == {303}
    assert (number(Revision), number(Attachment)) == (2, 1)
    assert number(Attachment, Attachment.entry_id.is_(None)) == 0
    assert number(OutboxEvent, OutboxEvent.name == "EntryEdited") == 1


def test_a_change_saved_twice_finds_the_first(changing):
    themes = [str(add_theme(OPERATOR, name="Growth").id)]
    for _ in range(2):
        assert changing.send(**TYPED, help="A van", themes=themes).status_code == 303
    assert number(Revision) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"body": "In a second tab."}, {"title": "Another"}, {"standing": "off-track"}, {"help": "Two vans"},
        {"reason": "Rain", "standing": "off-track"}, {"themes": []},
    ],
    ids=lambda other: next(iter(other)),
)  # fmt: skip
def test_another_text_in_a_second_tab_still_shows_both(changing, other):
    themes = [str(add_theme(OPERATOR, name="Growth").id)]
    assert changing.send(**TYPED, help="A van", themes=themes).status_code == 303
    assert changing.send(**{**TYPED, "help": "A van", "themes": themes, **other}).status_code == 409
    assert number(Revision) == 2


def test_another_picture_or_other_words_to_it_in_a_second_tab_still_show_both(changing):
    assert changing.send(**TYPED, files=upload()).status_code == 303
    assert changing.send(**TYPED, files=upload((picture(size=(9, 9)), "b.png"))).status_code == 409
    [there] = attachments.of_entry(session().scalar(select(Entry.id)))
    assert changing.send(**TYPED, **{f"alt-{there.id}": "A tent"}).status_code == 409
    assert changing.send(**TYPED, **{"remove-file": str(there.id)}).status_code == 409
    assert number(Revision) == 2


def test_a_picture_taken_out_and_put_in_again_in_one_go_stays(changing):
    assert changing.send(**TYPED, files=upload()).status_code == 303
    entry_id = session().scalar(select(Entry.id))
    [there] = attachments.of_entry(entry_id)
    form = Form(changing.visitor, changing.path)
    assert form.send(**TYPED, **{"remove-file": str(there.id)}, files=upload()).status_code == 303
    [now] = attachments.of_entry(entry_id)
    assert now.id != there.id


def test_a_reflection_pressed_often_at_once_leaves_one_draft_of_the_other_words(amina, hull):
    form = Form(amina, f"/partnerships/{hull.hull.slug}/reflections/new")
    left = {"cycle": "free", "body": "What I make of it.", "what": "Left under Driscoll.", "audience": "facilitators"}
    assert set(pressed(form, 5, **left)) == {303}
    assert (number(Entry), number(Draft, Draft.spent_at.is_(None))) == (1, 1)
    draft = session().scalars(select(Draft).where(Draft.spent_at.is_(None))).one()
    draft.fields = {**draft.fields, "what": ["Written on."]}
    session().commit()
    assert form.send(**left).status_code == 303
    assert session().scalars(select(Draft).where(Draft.spent_at.is_(None))).one().fields["what"] == ["Written on."]
