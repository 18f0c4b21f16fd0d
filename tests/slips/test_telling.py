"""That a milestone moved is told with its days and cause, and never with the sentence."""

import pytest
from flask import current_app
from sqlalchemy import select

from lpcommunity import worker
from lpcommunity.following.commands import follow
from lpcommunity.notifications.models import Mail, Notification
from lpcommunity.notifications.queries import inbox
from lpcommunity.projects.commands import take_off_milestone
from lpcommunity.storage import session
from lpcommunity.web.humanize import short_day
from tests import factories as make
from tests.factories import reading

KEY = "milestone-moved"
WHY = "Only its readers know this."


def _work():
    worker.run(current_app, until_empty=True)


def _lines(person):
    """Of this kind: a chance to look back is told beside it (rhythm)."""
    return [line for line in inbox(reading(person)).lines if line.type.key == KEY]


def _line(person):
    [line] = _lines(person)
    return "".join(part if isinstance(part, str) else part.text for part in line.words), line


@pytest.fixture
def follower(w):
    somebody = make.person("Fay Follower")
    make.belongs(somebody, w.bedford)
    follow(reading(somebody), partnership=w.hull)
    _work()
    session().query(Notification).delete()
    session().query(Mail).delete()
    session().commit()
    return somebody


@pytest.mark.parametrize("audience", ["facilitators", "public"])
def test_those_of_the_place_and_who_follows_it_are_told(w, follower, audience):
    slip = make.slip(w.milestone, w.grace, audience, WHY)
    _work()
    for person, because in (
        (w.amina, "Because you belong to Hull"),
        (w.owen, "Because you facilitate Hull"),
        (follower, "Because you follow Hull"),
    ):
        says, line = _line(person)
        days = f"from {short_day(slip.from_on)} to {short_day(slip.to_on)}"
        assert says == f"Grace Oyelaran moved a milestone of Hull: Doors open, {days}. Why: procurement"
        assert line.because == because
        assert WHY not in repr(line)
    for person in (w.grace, w.ruth, w.team):
        assert _lines(person) == []


def test_by_mail_it_comes_to_those_who_look_after_the_place(w, follower):
    make.slip(w.milestone, w.grace, "public", WHY)
    _work()
    mails = list(session().scalars(select(Mail).where(Mail.kind == KEY).order_by(Mail.id)))
    assert {mail.person_id for mail in mails} == {w.bea.id}  # Owen facilitates, and reads of it in his letter
    assert all("Why: procurement." in mail.text and WHY not in mail.text + mail.html for mail in mails)


def test_of_what_was_taken_off_nobody_is_told(w, follower):
    make.slip(w.milestone, w.grace)
    take_off_milestone(reading(w.grace), w.milestone)
    _work()
    assert list(session().scalars(select(Notification.id).where(Notification.type == KEY))) == []
    assert list(session().scalars(select(Mail.id).where(Mail.kind == KEY))) == []
