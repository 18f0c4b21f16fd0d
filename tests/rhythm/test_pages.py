"""The pages of the rhythm and of chances: who sees and does what."""

from datetime import timedelta

import pytest

from lpcommunity.access import Invalid
from lpcommunity.access.refusals import Refused
from lpcommunity.entries.content import Content
from lpcommunity.partnerships.models import Partnership
from lpcommunity.rhythm.commands import chances
from lpcommunity.rhythm.commands.chances import Decided, pass_over
from lpcommunity.rhythm.commands.pausing import current_pause, pause, set_rhythm
from lpcommunity.rhythm.models import Chance, Pause, Rhythm
from lpcommunity.storage import clock, now, session, today, transactional
from lpcommunity.updates.commands import post_update
from tests import factories as make
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form

WHY = "Helen is ill until the spring"


@transactional
def offer(place, kind="check-in", milestone_id=None, number=1):
    chance = Chance(
        offered_as=f"{kind}:{place.id}:{number}", partnership_id=place.id, kind=kind, day=today(), state="open",
        milestone_id=milestone_id,
    )  # fmt: skip
    session().add(chance)
    session().flush()
    return chance


def at(w, name):
    return Visitor(w.app, getattr(w, name))


def path(w, last="rhythm"):
    return f"/partnerships/{w.bedford.slug}/{last}"


def test_the_lead_changes_the_rhythm_and_the_team_may_too(w):
    for name, every in (("lead", "month"), ("second", "fortnight"), ("grace", "quarter")):
        answer = at(w, name).post(path(w), {"rhythm": every})
        assert answer.status_code == 303
        assert session().get(Rhythm, w.bedford.id).every == every
    for name in ("amina", "owen", "colin"):
        assert at(w, name).post(path(w), {"rhythm": "month"}).status_code == 404


def test_a_pause_says_until_when_and_why(w):
    until = today() + timedelta(days=40)
    parts = {"until-day": until.day, "until-month": until.month, "until-year": until.year}
    lead = at(w, "lead")
    assert lead.post(path(w), {"rhythm": "paused", "reason": WHY}).status_code == 422
    wrong = lead.post(path(w), {"rhythm": "paused", **parts})
    assert "Say why, in a few words" in wrong.get_data(as_text=True)
    said = {"rhythm": "paused", "reason": WHY, "audience": "partnership", **parts}
    assert lead.post(path(w), said).status_code == 303
    assert lead.post(path(w), said).status_code == 303  # twice is once
    assert session().query(Pause).count() == 1
    for name in ("lead", "amina", "owen", "grace"):
        assert WHY in at(w, name).text(path(w))
    assert WHY not in at(w, "colin").text(path(w))
    assert "Paused until" in at(w, "colin").text(path(w))
    # The team sets the rhythm, and ends no pause.
    assert at(w, "grace").post(path(w), {"rhythm": "month"}).status_code == 303
    assert current_pause(w.bedford.id) is not None
    assert at(w, "grace").post(path(w), said).status_code == 422
    assert lead.post(path(w), {"rhythm": "month"}).status_code == 303
    assert current_pause(w.bedford.id) is None


def test_a_wrong_day_of_a_pause_blocks_no_other_rhythm(w):
    wrong = {"until-day": "31", "until-month": "2", "until-year": "2027", "reason": "x" * 2000, "audience": "nobody"}
    lead = at(w, "lead")
    assert lead.post(path(w), {"rhythm": "paused", **wrong}).status_code == 422
    assert lead.post(path(w), {"rhythm": "month", **wrong}).status_code == 303
    assert session().get(Rhythm, w.bedford.id).every == "month"


def test_a_day_in_one_piece_is_a_day(w):
    until = today() + timedelta(days=40)
    said = {"rhythm": "paused", "reason": WHY, "until": until.isoformat()}
    assert at(w, "lead").post(path(w), said).status_code == 303
    assert session().query(Pause).one().until_on == until


def test_what_cannot_be_a_pause_is_refused(w):
    lead, place = make.reading(w.lead), w.bedford
    for until in (today(), today() + timedelta(days=500)):
        with pytest.raises(Invalid):
            pause(lead, place, until, WHY)
    with pytest.raises(Invalid):
        pause(lead, place, today() + timedelta(days=5), WHY, "public")
    for name in ("amina", "owen", "grace", "colin"):
        with pytest.raises(Refused):
            pause(make.reading(getattr(w, name)), place, today() + timedelta(days=5), WHY)
    with pytest.raises(Invalid):
        set_rhythm(lead, place, "hourly")


def test_chances_are_seen_by_the_place_its_facilitators_and_the_team(w):
    offer(w.bedford)
    for name in ("lead", "amina", "owen", "grace"):
        assert "Check-in of" in at(w, name).text(path(w, "chances")) or "check-in of" in at(w, name).text(
            path(w, "chances")
        )
    assert at(w, "colin").get(path(w, "chances")).status_code == 404
    assert Visitor(w.app).get(path(w, "chances")).status_code == 303


