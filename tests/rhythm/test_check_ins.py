"""Checking in: an update, and what comes with it."""

import json
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from lpcommunity import worker
from lpcommunity.actions.models import Action
from lpcommunity.drafts.models import Draft
from lpcommunity.entries.models import Entry, Revision
from lpcommunity.notifications.models import Mail
from lpcommunity.reflections.models import Reflection
from lpcommunity.rhythm.models import CheckIn
from lpcommunity.storage import clock, now, session, today
from lpcommunity.updates.models import Update
from tests import factories as make
from tests.harness.visitor import Visitor
from tests.harness.writing_form import Form

SAID = "Fourteen of the twenty-two rang back."
CANARY = "Somebody keeps the key to himself"
CONFIDES = {
    "standing": "on-track",
    "body": SAID,
    "blocker": CANARY,
    "blocker_for": "facilitators",
    "audience": "community",
}


@pytest.fixture
def bedford(app, begin_with):
    """Bedford with Amina, its lead, Owen who facilitates; Sam elsewhere; Grace of the team."""
    return begin_with(_bedford)


def _bedford():
    bedford, hull = make.place("Bedford"), make.place("Hull")
    people = {
        "amina": make.person("Amina Rahman"),
        "lead": make.person("Helen Ward"),
        "owen": make.person("Owen Pritchard"),
        "sam": make.person("Sam Aziz"),
        "grace": make.person("Grace Oyelaran", role="programme-team"),
    }
    make.belongs(people["amina"], bedford)
    make.belongs(people["lead"], bedford, "lead")
    make.belongs(people["owen"], bedford, "facilitator")
    make.belongs(people["sam"], hull)
    return SimpleNamespace(bedford=bedford, hull=hull, **people)


@pytest.fixture
def form(app, bedford):
    return Form(Visitor(app, bedford.amina), f"/partnerships/{bedford.bedford.slug}/check-ins/new")


def update():
    return session().scalars(select(Update)).one()


def test_a_check_in_is_an_update(form, bedford):
    answer = form.send(standing="on-track", body=SAID, audience="community")
    assert answer.status_code == 303
    assert (update().fields["body"], update().standing, update().kind) == (SAID, "on-track", "update")
    assert "You are checked in" in form.visitor.text(answer.location)


def test_what_is_next_without_a_day_and_what_is_in_the_way_are_part_of_the_text(form):
    form.send(
        standing="needs-attention", reason="The gate", body=SAID, next="Wait at the gate",
        blocker="One key", blocker_for="none", audience="partnership",
    )  # fmt: skip
    assert update().fields["body"] == f"{SAID}\n\nNext: Wait at the gate\n\nIn the way: One key"
    assert (update().reason, update().help_wanted, session().scalars(select(Action)).all()) == ("The gate", "", [])


def test_a_name_without_a_day_stands_in_the_text(form, bedford):
    for chosen in ({"next_by": "none"}, {}):
        made = Form(form.visitor, form.path)
        assert "Without one it stands in your check-in, with the name" in made.page
        said = {"standing": "on-track", "body": SAID, "next": f"Wait {len(chosen)}", "audience": "community"}
        assert made.send(**said, next_owner=bedford.lead.id, **chosen).status_code == 303
        entry = session().scalars(select(Update).order_by(Update.id.desc())).first()
        assert entry is not None
        assert entry.fields["body"] == f"{SAID}\n\nNext: Wait {len(chosen)} (Helen Ward)"
    assert session().scalars(select(Action)).all() == []


def test_a_day_that_was_offered_when_the_form_was_opened_counts_later(app, bedford, form):
    day = re.search(r'name="next_by" value="(\d{4}-\d\d-\d\d)"', form.page)
    assert day is not None
    said = {"standing": "on-track", "body": SAID, "next": "Wait", "next_by": day[1], "audience": "community"}
    kept = form.send(**said, keep="1")
    for later, taken in ((20, False), (3, True)):
        with clock.at(now() + timedelta(days=later)):
            again = Form(Visitor(app, bedford.amina), kept.location)
            assert re.search(rf'value="{day[1]}" checked', again.page), "it is offered still"
            answer = again.send(**said)
            assert (answer.status_code == 303) is taken
            assert taken or "Give a day that is still to come" in answer.get_data(as_text=True)
    assert session().scalars(select(Action)).one().due_on.isoformat() == day[1]


def test_with_a_name_and_a_day_it_is_an_action(form, bedford):
    day = today().replace(year=today().year + 1, day=5)
    due = {"next_due-day": day.day, "next_due-month": day.month, "next_due-year": day.year}
    form.send(
        standing="on-track", body=SAID, next="Wait at the gate", next_owner=bedford.lead.id,
        blocker="We need a bench", blocker_for="help", audience="community", **due,
    )  # fmt: skip
    action = session().scalars(select(Action)).one()
    assert (action.what, action.due_on, action.owner_id, action.source_entry_id) == (
        "Wait at the gate", day, bedford.lead.id, update().id,
    )  # fmt: skip
    assert (update().fields["body"], update().help_wanted) == (SAID, "We need a bench")


