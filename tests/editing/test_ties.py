"""What an entry is about is part of its version: themes, milestones, and what a reflection looks back at."""

import re

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Invalid
from lpcommunity.access.reader import OPERATOR
from lpcommunity.drafts.models import Draft
from lpcommunity.entries.commands import change_entry_audience
from lpcommunity.entries.content import Content
from lpcommunity.entries.lifecycle import EditConflict
from lpcommunity.entries.models import Revision
from lpcommunity.programmes.commands import add_programme, add_theme
from lpcommunity.projects.commands import add_milestone, begin_project
from lpcommunity.reflections.commands import edit_reflection, write_reflection
from lpcommunity.reflections.models import WAITING
from lpcommunity.reflections.queries import subjects_of
from lpcommunity.storage import session, today
from lpcommunity.updates.commands import edit_update, post_update
from tests.factories import place, reading, update
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form, choices_of
from tests.reviews.world import WORDS, new_key, world, written

SAME = Content.written("A title", {"body": "The same words."})


def test_another_theme_is_another_version_and_shown_as_a_change(app):
    w = world()
    growth, health = (add_theme(OPERATOR, slug=name.lower(), name=name) for name in ("Growth", "Health"))
    amina = reading(w.amina)
    made = post_update(amina, w.hull, new_key(), SAME, audience="community", standing="on-track", theme_ids=[growth.id])
    edit_update(amina, made, SAME, 1, standing="on-track", theme_ids=[growth.id, health.id])
    kept = [one.details["themes"] for one in session().scalars(select(Revision).order_by(Revision.n))]
    assert kept == [["Growth"], ["Growth", "Health"]]
    page = Visitor(app, w.amina).text(f"/updates/{made.id}/revisions/2")
    assert "Themes" in page
    assert "Growth<ins>\nHealth</ins>" in page
    first = Visitor(app, w.amina).text(f"/updates/{made.id}/revisions/1")
    assert "What changed" not in first


def test_a_conflict_shows_what_was_chosen_as_well_as_what_was_written(app):
    w = world()
    growth, health = (add_theme(OPERATOR, slug=name.lower(), name=name) for name in ("Growth", "Health"))
    amina = reading(w.amina)
    made = post_update(amina, w.hull, new_key(), SAME, audience="community", standing="on-track", theme_ids=[growth.id])
    tab = Form(Visitor(app, w.amina), f"/updates/{made.id}/edit")
    edit_update(amina, made, SAME, 1, standing="off-track", reason="It rained", theme_ids=[growth.id, health.id])
    answer = tab.send(body="The same words.", title="A title", standing="on-track", themes=[str(growth.id)])
    assert answer.status_code == 409
    both = _compared(answer)
    assert list(both) == ["How it stands", "Why", "Themes"]
    assert "Health" in both["Themes"]
    assert "Off track" in both["How it stands"]


def test_a_conflict_over_nothing_but_the_number_of_a_version_shows_one_text(app):
    w = world()
    made = post_update(reading(w.amina), w.hull, new_key(), SAME, audience="community", standing="on-track")
    tab = Form(Visitor(app, w.amina), f"/updates/{made.id}/edit")
    change_entry_audience(reading(w.amina), made, "partnership")
    answer = tab.send(body="The same words.", title="A title", standing="on-track")
    assert answer.status_code == 409
    assert list(_compared(answer)) == ["What happened"]


def test_a_conflict_shows_what_a_reflection_is_about(app):
    w = world()
    amina = reading(w.amina)
    one, other = (
        post_update(
            amina, w.hull, new_key(), Content.written(title, {"body": title}), audience="community", standing="on-track"
        )
        for title in ("The first walk", "The second walk")
    )
    made = write_reflection(
        amina, w.hull, new_key(), WORDS, cycle="driscoll", audience="partnership", about_entry_ids=[one.id],
        submit=False,
    )  # fmt: skip
    tab = Form(Visitor(app, w.amina), f"/reflections/{made.id}/edit")
    edit_reflection(amina, made, WORDS, 1, cycle="driscoll", about_entry_ids=[one.id, other.id])
    first = next(value for value in choices_of(tab.page)["about"] if value.endswith(f"-{one.id}"))
    answer = tab.send(cycle="driscoll", what="Other words", about=[first])
    assert answer.status_code == 409
    assert "The second walk" in _compared(answer)["What is it about?"]


def _compared(answer) -> dict[str, str]:
    """What a page of a conflict sets side by side, by its heading."""
    page = answer.get_data(as_text=True)
    parts = re.findall(r'<section class="lp-both" aria-label="([^"]*)">(.*?)</section>', page, re.DOTALL)
    return dict(parts)


