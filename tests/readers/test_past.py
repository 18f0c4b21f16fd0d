"""Who could read it once: each by name as in the picture, for the time in which they really could."""

from datetime import timedelta

import pytest

from lpcommunity.access.reader import OPERATOR
from lpcommunity.entries.kinds import kind_of
from lpcommunity.openings.commands import say
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.readers import span_picture
from lpcommunity.readers.intervals import Interval
from lpcommunity.readers.reader_lines import Around
from lpcommunity.readers.time_text import stretch
from lpcommunity.readers.views import history_of
from lpcommunity.reflections.commands import change_audience, take_back
from lpcommunity.storage import now
from lpcommunity.web.humanize import short_day
from tests import factories as make
from tests.factories import reading
from tests.readers.conftest import close_account, days_ago, open_account, post, reflect
from tests.readers.test_numbers import leave
from tests.readers.test_pages import lists, page_of


def days(first: float, last: float) -> str:
    """From so many days ago to so many, as the page says it."""
    return stretch(Interval(now() - timedelta(days=first), now() - timedelta(days=last)))


def test_the_exchange_that_somebody_could_read_until_their_role_began_anew_stands_there(w):
    with days_ago(100):
        entry = reflect(w)
    with days_ago(90):
        term = make.belongs(w.tom, w.bedford, "facilitator")
        change_audience(reading(w.amina), entry, "community")
    with days_ago(80):
        say(reading(w.amina), {(entry.id, term.id): True})
    with days_ago(60):
        end_membership(OPERATOR, term)
    with days_ago(59):
        make.belongs(w.tom, w.bedford, "facilitator")
    _, present, once = lists(page_of(w, entry))
    assert present["Tom Beddoes, your facilitator"][1].endswith("Tom does not read the exchange, which began before.")
    assert once["Tom Beddoes"] == (
        days(80, 60),
        (
            "Tom could read the exchange then, and can still read what you wrote. "
            "Tom’s time as a facilitator ended then, and began anew."
        ),
    )


def test_somebody_who_left_could_read_the_exchange_for_a_part_of_their_time(w):
    with days_ago(100):
        entry = reflect(w)
    with days_ago(95):
        change_audience(reading(w.amina), entry, "partnership")
    with days_ago(90):
        term = make.belongs(w.tom, w.bedford, "facilitator")
    with days_ago(80):
        say(reading(w.amina), {(entry.id, term.id): True})
    with days_ago(60):
        end_membership(OPERATOR, term)
    assert lists(page_of(w, entry))[2]["Tom Beddoes"] == (
        days(90, 60),
        f"Tom facilitated Bedford until then. Tom could read the exchange, too: {days(80, 60)}.",
    )


def test_an_exchange_that_was_taken_back_was_read_until_then(w):
    with days_ago(100):
        entry = reflect(w)
    with days_ago(95):
        change_audience(reading(w.amina), entry, "partnership")
    with days_ago(90):
        take_back(reading(w.amina), entry)
    assert lists(page_of(w, entry))[2]["Dr Owen Pritchard"] == (
        days(100, 90),
        "Owen could read the exchange then, and can still read what you wrote.",
    )


def test_what_was_for_facilitators_stands_there_as_long_as_there_were_any(w):
    with days_ago(120):
        leave(w, w.owen)
    with days_ago(100):
        entry = reflect(w)
    with days_ago(60):
        term = make.belongs(w.tom, w.bedford, "facilitator")
        say(reading(w.amina), {(entry.id, term.id): True})
    with days_ago(50):
        end_membership(OPERATOR, term)
    with days_ago(40):
        take_back(reading(w.amina), entry)
    _, _, once = lists(page_of(w, entry))
    assert once["You and your facilitators"] == (
        days(60, 50),
        (
            "Until you took it back. What was read was read. "
            f"It was for them {days(100, 40)}; else it reached none of them."
        ),
    )
    assert once["Tom Beddoes"] == (
        days(60, 50),
        "Tom facilitated Bedford until then. Tom could read the exchange, too.",
    )


def test_what_reached_no_facilitator_claims_none(w):
    with days_ago(120):
        leave(w, w.owen)
    with days_ago(100):
        entry = reflect(w)
    with days_ago(40):
        take_back(reading(w.amina), entry)
    assert lists(page_of(w, entry))[2] == {
        "Only you": (days(100, 40), "It was for your facilitators, and reached none of them. Until you took it back.")
    }


def test_each_bar_with_a_name_has_its_line(w):
    with days_ago(100):
        entry = reflect(w)
        make.belongs(w.tom, w.bedford, "facilitator", until=(now() + timedelta(days=9)).date())
    with days_ago(90):
        change_audience(reading(w.amina), entry, "community")
    with days_ago(80):
        change_audience(reading(w.amina), entry, "me")
    author = reading(w.amina)
    found = history_of(author, kind_of("reflection").read(author, entry.id))
    bars = span_picture.rows(found, Around(author, "Bedford", 0, 9, withdrawn=False))
    _, present, once = lists(page_of(w, entry))
    named = [one.label for one in bars if one.label in {"Owen", "Tom", "Dr Owen Pritchard", "Tom Beddoes"}]
    assert len(named) == 2
    assert all(any(one in who for who in [*present, *once]) for one in named)


@pytest.mark.parametrize(("together", "said"), [(True, "They left at the same time."), (False, "They left at diff")])
def test_two_without_a_name_left_together_or_not(w, together, said):
    with days_ago(100):
        entry = post(w.amina, w.bedford, "partnership")
        terms = [make.belongs(one, w.bedford) for one in (w.nobody, make.person("Nora Nemo"))]
    for term, ago in zip(terms, (30, 30 if together else 20), strict=True):
        with days_ago(ago):
            end_membership(OPERATOR, term)
    when, what = lists(page_of(w, entry))[2]["Two people"]
    assert what.startswith(said)
    if not together:
        assert what == f"They left at different times; both had left by {short_day(now() - timedelta(days=20))}."
        assert when == f"at times, {days(100, 20)}"


def test_who_came_back_without_a_name_is_said_to_read_again(w):
    with days_ago(100):
        entry = post(w.amina, w.bedford, "partnership")
        terms = [make.belongs(one, w.bedford) for one in (w.nobody, make.person("Nora Nemo"))]
    with days_ago(30):
        for term in terms:
            end_membership(OPERATOR, term)
    make.belongs(w.nobody, w.bedford)
    leave(w, w.amina)
    assert lists(page_of(w, entry))[2]["Two people"][1].endswith("One of them can read it again now.")


def test_a_facilitator_whose_account_was_closed_and_opened_again_reads_from_the_new_term_on(w):
    with days_ago(100):
        entry = reflect(w)
    with days_ago(90):
        change_audience(reading(w.amina), entry, "partnership")
    with days_ago(50):
        leave(w, w.owen)  # as closing an account does
        close_account(w.owen)
    open_account(w.owen)
    with days_ago(20):
        make.belongs(w.owen, w.bedford, "facilitator")
    _, present, once = lists(page_of(w, entry))
    when, what = present["Dr Owen Pritchard, your facilitator"]
    assert when.startswith(f"since {short_day(now() - timedelta(days=20))}")
    assert what.endswith("Owen does not read the exchange, which began before.")
    assert once["Dr Owen Pritchard"][0] == days(100, 50)


def test_what_is_said_of_closed_accounts_is_no_more_than_is_known(w):
    page = page_of(w, post(w.amina, w.bedford))
    assert "Whether somebody’s account was closed for a time, and opened again." in page
    assert "Who joined or left other places meanwhile." in page