def test_what_is_for_the_facilitators_alone_is_no_part_of_the_update(app, form, bedford):
    answer = form.send(
        standing="on-track", body=SAID, blocker=CANARY, blocker_for="facilitators", audience="public",
    )  # fmt: skip
    worker.run(app, until_empty=True)
    session().expire_all()
    reflection = session().scalars(select(Reflection)).one()
    assert (reflection.audience, reflection.fields["body"], reflection.review_state) == (
        "facilitators",
        CANARY,
        "waiting",
    )
    said = [
        update().fields,
        update().card,
        update().title,
        update().body_html,
        update().standfirst,
        update().help_wanted,
    ]
    revisions = session().scalars(select(Revision).where(Revision.entry_id == update().id)).all()
    assert CANARY not in json.dumps(
        [*said, *((one.fields, one.details, one.body_html) for one in revisions)], default=str
    )
    for who in (None, bedford.sam, bedford.lead, bedford.grace):
        for path in (answer.location, f"/partnerships/{bedford.bedford.slug}", "/"):
            page = Visitor(app, who).get(path, follow_redirects=True).get_data(as_text=True)
            assert CANARY not in page
            assert f"/reflections/{reflection.id}" not in page
    for who in (bedford.amina, bedford.owen):
        assert f"/reflections/{reflection.id}" in Visitor(app, who).text(answer.location)
        assert f'href="{answer.location}"' in Visitor(app, who).text(f"/reflections/{reflection.id}")
    for one in session().scalars(select(Mail)):
        assert CANARY not in f"{one.subject} {one.text} {one.html}"


def test_a_double_click_is_one(form):
    first, second = form.send(**CONFIDES), form.send(**CONFIDES)
    assert (first.status_code, second.status_code, first.location) == (303, 303, second.location)
    assert len(session().scalars(select(Entry)).all()) == 2  # the update and the reflection
    assert len(session().scalars(select(CheckIn)).all()) == 1


@pytest.mark.parametrize(
    "other", [{"body": "Something else."}, {"blocker": "Something else"}, {"standing": "off-track"}]
)
def test_a_second_tab_with_other_words_loses_none(form, other):
    form.send(**CONFIDES)
    again = form.send(**{**CONFIDES, **other})
    assert again.status_code == 409
    page = again.get_data(as_text=True)
    assert "What you wrote since is not sent" in page
    for words in {**CONFIDES, **other}.values():
        assert words in page
    assert len(session().scalars(select(Update)).all()) == 1
    assert session().scalars(select(Draft).where(Draft.spent_at.is_(None))).one().subject.startswith("check-in:new:")


def test_errors_keep_everything(form):
    answer = form.send(
        body="", next="Wait at the gate", blocker=CANARY, blocker_for="facilitators", audience="community",
        **{"next_due-day": "31", "next_due-month": "2", "next_due-year": "2030"},
    )  # fmt: skip
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for words in ("Wait at the gate", CANARY, "Say how the project stands", 'value="2030"'):
        assert words in page
    assert session().scalars(select(Entry)).all() == []


def test_a_wrong_day_blocks_nothing_once_another_is_chosen(form):
    wrong = {"next_due-day": "31", "next_due-month": "2", "next_due-year": "2027"}
    typed = {"standing": "on-track", "body": SAID, "next": "Wait at the gate", "audience": "community", **wrong}
    refused = form.send(**typed, next_by="other")
    assert "31 February does not exist" in refused.get_data(as_text=True)
    day = re.search(r'name="next_by" value="(\d{4}-\d\d-\d\d)"', form.page)
    assert day is not None
    kept = form.send(**{**typed, "standing": ""}, next_by=day[1]).get_data(as_text=True)
    assert "31 February does not exist" not in kept
    assert 'value="2027"' in kept
    assert form.send(**typed, next_by=day[1]).status_code == 303
    assert session().scalars(select(Action)).one().due_on.isoformat() == day[1]


def test_a_day_without_words_is_asked_about(form):
    day = {"next_due-day": "5", "next_due-month": "5", "next_due-year": str(today().year + 1)}
    answer = form.send(standing="on-track", body=SAID, audience="community", **day)
    assert answer.status_code == 422
    assert "Say what is next" in answer.get_data(as_text=True)


def test_whoever_came_to_facilitate_meanwhile_is_named_before_it_goes(app, form, bedford):
    make.belongs(make.person("Priya Shah"), bedford.bedford, "facilitator")
    answer = form.send(**CONFIDES)
    assert answer.status_code == 422
    assert "Priya Shah came to facilitate" in answer.get_data(as_text=True).replace("\n", " ")
    assert form.send(**{**CONFIDES, "blocker_for": "help"}).status_code == 303


def test_only_members_check_in(app, bedford):
    path = f"/partnerships/{bedford.bedford.slug}/check-ins/new"
    for who in (bedford.sam, bedford.owen, bedford.grace):
        assert Visitor(app, who).get(path).status_code == 404
    assert Visitor(app).get(path).status_code == 303


def test_it_is_kept_as_a_draft_and_carried_on_with(form):
    kept = form.send(body=SAID, blocker=CANARY, blocker_for="facilitators", keep="1")
    assert kept.status_code == 303
    page = form.visitor.text(kept.location)
    assert SAID in page
    assert CANARY in page


def test_the_last_standing_is_shown(app, bedford, form):
    form.send(standing="needs-attention", body=SAID, audience="community")
    page = Form(Visitor(app, bedford.lead), form.path).page
    assert "needs attention." in page
    assert f"“{SAID.rstrip('.')}”" in page


def test_the_form_costs_a_fixed_number_of_queries(app, bedford, form, count_queries):
    with count_queries() as few:
        form.visitor.text(form.path)
    for _ in range(6):
        make.belongs(make.person(), bedford.bedford)
        make.update(bedford.amina, bedford.bedford)
    with count_queries() as many:
        form.visitor.text(form.path)
    assert len(many) == len(few), many