def test_a_version_of_before_themes_were_kept_says_nothing_of_them(app):
    w = world()
    theme = add_theme(OPERATOR, slug="growth", name="Growth")
    amina = reading(w.amina)
    made = post_update(amina, w.hull, new_key(), SAME, audience="community", standing="on-track")
    _forget_themes(made.id)
    edit_update(amina, made, SAME, 1, standing="on-track", theme_ids=[theme.id])
    page = Visitor(app, w.amina).text(f"/updates/{made.id}/revisions/2")
    assert "The words are the same as in version 1" in page


def _forget_themes(entry_id: int) -> None:
    revision = session().scalars(select(Revision).where(Revision.entry_id == entry_id)).one()
    revision.details = {"standing": "on-track", "reason": "", "help": "", "milestone_id": None}
    session().commit()


def test_an_edit_of_what_it_is_about_alone_is_a_version_and_checks_its_own(app):
    w = world()
    happened = update(w.colin, w.hull)
    reflection = written(w)
    amina = reading(w.amina)
    edit_reflection(amina, reflection, WORDS, 1, cycle="driscoll", about_entry_ids=[happened.id])
    assert (reflection.version, reflection.review_state, reflection.submitted_version) == (2, WAITING, 2)
    with pytest.raises(EditConflict):
        edit_reflection(amina, reflection, WORDS, 1, cycle="driscoll")
    edit_reflection(amina, reflection, WORDS, 1, cycle="driscoll", about_entry_ids=[happened.id])
    assert reflection.version == 2, "the same again is no new version"


def test_what_a_version_was_about_is_named_to_those_only_who_may_read_it(app):
    w = world()
    happened = update(w.colin, w.hull, "community")
    amina = reading(w.amina)
    reflection = write_reflection(amina, w.hull, new_key(), WORDS, cycle="driscoll", audience="public", submit=False)
    edit_reflection(amina, reflection, WORDS, 1, cycle="driscoll", about_entry_ids=[happened.id])
    page, path = f"Update “{happened.title}”", f"/reflections/{reflection.id}/revisions/2"
    assert "What it is about" in Visitor(app, w.amina).text(path)
    assert page.split("“")[1][:10] in Visitor(app, w.amina).text(path)
    assert happened.title not in Visitor(app).text(path)
    change_entry_audience(reading(w.colin), happened, "me")
    assert happened.title not in Visitor(app, w.amina).text(path)


def test_it_may_look_back_at_another_reflection_and_goes_on_to(app):
    w = world()
    earlier = written(w)
    amina = reading(w.amina)
    later = write_reflection(
        amina, w.hull, new_key(), WORDS, cycle="driscoll", audience="me", about_entry_ids=[earlier.id], submit=False
    )
    form = Form(Visitor(app, w.amina), f"/reflections/{later.id}/edit")
    tied = choices_of(form.page)["about"]
    assert tied == [f"reflection-{earlier.id}"]
    assert form.send(cycle="driscoll", what="Other words.", about=tied).status_code == 303
    assert [subject.id for subject in subjects_of(amina, later)] == [earlier.id]


def test_words_left_under_other_questions_are_one_draft_however_often_it_is_sent(app):
    w = world()
    form = Form(Visitor(app, w.amina), f"/partnerships/{w.hull.slug}/reflections/new")
    for _ in range(3):
        sent = form.send(cycle="free", body="What I make of it.", what="Left under Driscoll.", audience="me")
        assert sent.status_code == 303
    drafts = select(func.count()).select_from(Draft).where(Draft.spent_at.is_(None))
    assert session().scalar(drafts) == 1


def test_a_milestone_of_another_place_is_not_taken_past_the_form(app):
    w = world()
    programme = add_programme(OPERATOR, name="Programme", starts_on=None, ends_on=None)
    project = begin_project(OPERATOR, place("Keele"), programme, title="Elsewhere")
    theirs = add_milestone(OPERATOR, project, name="Theirs", due_on=today())
    amina = reading(w.amina)
    with pytest.raises(Invalid) as refused:
        post_update(amina, w.hull, new_key(), SAME, audience="community", standing="on-track", milestone_id=theirs.id)
    assert refused.value.field == "milestone"
    with pytest.raises(Invalid) as refused:
        write_reflection(
            amina, w.hull, new_key(), WORDS, cycle="driscoll", audience="me", about_milestone_ids=[theirs.id],
            submit=False,
        )  # fmt: skip
    assert refused.value.field == "about"
