"""What is said of several at once is true of each of them."""

from datetime import UTC, datetime, timedelta

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.readers.intervals import Interval
from lpcommunity.readers.time_text import stretch
from lpcommunity.reflections.commands import change_audience
from lpcommunity.storage import now, session, today
from lpcommunity.web.humanize import clock_time, short_day
from tests import factories as make
from tests.factories import reading
from tests.readers.conftest import days_ago, post, reflect
from tests.readers.test_pages import lists, page_of


def leave(w, *people):
    """End what they are in Bedford."""
    for one in people:
        for term in session().query(Membership).filter_by(person_id=one.id, partnership_id=w.bedford.id, ended_at=None):
            end_membership(OPERATOR, term)


def test_facilitators_who_are_a_number_stand_apart_by_whether_they_read_the_exchange(w):
    with days_ago(100):
        entry = reflect(w)
    for days, who in ((80, w.nobody), (60, w.tom)):
        with days_ago(days):
            make.belongs(who, w.bedford, "facilitator")
    with days_ago(90):
        change_audience(reading(w.amina), entry, "partnership")
    leave(w, w.amina)
    _, present, _ = lists(page_of(w, entry))
    began = now() - timedelta(days=80)
    assert present["One facilitator of Bedford"][1] == "They also read the exchange."
    assert present["Two facilitators of Bedford"] == (
        f"since {short_day(began)}, {clock_time(began)}, at the earliest",
        "They do not read the exchange, which began before.",
    )


def test_members_who_are_a_number_read_it_since_then_at_the_earliest(w):
    with days_ago(100):
        entry = post(w.amina, w.bedford, "partnership")
    opened = f"since {short_day(now() - timedelta(days=100))}, {clock_time(now() - timedelta(days=100))}"
    leave(w, w.amina)
    assert lists(page_of(w, entry))[1]["Two people of Bedford"] == (
        opened,
        "It was for your partnership from the beginning.",
    )
    with days_ago(20):
        make.belongs(w.tom, w.bedford)
    assert lists(page_of(w, entry))[1]["Three people of Bedford"] == (
        f"{opened}, at the earliest",
        "It was for your partnership from the beginning. Whoever came later, since they came.",
    )


def test_a_place_too_large_to_be_read_claims_no_more(w, monkeypatch):
    monkeypatch.setattr("lpcommunity.readers.queries.MOST_TERMS", 2)
    with days_ago(100):
        entry = post(w.amina, w.bedford, "partnership")
    assert lists(page_of(w, entry))[1]["Two people of Bedford"][0].endswith(", at the earliest")


def test_a_lead_alone_is_compared_with_nobody(w):
    leave(w, w.callum)
    _, present, _ = lists(page_of(w, post(w.amina, w.bedford, "partnership")))
    assert present["Helen Marchetti"][1] == "It was for your partnership from the beginning."


def test_a_last_day_is_said_itself(w):
    with days_ago(50):
        entry = post(w.amina, w.bedford, "partnership")
    with days_ago(40):
        until = today() + timedelta(days=9)  # as the day is in London then, which may have been in summer
        make.belongs(w.tom, w.bedford, until=until)
    last = short_day(until)
    page = page_of(w, entry)
    assert lists(page)[2]["Tom Beddoes"][0].endswith(last)
    assert f"to {last}; " in page or f"to {last}. " in page, "what the picture says"


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """In November, when London has no summer time."""
    return datetime(2024, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (at(11, 9, 22), at(19), "11 to 18 November 2024"),
        (at(11, 9, 22), at(12), "11 November 2024, from 9:22"),
        (at(11), at(12), "11 November 2024"),
        (at(11, 9, 22), at(11, 9, 25), "11 November 2024, 9:22 to 9:25"),
        (at(11, 9, 22), at(11, 9, 22) + timedelta(seconds=9), "11 November 2024, 9:22"),
        (at(11, 9, 22), at(12, 0, 5), "11 to 12 November 2024"),
        (datetime(2024, 6, 11, 23, tzinfo=UTC), datetime(2024, 6, 12, 23, tzinfo=UTC), "12 June 2024"),
    ],
)
def test_a_stretch_of_time_is_said_by_its_days(since, until, said):
    assert stretch(Interval(since, until)) == said
