"""Who is told of a check-in day, a chance and what still waits: once, in which words, and never too late."""

import threading
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from lpcommunity import worker
from lpcommunity.entries.content import Content
from lpcommunity.notifications.models import Mail, Notification
from lpcommunity.notifications.queries import inbox
from lpcommunity.partnerships.models import Partnership
from lpcommunity.projects.commands import add_milestone, reach_milestone
from lpcommunity.projects.models import Milestone, Project
from lpcommunity.rhythm.commands.chances import pass_over
from lpcommunity.rhythm.commands.nudges import nudge
from lpcommunity.rhythm.models import Chance, Nudge
from lpcommunity.slips.commands import move_milestone
from lpcommunity.storage import clock, db, session
from lpcommunity.storage.clock import in_london
from lpcommunity.updates.commands import post_update
from tests import factories as make
from tests.rhythm.conftest import days, morning

FIRST = date(2025, 8, 18)
KEY = "0f0f0f0f-0000-4000-8000-00000000000f"


def told(person, *kinds):
    """What stands in somebody's inbox, in the order of time."""
    rows = select(Notification.type).where(Notification.person_id == person.id).order_by(Notification.id)
    return [one for one in session().scalars(rows) if one in kinds]


def mails(person):
    kinds = ["check-in-day", "chance-offered", "chance-missed"]
    rows = select(Mail).where(Mail.person_id == person.id, Mail.kind.in_(kinds))
    return [one.subject for one in session().scalars(rows.order_by(Mail.id))]


def test_on_its_day_the_lead_and_the_deputies_are_told(w, on):
    on(morning(FIRST - timedelta(days=1)))
    assert told(w.lead, "check-in-day") == []
    on(in_london(FIRST, time(6, 59)))
    assert told(w.lead, "check-in-day") == []
    on(morning(FIRST))
    for who in (w.lead, w.deputy, w.second):
        assert told(who, "check-in-day") == ["check-in-day"]
        assert mails(who) == ["Check in on Bedford: one minute"]
    for who in (w.amina, w.owen, w.grace, w.colin, w.both):
        assert told(who, "check-in-day") == []
    [line] = [one for one in inbox(make.reading(w.lead)).lines if one.type.key == "check-in-day"]
    said = "".join(part if isinstance(part, str) else part.text for part in line.words)
    assert said == "A minute for Bedford: check in"
    assert "lead" in line.because


def test_each_is_told_once_of_what_waits_in_words_without_blame(w, on):
    for day in days(FIRST, FIRST + timedelta(days=20)):
        on(morning(day))
    for who in (w.lead, w.deputy, w.second, w.owen):
        assert told(who, "chance-missed") == ["chance-missed"]
    for who in (w.both, w.grace):  # of Bedford and of Hull, which nobody leads: of each once
        assert told(who, "chance-missed") == ["chance-missed"] * 2
    for who in (w.amina, w.colin):
        assert told(who, "chance-missed") == []
    assert mails(w.lead)[-1] == "Bedford: a minute, if you have one"
    assert mails(w.grace) == ["Hull may be glad of a call", "Bedford may be glad of a call"]
    whys = {
        w.lead: "because you lead Bedford.",
        w.deputy: "because you are a deputy of Bedford and it has waited for a week.",
        w.owen: "because you facilitate Bedford and it has waited for two weeks.",
        w.grace: "because you are on the programme team and nobody leads Hull.",
    }
    for who, why in whys.items():
        first = select(Mail.text).where(Mail.kind == "chance-missed", Mail.person_id == who.id).order_by(Mail.id)
        assert f"You get this once, {why}" in session().scalars(first).first()
    for mail in session().scalars(select(Mail).where(Mail.kind == "chance-missed")):
        assert not {"late", "overdue", "failed", "must"} & set(mail.text.lower().split())


