"""A milestone moves with a reason, keeps its first day, and moves once however often somebody presses."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lpcommunity.access import Conflict, Invalid, Refused
from lpcommunity.access.models import AuditRecord
from lpcommunity.access.reader import OPERATOR
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships import memberships
from lpcommunity.partnerships.models import Membership
from lpcommunity.projects import commands as projects
from lpcommunity.projects.models import FirstDayKept, Milestone
from lpcommunity.slips.commands import MovedMeanwhile, change_slip_audience, move_milestone
from lpcommunity.slips.models import Slip
from lpcommunity.storage import session, today
from tests import factories as make
from tests.factories import reading
from tests.harness.races import at_once

WHY = "The tender came back too dear."


def _slips() -> list[Slip]:
    session().expire_all()
    return list(session().scalars(select(Slip).order_by(Slip.id)))


def _events(name: str) -> list[dict]:
    return list(session().scalars(select(OutboxEvent.payload).where(OutboxEvent.name == name).order_by(OutboxEvent.id)))


def test_it_moves_and_keeps_its_first_day_and_every_move(w):
    first = w.milestone.due_on
    one = make.slip(w.milestone, w.grace)
    two = make.slip(w.milestone, w.team, reason="approvals", to_on=first + timedelta(days=4))
    assert (w.milestone.first_planned_on, w.milestone.due_on) == (first, first + timedelta(days=4))
    assert [(s.from_on, s.to_on, s.reason) for s in _slips()] == [
        (first, first + timedelta(days=10), "procurement"),
        (first + timedelta(days=10), first + timedelta(days=4), "approvals"),
    ]
    assert [one["slip_id"] for one in _events("MilestoneMoved")] == [one.id, two.id]


def test_nothing_overwrites_the_first_day(w):
    with pytest.raises(FirstDayKept):
        w.milestone.first_planned_on = w.milestone.due_on + timedelta(days=1)
    session().rollback()


def test_the_name_changes_without_the_day(w):
    day = w.milestone.due_on
    projects.rename_milestone(reading(w.grace), w.milestone, name="Doors are open")
    assert (w.milestone.name, w.milestone.due_on, _slips()) == ("Doors are open", day, [])


def test_the_same_once_more_is_the_first(w):
    first = make.slip(w.milestone, w.grace)
    day = w.milestone.due_on
    said = {"to_on": day, "reason": "procurement", "why": WHY}
    assert move_milestone(reading(w.grace), w.milestone, **said, from_on=first.from_on).id == first.id
    assert move_milestone(reading(w.grace), w.milestone, **said).id == first.id
    assert len(_slips()) == 1
    with pytest.raises(Invalid, match="due on this day already"):
        move_milestone(reading(w.grace), w.milestone, **{**said, "why": "Something else."})


def test_pressed_often_at_once_it_moves_once(w, database):
    day, stands = w.milestone.due_on + timedelta(days=9), w.milestone.due_on
    number, who = w.milestone.id, w.grace.id

    def press():
        grace = session().get(type(w.grace), who)
        moved = session().get(Milestone, number)
        move_milestone(reading(grace), moved, to_on=day, reason="money", why=WHY, from_on=stands)

    assert at_once(database, press, press, press) == []
    assert len(_slips()) == 1


def test_of_two_tabs_the_second_hears_that_it_moved_meanwhile(w):
    stood = w.milestone.due_on
    make.slip(w.milestone, w.team)
    later = stood + timedelta(days=40)
    with pytest.raises(MovedMeanwhile) as refusal:
        move_milestone(reading(w.grace), w.milestone, to_on=later, reason="money", why=WHY, from_on=stood)
    assert refusal.value.stands == stood + timedelta(days=10)
    assert len(_slips()) == 1


@pytest.mark.parametrize("who", ["amina", "owen", "ruth"])
def test_who_does_not_look_after_the_place_moves_nothing(w, who):
    with pytest.raises(Refused):
        make.slip(w.milestone, getattr(w, who))
    assert _slips() == []


def test_a_former_lead_moves_nothing(w):
    term = session().scalars(select(Membership).where(Membership.person_id == w.grace.id)).one()
    memberships.end_membership(OPERATOR, term)
    with pytest.raises(Refused):
        make.slip(w.milestone, w.grace)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": "weather"}, "reason"),
        ({"why": "  "}, "why"),
        ({"why": "x" * 501}, "why"),
        ({"audience": "me"}, "audience"),
    ],
)
def test_what_is_missing_or_was_not_offered_is_said(w, wrong, field):
    said = {"to_on": today() + timedelta(days=90), "reason": "money", "why": WHY, **wrong}
    with pytest.raises(Invalid) as refusal:
        move_milestone(reading(w.grace), w.milestone, **said)
    assert (refusal.value.field, _slips()) == (field, [])


def test_what_is_reached_is_not_moved(w):
    projects.reach_milestone(reading(w.grace), w.milestone)
    with pytest.raises(Conflict, match="reached is not moved"):
        make.slip(w.milestone, w.grace)
    assert _events("MilestoneReached") == [{"milestone_id": w.milestone.id, "actor_id": w.grace.id}]


def test_not_reached_after_all_keeps_the_day_that_was_said(w):
    said = today() - timedelta(days=2)
    projects.reach_milestone(reading(w.grace), w.milestone, said)
    for _ in range(2):
        projects.reopen_milestone(reading(w.grace), w.milestone)
    assert (w.milestone.reached_on, w.milestone.said_reached_on) == (None, said)


def test_taken_off_it_can_only_be_put_back(w):
    for _ in range(2):
        projects.take_off_milestone(reading(w.grace), w.milestone)
    for act in (
        lambda: make.slip(w.milestone, w.grace),
        lambda: projects.rename_milestone(reading(w.grace), w.milestone, name="x"),
        lambda: projects.reach_milestone(reading(w.grace), w.milestone),
    ):
        with pytest.raises(Refused):
            act()
    for who in (w.amina, w.ruth, w.owen):
        with pytest.raises(Refused):
            projects.put_back_milestone(reading(who), w.milestone)
    projects.put_back_milestone(reading(w.team), w.milestone)
    assert w.milestone.taken_off_at is None
    acts = select(AuditRecord.act).where(AuditRecord.act.like("milestone-%")).order_by(AuditRecord.id)
    assert list(session().scalars(acts)) == ["milestone-taken-off", "milestone-put-back"]


def test_its_author_says_who_reads_the_sentence_and_nobody_else_does(w):
    slip = make.slip(w.milestone, w.grace, "public")
    change_slip_audience(reading(w.grace), slip, "facilitators")
    assert (slip.audience, slip.confided_at is not None) == ("facilitators", True)
    for who in (w.team, w.amina, w.owen):
        with pytest.raises(Refused):
            change_slip_audience(reading(who), slip, "public")
    with pytest.raises(Invalid):
        change_slip_audience(reading(w.grace), slip, "me")
    change_slip_audience(reading(w.grace), slip, "community")
    assert (slip.audience, slip.confided_at) == ("community", None)


def test_who_has_left_makes_it_for_fewer_and_not_for_more(w):
    slip = make.slip(w.milestone, w.grace, "partnership")
    term = session().scalars(select(Membership).where(Membership.person_id == w.grace.id)).one()
    memberships.end_membership(OPERATOR, term)
    with pytest.raises(Refused):
        change_slip_audience(reading(w.grace), slip, "public")
    change_slip_audience(reading(w.grace), slip, "facilitators")
    assert slip.audience == "facilitators"


def test_the_record_tells_that_it_moved_and_no_word_of_why(w):
    slip = make.slip(w.milestone, w.grace, "facilitators")
    change_slip_audience(reading(w.grace), slip, "partnership")
    rows = session().execute(
        select(AuditRecord.act, AuditRecord.details).where(AuditRecord.subject_kind == "milestone")
    )
    assert [tuple(row) for row in rows] == [("milestone-moved", {}), ("slip-audience-changed", {})]
    assert (
        session().scalar(select(func.count()).select_from(OutboxEvent).where(OutboxEvent.name == "AudienceChanged"))
        == 0
    )