def test_home_begins_with_the_check_in_that_waits(w):
    offer(w.bedford)
    for name in ("lead", "deputy", "second"):
        page = at(w, name).text("/home")
        first = page.partition('lp-next__what">')[2].partition("<")[0]
        assert first == "Check in on Bedford"
    assert "Check in on Bedford" not in at(w, "amina").text("/home")


def test_a_chance_is_passed_over_with_a_reason_and_once(w):
    chance = offer(w.bedford)
    lead, there = at(w, "lead"), f"/chances/{chance.id}/passing-over"
    assert lead.post(there, {"why": " "}).status_code == 422
    assert lead.post(there, {"why": WHY}).status_code == 303
    assert lead.post(there, {"why": WHY}).status_code == 303
    again = at(w, "deputy").post(there, {"why": "For another reason"})
    assert again.status_code == 422
    assert "For another reason" in again.get_data(as_text=True)
    assert WHY in at(w, "amina").text(path(w, "chances"))
    for name in ("amina", "owen", "grace"):
        assert at(w, name).post(there, {"why": WHY}).status_code == 404
    assert at(w, "colin").post(there, {"why": WHY}).status_code == 404
    with pytest.raises(Decided):
        pass_over(make.reading(w.deputy), session().get(Chance, chance.id), "Another")


def test_what_is_confided_from_a_chance_leaves_it_open_since_its_going_would_tell(w):
    chance = offer(w.bedford, "project-middle")
    new = f"/partnerships/{w.bedford.slug}/reflections/new?origin=chance-{chance.id}"
    form = Form(at(w, "lead"), new)
    kept = form.send(cycle="free", body="We asked nobody.", audience="facilitators", send="1")
    assert kept.status_code == 303, kept.get_data(as_text=True)[:3000]
    session().expire_all()
    assert session().get(Chance, chance.id).state == "open"
    for name in ("lead", "owen", "deputy", "amina", "grace"):
        assert f'data-chance-id="{chance.id}"' in at(w, name).text(path(w, "chances"))


def test_nobody_takes_a_chance_of_another_place(w):
    chance = offer(w.hull, "project-middle")
    form = Form(at(w, "lead"), f"/partnerships/{w.bedford.slug}/updates/new?origin=chance-{chance.id}")
    assert form.send(standing="on-track", body="We walked.", audience="community").status_code == 303
    session().expire_all()
    assert session().get(Chance, chance.id).state == "open"


def test_a_check_in_takes_the_one_that_waits(w):
    chance = offer(w.bedford)
    form = Form(at(w, "amina"), path(w, "check-ins/new"))
    assert form.send(standing="on-track", body="We walked.", audience="community").status_code == 303
    session().expire_all()
    assert session().get(Chance, chance.id).state == "taken"


def test_two_do_not_take_the_same(w):
    chance = offer(w.bedford)
    with clock.at(now() + timedelta(seconds=1)):
        post_update(
            make.reading(w.amina), session().get(Partnership, w.bedford.id), "0f0f0f0f-0000-4000-8000-00000000000f",
            Content.written("", {"body": "We walked."}), audience="community", standing="on-track",
        )  # fmt: skip
    entry = session().get(Chance, chance.id)
    assert entry.state == "open"  # until the worker hears of it
    pass_over(make.reading(w.lead), entry, WHY)
    chances.something_came(1)
    assert session().get(Chance, chance.id).state == "passed-over"


def test_the_pages_cost_a_fixed_number_of_queries(w, count_queries):
    for page in ("chances", "rhythm"):
        offer(w.bedford, number=f"{page}0")
        lead = at(w, "lead")
        lead.text(path(w, page))
        with count_queries() as few:
            lead.text(path(w, page))
        for number in range(8):
            offer(w.bedford, number=f"{page}{number + 1}")
        with count_queries() as many:
            lead.text(path(w, page))
        assert len(few) == len(many), many


def test_pages_before_there_is_a_project(w, app):
    place = make.place("Keele")
    lead = make.person("Lee Lead")
    make.belongs(lead, place, "lead")
    page = Visitor(app, lead).text(f"/partnerships/{place.slug}/rhythm")
    assert "Every month" in page
    assert "begins its project" in page
    assert "Nothing waits" in Visitor(app, lead).text(f"/partnerships/{place.slug}/chances")


def test_who_says_a_reason_to_fewer_people_means_the_one_before_too(w):
    until = today() + timedelta(days=40)
    said = {"rhythm": "paused", "until": until.isoformat()}
    lead = at(w, "lead")
    assert lead.post(path(w), {**said, "reason": WHY, "audience": "partnership"}).status_code == 303
    assert WHY in at(w, "grace").text(path(w))
    assert lead.post(path(w), {**said, "reason": "Illness.", "audience": "facilitators"}).status_code == 303
    for name in ("amina", "grace"):
        text = at(w, name).text(path(w))
        assert [words for words in (WHY, "Illness.") if words in text] == [], name
    for name in ("lead", "owen"):
        assert "Illness." in at(w, name).text(path(w))
    assert WHY in lead.text(path(w)), "their own words stay theirs"