def test_nothing_is_sent_of_what_came_meanwhile(w, on):
    on(morning(FIRST))
    with clock.at(in_london(FIRST, time(9))):
        post_update(
            make.reading(w.amina), session().get(Partnership, w.bedford.id), KEY,
            Content.written("", {"body": "We walked."}), audience="partnership", standing="on-track",
        )  # fmt: skip
    for day in days(FIRST + timedelta(days=1), FIRST + timedelta(days=13)):
        on(morning(day))
    assert session().scalars(select(Nudge).join(Chance).where(Chance.partnership_id == w.bedford.id)).all() == []
    assert told(w.lead, "chance-missed") == []


def test_nobody_is_reminded_of_what_was_passed_over(w, on):
    on(morning(FIRST))
    with clock.at(in_london(FIRST, time(9))):
        chance = session().scalars(select(Chance).where(Chance.partnership_id == w.bedford.id)).one()
        pass_over(make.reading(w.lead), chance, "A week of holidays")
    for day in days(FIRST + timedelta(days=1), FIRST + timedelta(days=13)):
        on(morning(day))
    assert told(w.lead, "chance-missed") == []


def test_a_step_that_is_delivered_twice_reminds_once(w, on):
    on(morning(FIRST))
    chance_id = session().scalars(select(Chance.id).where(Chance.partnership_id == w.bedford.id)).one()
    for _ in range(3):
        nudge(chance_id, 1)
        nudge(chance_id, 2)
    assert len(session().scalars(select(Nudge)).all()) == 3


def test_two_workers_offer_and_remind_once(w, app):
    """Each of them at work at the same moment, day by day."""

    def work(moment: datetime) -> None:
        with app.app_context(), clock.at(moment):
            worker.run(app, until_empty=True)
            db.session.remove()

    for day in (FIRST, FIRST + timedelta(days=3), FIRST + timedelta(days=7), FIRST + timedelta(days=14)):
        both = [threading.Thread(target=work, args=(morning(day),)) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
    session().rollback()
    session().expire_all()
    of_bedford = select(Nudge.person_id).join(Chance).where(Chance.partnership_id == w.bedford.id)
    everybody = sorted(one.id for one in (w.lead, w.deputy, w.second, w.owen, w.both, w.grace))
    assert sorted(session().scalars(of_bedford)) == everybody
    assert [told(who, "chance-missed") for who in (w.lead, w.owen)] == [["chance-missed"]] * 2


@pytest.mark.parametrize("moves", [False, True])
def test_a_milestone_that_is_reached_or_moves_is_a_chance(w, on, moves):
    with clock.at(in_london(date(2025, 8, 6), time(9))):
        project = session().get(Project, w.work.id)
        stone = add_milestone(make.reading(w.lead), project, name="Walks begin", due_on=date(2025, 9, 1))
        other = add_milestone(make.reading(w.lead), project, name="Walks end", due_on=date(2025, 9, 9))
    with clock.at(in_london(date(2025, 8, 7), time(9))):
        for one in (stone.id, other.id):
            row, lead = session().get(Milestone, one), make.reading(w.lead)
            if moves:
                move_milestone(lead, row, to_on=date(2025, 10, 1), reason="money", why="Later", audience="partnership")
            else:
                reach_milestone(lead, row)
        on(in_london(date(2025, 8, 7), time(10)))
    kind = "milestone-moved" if moves else "milestone-reached"
    found = session().scalars(select(Chance).where(Chance.kind == kind)).all()
    assert [(one.milestone_id, one.state) for one in found] == [(stone.id, "open"), (other.id, "open")]
    assert told(w.deputy, "chance-offered") == ["chance-offered"] * 2
    assert told(w.lead, "chance-offered") == []  # who did it knows
    with clock.at(in_london(date(2025, 8, 8), time(9))):
        post_update(
            make.reading(w.amina), session().get(Partnership, w.bedford.id), KEY,
            Content.written("", {"body": "We walked."}), audience="partnership", standing="on-track",
            milestone_id=stone.id,
        )  # fmt: skip
        on(in_london(date(2025, 8, 8), time(10)))
    states = {one.milestone_id: one.state for one in session().scalars(select(Chance).where(Chance.kind == kind))}
    assert states == {stone.id: "taken", other.id: "open"}
