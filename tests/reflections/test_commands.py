"""Writing a reflection, sending it, and taking it back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lpcommunity.access import Invalid, Refused
from lpcommunity.access.reader import OPERATOR, VISITOR
from lpcommunity.entries.content import Content
from lpcommunity.entries.lifecycle import EditConflict
from lpcommunity.entries.models import DRAFT, PUBLISHED, Entry, Revision
from lpcommunity.entries.policy import can_read, can_read_revision
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.reflections.commands import (
    AnsweredAlready,
    change_audience,
    edit_reflection,
    submit,
    take_back,
    write_reflection,
)
from lpcommunity.reflections.models import ANSWERED, NONE, WAITING, Reflection, ReflectionSubject, Submission
from lpcommunity.reflections.queries import Subject, subjects_of, subjects_to_choose
from lpcommunity.storage import clock, now, session
from tests.factories import belongs, person, place, reading, update
from tests.reviews.world import WORDS, answer, happened, new_key, world, written

OTHER = Content.written("Another title", {"what": "Other words."})


def test_sending_puts_it_on_record_and_in_the_queue(app):
    w = world()
    reflection = written(w)
    assert (reflection.state, reflection.audience, reflection.review_state) == (PUBLISHED, "facilitators", WAITING)
    assert (reflection.rounds, reflection.submitted_version) == (1, 1)
    assert happened() == ["ReflectionSubmitted"]


def test_a_form_posted_twice_is_one_reflection(app):
    w = world()
    one = new_key()
    first = write_reflection(
        reading(w.amina), w.hull, one, WORDS, cycle="driscoll", audience="facilitators", submit=True
    )
    again = write_reflection(reading(w.amina), w.hull, one, OTHER, cycle="driscoll", audience="community", submit=True)
    assert first.id == again.id
    assert happened() == ["ReflectionSubmitted"]
    with pytest.raises(Refused):
        write_reflection(reading(w.colin), w.hull, one, WORDS, cycle="driscoll", audience="facilitators", submit=True)


def test_only_members_write(app):
    w = world()
    for somebody in (w.owen, person(), person(role="programme-team")):
        with pytest.raises(Refused):
            write_reflection(
                reading(somebody), w.hull, new_key(), WORDS, cycle="driscoll", audience="community", submit=True
            )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"content": Content.written("Title only", {})}, "body"),
        ({"cycle": "freud"}, "cycle"),
        ({"audience": "everyone"}, "audience"),
        ({"audience": "me"}, "audience"),
        ({"about_entry_ids": [999]}, "about"),
        ({"about_milestone_ids": [999]}, "about"),
    ],
)
def test_what_cannot_be_sent_leaves_nothing_behind(app, changed, field):
    w = world()
    wanted = {"content": WORDS, "cycle": "driscoll", "audience": "facilitators", "submit": True, **changed}
    with pytest.raises(Invalid) as caught:
        write_reflection(reading(w.amina), w.hull, new_key(), **wanted)
    assert caught.value.field == field
    assert session().scalars(select(Entry)).all() == []
    assert happened() == []


def test_for_me_is_kept_and_asks_before_it_is_sent(app):
    w = world()
    mine = written(w, "me", submit=False)
    assert not can_read(reading(w.owen), mine)
    with pytest.raises(Invalid):
        submit(reading(w.amina), mine)
    submit(reading(w.amina), mine, audience="facilitators")
    assert mine.review_state == WAITING
    assert mine.submitted_version == 2, "the version that was written for the facilitators"
    assert can_read(reading(w.owen), mine)


def test_sent_twice_is_sent_once(app):
    w = world()
    reflection = written(w, submit=False)
    submit(reading(w.amina), reflection)
    submit(reading(w.amina), reflection)
    assert reflection.rounds == 1
    assert happened() == ["ReflectionSubmitted"]


def test_nobody_else_sends_or_takes_back(app):
    w = world()
    reflection = written(w, "partnership")
    for somebody in (w.colin, w.owen):
        with pytest.raises(Refused):
            take_back(reading(somebody), reflection)
        with pytest.raises(Refused):
            submit(reading(somebody), reflection)
        with pytest.raises(Refused):
            edit_reflection(reading(somebody), reflection, OTHER, 1, cycle="driscoll")
        with pytest.raises(Refused):
            change_audience(reading(somebody), reflection, "public")


def test_what_only_facilitators_could_read_is_a_draft_again(app):
    w = world()
    reflection = written(w)
    take_back(reading(w.amina), reflection)
    take_back(reading(w.amina), reflection)
    assert (reflection.state, reflection.review_state, reflection.rounds) == (DRAFT, NONE, 0)
    assert not can_read(reading(w.owen), reflection)
    assert happened() == ["ReflectionSubmitted", "ReflectionTakenBack"]
    submit(reading(w.amina), reflection)
    assert (reflection.state, reflection.review_state, reflection.rounds) == (PUBLISHED, WAITING, 1)


def test_what_others_read_too_stays(app):
    w = world()
    reflection = written(w, "community")
    take_back(reading(w.amina), reflection)
    assert (reflection.state, reflection.review_state) == (PUBLISHED, NONE)


def test_too_late_to_take_back(app):
    w = world()
    reflection = written(w)
    answer(w.owen, reflection)
    with pytest.raises(AnsweredAlready):
        take_back(reading(w.amina), reflection)
    assert reflection.review_state == ANSWERED


def test_a_second_round_taken_back_leaves_the_first(app):
    w = world()
    reflection = written(w)
    answer(w.owen, reflection)
    edit_reflection(reading(w.amina), reflection, OTHER, 1, cycle="driscoll")
    submit(reading(w.amina), reflection)
    assert (reflection.rounds, reflection.submitted_version) == (2, 2)
    take_back(reading(w.amina), reflection)
    assert (reflection.state, reflection.review_state) == (PUBLISHED, ANSWERED)
    assert (reflection.rounds, reflection.submitted_version) == (1, 1)


def test_while_it_waits_the_newest_words_wait(app):
    w = world()
    reflection = written(w)
    edit_reflection(reading(w.amina), reflection, OTHER, 1, cycle="driscoll")
    assert reflection.submitted_version == 2
    assert session().scalars(select(Submission.version)).all() == [2]


def test_two_windows_lose_nothing(app):
    w = world()
    reflection = written(w)
    edit_reflection(reading(w.amina), reflection, OTHER, 1, cycle="driscoll")
    with pytest.raises(EditConflict):
        edit_reflection(reading(w.amina), reflection, WORDS, 1, cycle="driscoll")
    edit_reflection(reading(w.amina), reflection, OTHER, 1, cycle="driscoll")
    assert reflection.version == 2, "the same words again are no new version"


def test_another_cycle_is_a_new_version(app):
    w = world()
    reflection = written(w)
    edit_reflection(reading(w.amina), reflection, Content.written("T", {"body": "All of it."}), 1, cycle="free")
    assert reflection.cycle == "free"
    versions = session().scalars(select(Revision).order_by(Revision.n)).all()
    assert [v.details["cycle"] for v in versions] == ["driscoll", "free"]
    assert reflection.card == {"cycle": "free"}


def test_a_place_without_a_facilitator_is_told_of(app):
    w = world()
    end_membership(OPERATOR, session().scalars(select(Membership).where(Membership.role == "facilitator")).one())
    written(w)
    assert happened() == ["ReflectionSubmitted", "FacilitatorMissing"]


def test_sharing_more_widely_is_told_of(app):
    w = world()
    reflection = written(w)
    change_audience(reading(w.amina), reflection, "community")
    change_audience(reading(w.amina), reflection, "public")
    assert happened() == ["ReflectionSubmitted", "AudienceChanged", "ReflectionShared", "AudienceChanged"]


def test_kept_for_myself_waits_for_nobody(app):
    w = world()
    reflection = written(w)
    change_audience(reading(w.amina), reflection, "me")
    assert reflection.review_state == NONE
    assert happened()[-2:] == ["ReflectionTakenBack", "AudienceChanged"]


def test_who_has_left_may_narrow_but_not_widen(app):
    w = world()
    reflection = write_reflection(
        reading(w.colin), w.hull, new_key(), WORDS, cycle="driscoll", audience="partnership", submit=False
    )
    gone = session().scalars(select(Membership).where(Membership.person_id == w.colin.id)).one()
    end_membership(OPERATOR, gone)
    with pytest.raises(Refused):
        change_audience(reading(w.colin), reflection, "public")
    with pytest.raises(Refused):
        submit(reading(w.colin), reflection)
    change_audience(reading(w.colin), reflection, "me")
    assert reflection.audience == "me"


def test_what_it_is_about(app):
    w = world()
    other = place("Keele")
    belongs(w.amina, other)
    here = update(w.colin, w.hull, "partnership")
    hidden = update(w.colin, w.hull, "me")
    elsewhere = update(w.amina, other)
    assert [s.id for s in subjects_to_choose(reading(w.amina), w.hull.id)] == [here.id]
    tied = [Subject("update", hidden.id, "", None)]
    assert {s.id for s in subjects_to_choose(reading(w.amina), w.hull.id, tied)} == {here.id}
    for wrong in (hidden, elsewhere):
        with pytest.raises(Invalid):
            write_reflection(
                reading(w.amina),
                w.hull,
                new_key(),
                WORDS,
                cycle="free",
                audience="me",
                about_entry_ids=[wrong.id],
                submit=False,
            )
    reflection = write_reflection(
        reading(w.amina),
        w.hull,
        new_key(),
        WORDS,
        cycle="driscoll",
        audience="public",
        about_entry_ids=[here.id],
        submit=False,
    )
    assert [s.key for s in subjects_of(reading(w.amina), reflection)] == [f"update-{here.id}"]
    assert subjects_of(VISITOR, reflection) == [], "what the reader may not read is not named"
    edit_reflection(reading(w.amina), reflection, WORDS, 1, cycle="driscoll")
    assert session().scalars(select(ReflectionSubject)).all() == []


def test_published_anew_counts_from_then(app):
    w = world()
    begin = now().replace(microsecond=0)
    with clock.at(begin):
        reflection = written(w)
        take_back(reading(w.amina), reflection)
    with clock.at(begin + timedelta(days=3)):
        submit(reading(w.amina), reflection)
    assert reflection.published_at == reflection.waiting_since == begin + timedelta(days=3)


def test_the_subclass_is_what_loads(app):
    w = world()
    written(w)
    session().expire_all()
    assert isinstance(session().scalars(select(Entry)).one(), Reflection)


def test_what_is_taken_back_is_opened_to_nobody_until_it_is_sent(app):
    w = world()
    reflection = written(w)
    take_back(reading(w.amina), reflection)
    for audience in ("community", "partnership", "me"):
        with pytest.raises(Refused):
            change_audience(reading(w.amina), reflection, audience)
    assert (reflection.audience, reflection.version) == ("facilitators", 1)


def test_versions_written_while_taken_back_stay_with_their_author(app):
    w = world()
    amina = reading(w.amina)
    reflection = written(w)
    take_back(amina, reflection)
    edit_reflection(amina, reflection, OTHER, 1, cycle="driscoll")
    submit(amina, reflection, "partnership")
    kept = session().scalars(select(Revision).order_by(Revision.n)).all()
    assert [(one.n, one.why, one.audience) for one in kept] == [
        (1, "written", "facilitators"),
        (2, "edited", "me"),
        (3, "published", "partnership"),
    ]
    assert session().scalars(select(Submission.version).order_by(Submission.id)).all() == [1, 3]
    for who in (w.owen, w.colin):
        assert not can_read_revision(reading(who), reflection, kept[1])
        assert can_read_revision(reading(who), reflection, kept[2])


def test_what_is_sent_again_as_it_was_is_no_new_version(app):
    w = world()
    reflection = written(w)
    take_back(reading(w.amina), reflection)
    submit(reading(w.amina), reflection)
    assert (reflection.version, session().scalars(select(Revision.n)).all()) == (1, [1])
