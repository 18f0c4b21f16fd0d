"""To whom what waits will open by itself; and what can be done with what was taken back."""

from datetime import timedelta

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.openings.commands import GRACE, introduce, note_told, say
from lpcommunity.openings.models import Introduction
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.reflections.commands import change_audience, submit, take_back
from lpcommunity.reviews.unanswered import open_what_waits
from lpcommunity.storage import now, session, today
from lpcommunity.web.humanize import clock_time, short_day
from tests import factories as make
from tests.factories import reading
from tests.openings.conftest import answer
from tests.readers.conftest import days_ago, reflect
from tests.readers.test_numbers import leave
from tests.readers.test_pages import lists, page_of

LATER = "unless you say no or take it back"


@pytest.fixture
def waiting(w):
    """What Amina sent when nobody facilitated."""
    with days_ago(40):
        leave(w, w.owen)
    with days_ago(9):
        return reflect(w)


def comes(w, ago: float, told: float | None = None, **term):
    """Tom facilitates from so many days ago on, and Amina is told of him so many days ago."""
    with days_ago(ago):
        found = make.belongs(w.tom, w.bedford, "facilitator", **term)
        introduce(found.id)
    [introduction] = session().query(Introduction).filter_by(membership_id=found.id)
    if told is not None:
        with days_ago(told):
            note_told(introduction.id)
    return found, introduction


def test_it_says_to_whom_it_opens_and_when(w, waiting):
    assert "Bedford has no facilitator just now." in page_of(w, waiting)
    comes(w, 2, told=1)
    page = page_of(w, waiting)
    opens = now() - timedelta(days=1) + GRACE
    assert f"From {short_day(opens)}, {clock_time(opens)}: Tom Beddoes, {LATER}." in page
    assert "and reaches none of those who are there now" in page
    assert lists(page)[0] == "Now, only you"


def test_it_opens_when_the_term_begins_if_that_is_later_and_never_if_it_ended_before(w, waiting):
    first = today() + timedelta(days=9)
    found, _ = comes(w, 1, told=1, since=first)
    assert f"From {short_day(first)}, 0:00: Tom Beddoes, {LATER}." in page_of(w, waiting)
    end_membership(OPERATOR, found)
    assert LATER not in page_of(w, waiting)


def test_a_term_that_is_over_by_then_opens_nothing(w, waiting):
    comes(w, 1, told=0, until=today() + timedelta(days=1))
    assert LATER not in page_of(w, waiting)


def test_until_its_author_is_told_there_is_no_day(w, waiting):
    _, introduction = comes(w, 2)
    assert f"Three days after the e-mail that tells you the name: Tom Beddoes, {LATER}." in page_of(w, waiting)
    with days_ago(3.01):
        note_told(introduction.id)
    assert f"In a few minutes: Tom Beddoes, {LATER}." in page_of(w, waiting)


def test_what_was_opened_refused_or_taken_back_opens_to_nobody_later(w, waiting):
    found, _ = comes(w, 2, told=1)
    say(reading(w.amina), {(waiting.id, found.id): False})
    assert LATER not in page_of(w, waiting)
    say(reading(w.amina), {(waiting.id, found.id): True})
    assert LATER not in page_of(w, waiting)
    assert lists(page_of(w, waiting))[0] == "Now, one person"
    other = reflect(w)
    assert LATER not in page_of(w, other), "it was sent after Tom had come"
    take_back(reading(w.amina), waiting)
    assert LATER not in page_of(w, waiting)


def test_what_it_announces_is_what_opens(w, waiting):
    _, introduction = comes(w, 5, told=3.01)
    assert LATER in page_of(w, waiting)
    open_what_waits(introduction.id)
    page = page_of(w, waiting)
    assert LATER not in page
    assert lists(page)[0] == "Now, one person"


def test_of_what_others_read_anyway_the_exchange_opens(w, waiting):
    change_audience(reading(w.amina), waiting, "community")
    comes(w, 2, told=1)
    assert f"Tom Beddoes can read the exchange, too, {LATER}." in page_of(w, waiting)


def test_a_second_round_opens_to_nobody_by_itself(w):
    with days_ago(9):
        entry = reflect(w)
        answer(w.owen, entry)
        submit(reading(w.amina), entry)
    comes(w, 2, told=1)
    assert LATER not in page_of(w, entry)


def test_what_was_taken_back_is_to_be_sent_again_first(w):
    entry = reflect(w)
    assert "Change who it is for" in page_of(w, entry)
    take_back(reading(w.amina), entry)
    page = page_of(w, entry)
    assert "Change who it is for" not in page
    again = f'<a class="govuk-link" dir="auto" href="/reflections/{entry.id}">Send it again</a>'
    assert f"You took it back. {again} first." in page
    assert "It is your draft again." in page
    leave(w, w.amina)
    assert "Send it again" not in page_of(w, entry), "who has left cannot"
