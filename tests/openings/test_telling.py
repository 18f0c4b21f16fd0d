"""What authors, and facilitators themselves, are told when one comes, stays or goes: only what holds for them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lpcommunity.access.reader import OPERATOR, VISITOR
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.kinds import facilitator_leaves
from lpcommunity.notifications.models import Mail
from lpcommunity.notifications.queries import inbox
from lpcommunity.openings.commands import say
from lpcommunity.partnerships.memberships import end_membership, join, standing
from lpcommunity.storage import clock, now, session, today
from lpcommunity.web.humanize import day
from tests import factories as make
from tests.factories import reading
from tests.openings.conftest import answer, reflect


def in_days(number):
    return today() + timedelta(days=number)


def mail(person, kind):
    """The latest of this kind, on one line."""
    rows = select(Mail).where(Mail.person_id == person.id, Mail.kind == kind, Mail.sent_at.is_not(None))
    found = session().scalars(rows.order_by(Mail.id.desc())).first()
    return None if found is None else " ".join(found.text.split())


def line(person, key):
    """The latest line of this kind, as it is read, and why one is told."""
    for one in inbox(reading(person)).lines:
        if one.type.key == key:
            return "".join(part if isinstance(part, str) else part.text for part in one.words), one.because
    return None


# Somebody comes


def test_what_waits_is_spoken_of_to_those_of_whom_something_waits(w, work):
    reflect(w.amina, w.hull)
    answer(w.owen, reflect(w.colin, w.hull))
    make.belongs(w.priya, w.hull, "facilitator")
    work()
    waits, not_so = mail(w.amina, "facilitator-introduced"), mail(w.colin, "facilitator-introduced")
    assert f"opens to Priya three days after this e-mail, on {day(in_days(3))} at the earliest, so that" in waits
    assert "everything else stays closed. Nobody is told of a no. Of a yes, Priya is told." in waits
    assert "waits" not in not_so
    assert "If you do nothing, it stays closed. Nobody is told of a no. Of a yes, Priya is told." in not_so
    for text in (waits, not_so):
        assert "Priya can read what you confide from then on." in text


@pytest.mark.parametrize(("first_day", "said"), [(2, "three days after this e-mail"), (10, "the first day")])
def test_what_waits_opens_on_the_later_of_two_days(w, work, first_day, said):
    reflect(w.amina, w.hull)
    make.belongs(w.priya, w.hull, "facilitator", since=in_days(first_day))
    work()
    text = mail(w.amina, "facilitator-introduced")
    assert said in text
    assert f"on {day(in_days(max(first_day, 3)))}" in text


def test_who_belongs_there_no_longer_is_told_of_nothing_that_they_could_confide(w, work):
    reflect(w.amina, w.hull)
    end_membership(OPERATOR, standing(w.hull.id, w.amina.id))
    make.belongs(w.priya, w.hull, "facilitator")
    work()
    text = mail(w.amina, "facilitator-introduced")
    assert "What you confided there stays closed to Priya until you say yes." in text
    assert "from then on" not in text


@pytest.mark.parametrize("role", ["facilitator", "member"])
def test_whoever_comes_later_is_told_the_day(w, work, role):
    join(reading(w.team), w.hull, w.priya, role, in_days(10))
    work()
    what = "facilitate" if role == "facilitator" else "belong to"
    assert line(w.priya, "belongs") == (f"You {what} Hull from {day(in_days(10))}", "Grace Oyelaran added you")
    join(reading(w.team), w.leeds, w.priya, role)
    work()
    assert line(w.priya, "belongs")[0] == f"You {what} Leeds from now on"


# Somebody goes


@pytest.fixture
def ruth(w):
    """Who facilitates beside Owen, and goes."""
    return make.person("Ruth Adeyemi")


def test_who_can_still_answer_what_waits_is_named(w, work, ruth):
    term = make.belongs(ruth, w.hull, "facilitator")
    reflect(w.amina, w.hull)
    answer(w.owen, reflect(w.colin, w.hull))
    work()
    end_membership(OPERATOR, term)
    work()
    waits, not_so = mail(w.amina, "facilitator-left"), mail(w.colin, "facilitator-left")
    assert "Owen goes on, and can answer what waits. You can take it back." in waits
    assert "waits" not in not_so


def test_who_reads_only_some_of_what_waits_is_said_to(w, work):
    reflect(w.amina, w.hull)
    make.belongs(w.priya, w.hull, "facilitator")
    reflect(w.amina, w.hull)
    work()
    end_membership(OPERATOR, standing(w.hull.id, w.owen.id))
    work()
    text = mail(w.amina, "facilitator-left")
    assert "Priya goes on, and can answer some of what waits. The rest goes on waiting for whoever comes." in text


def test_where_nobody_can_answer_it_waits_for_whoever_comes(w, work):
    waits = reflect(w.amina, w.hull)
    term = make.belongs(w.priya, w.hull, "facilitator")
    work()
    end_membership(OPERATOR, standing(w.hull.id, w.owen.id))
    work()
    assert "What waits for an answer goes on waiting. When somebody else comes" in mail(w.amina, "facilitator-left")
    assert "Priya" not in mail(w.amina, "facilitator-left")
    say(reading(w.amina), {(waits.id, term.id): True})
    make.belongs(w.owen, w.hull, "facilitator")
    end_membership(OPERATOR, term)
    work()
    assert "goes on waiting" in mail(w.amina, "facilitator-left"), "Owen's new term reads nothing from before"


def test_a_planned_end_says_who_goes_on_after_it(w, work, ruth):
    make.belongs(ruth, w.hull, "facilitator", until=in_days(30))
    reflect(w.amina, w.hull)
    answer(w.owen, reflect(w.colin, w.hull))
    work(days=24)
    assert "Owen goes on, and can answer what waits." in mail(w.amina, "facilitator-leaves")
    assert "waits" not in mail(w.colin, "facilitator-leaves")
    join(OPERATOR, w.hull, w.owen, "facilitator", ends_on=in_days(31))
    join(OPERATOR, w.hull, ruth, "facilitator", ends_on=in_days(32))
    work(days=25.5)
    assert "goes on waiting for whoever facilitates then" in mail(w.amina, "facilitator-leaves")


def test_of_a_term_that_never_began_nothing_is_said_to_close(w, work):
    reflect(w.amina, w.hull)
    term = make.belongs(w.priya, w.hull, "facilitator", since=in_days(10))
    work()
    end_membership(reading(w.team), term)
    work()
    text = mail(w.amina, "facilitator-left")
    assert "Priya Shah does not come to facilitate Hull after all." in text
    assert "no longer" not in text
    assert line(w.amina, "facilitator-left")[0] == "Priya Shah does not come to facilitate Hull after all"
    assert line(w.priya, "facilitating-ended")[0] == "You will not facilitate Hull after all"


@pytest.mark.parametrize("how", ["ended", "replaced", "left"])
def test_whoever_facilitates_no_longer_is_told_unless_they_went_themselves(w, work, how):
    term = standing(w.hull.id, w.owen.id)
    if how == "replaced":
        join(reading(w.team), w.hull, w.owen, "member")
    else:
        end_membership(reading(w.team if how == "ended" else w.owen), term)
    work()
    said = ("You no longer facilitate Hull. What was confided is closed to you", "Grace Oyelaran ended it")
    assert line(w.owen, "facilitating-ended") == (None if how == "left" else said)
    assert line(w.colin, "facilitating-ended") is None


def test_a_member_who_leaves_is_told_nothing_of_facilitating(w, work):
    end_membership(reading(w.team), standing(w.hull.id, w.colin.id))
    work()
    assert line(w.colin, "facilitating-ended") is None


# Somebody stays


def test_a_last_day_that_was_taken_away_is_told_in_no_mail_that_was_still_to_go_out(w):
    term = join(OPERATOR, w.hull, w.owen, "facilitator", ends_on=in_days(5))
    written = MailWritten(1, term.id)
    assert facilitator_leaves.still_meant(written, VISITOR)
    join(OPERATOR, w.hull, w.owen, "facilitator")
    assert not facilitator_leaves.still_meant(written, VISITOR)


@pytest.mark.parametrize("to", [None, 60])
def test_who_was_told_of_a_last_day_is_told_that_it_is_none(w, work, to):
    reflect(w.amina, w.hull)
    last = in_days(30)
    join(OPERATOR, w.hull, w.owen, "facilitator", ends_on=last)
    work(days=24)
    until = in_days(to) if to else None
    with clock.at(now() + timedelta(days=25)):
        join(OPERATOR, w.hull, w.owen, "facilitator", ends_on=until)
    work(days=26)
    assert line(w.amina, "facilitator-stays")[0] == "Dr Owen Pritchard stays, and goes on facilitating Hull"
    ends = f" until {day(until)}" if until else ""
    text = mail(w.amina, "facilitator-stays")
    assert f"Owen stays: Dr Owen Pritchard was to facilitate Hull until {day(last)}, and now goes on{ends}." in text
    assert mail(w.ben, "facilitator-stays") is None


@pytest.mark.parametrize(("days", "to"), [(20, None), (25, 28), (25, 31)])
def test_nobody_hears_that_somebody_stays_who_heard_of_no_end_or_hears_of_another(w, work, days, to):
    reflect(w.amina, w.hull)
    join(OPERATOR, w.hull, w.owen, "facilitator", ends_on=in_days(30))
    until = in_days(to) if to else None
    with clock.at(now() + timedelta(days=days)):
        join(OPERATOR, w.hull, w.owen, "facilitator", ends_on=until)
    work(days=days + 0.5)
    assert mail(w.amina, "facilitator-stays") is None
    assert line(w.amina, "facilitator-stays") is None
