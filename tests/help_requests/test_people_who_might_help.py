"""Who is thought of for a request: by their own words, as far as whoever asks may read them, and not too often."""

from datetime import timedelta

import pytest

from lpcommunity.access import Missing
from lpcommunity.entries.commands import change_entry_audience, withdraw_entry
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.help_requests.askings import thought_of
from lpcommunity.help_requests.commands import ask_person, look_for_people, suggest_people
from lpcommunity.help_requests.matching_words import best_line, score, stems, weighed
from lpcommunity.storage import clock, now
from tests.factories import belongs, person, place, reading
from tests.help_requests.world import asks, request_of, says, suggested_for, work, world


@pytest.fixture
def w(begin_with):
    return begin_with(world)


def _says(who, made) -> list[tuple[str, str | None]]:
    return [(one.first_name, one.wrote) for one in thought_of(reading(who), [made.id])[made.id]]


def test_people_of_other_places_and_neither_who_left_nor_who_belongs_nowhere(app, w):
    made = asks(w.grace, w.hull)
    work(app)
    assert suggested_for(made) == ["Samira"]
    assert _says(w.grace, made) == [("Samira", None)]
    made = asks(w.peter, w.keele, title="Another")
    work(app)
    assert suggested_for(made) == ["Martin"]  # and none of her own place


def test_what_somebody_wrote_speaks_for_them_as_far_as_whoever_asks_may_read_it(app, w):
    for audience in AUDIENCES:
        writer = person(f"{audience.title()} Writer")
        belongs(writer, w.keele)
        asks(writer, w.keele, "", audience=audience, title=f"The bus operator, for {audience}")
    writer = person("Withdrawn Writer")
    belongs(writer, w.keele)
    withdraw_entry(reading(writer), asks(writer, w.keele, "", title="The bus operator, once"))
    made = asks(w.grace, w.hull)
    work(app)
    assert set(suggested_for(made)) == {"Samira", "Community", "Public"}


def test_a_title_that_says_the_same_is_named_as_the_reason(app, w):
    told = asks(w.peter, w.keele, "", title="The bus operators wanted a contract")
    hidden = asks(w.owen, w.keele, "", audience="partnership", title="Our own bus operators")
    made = asks(w.grace, w.hull)
    work(app)
    assert ("Peter", "The bus operators wanted a contract") in _says(w.grace, made)
    assert "Owen" not in suggested_for(made)
    assert hidden.title not in str(_says(w.martin, made))
    change_entry_audience(reading(w.peter), told, "partnership")
    assert "Peter" not in dict(_says(w.grace, made))  # what spoke for them is closed to her


def test_the_same_theme_speaks_for_somebody_too(app, w):
    asks(w.peter, w.keele, "", title="Quite another thing", theme_ids=[w.theme.id])
    asks(w.owen, w.keele, "", title="And another", theme_ids=[w.other_theme.id])
    made = asks(w.grace, w.hull, theme_ids=[w.theme.id])
    work(app)
    assert set(suggested_for(made)) == {"Peter", "Samira"}


@pytest.mark.parametrize(("audience", "who"), [("me", []), ("facilitators", []), ("partnership", ["Martin"])])
def test_nobody_is_thought_of_who_may_not_read_it(app, w, audience, who):
    made = asks(w.grace, w.hull, audience=audience)
    work(app)
    assert suggested_for(made) == who


def test_nobody_is_suggested_to_more_than_two_askers_a_week(app, w):
    places = [place() for _ in range(3)]
    askers = [person(f"Asker{n} Person") for n in "ABC"]
    for who, where in zip(askers, places, strict=True):
        belongs(who, where)
    made = [asks(who, where) for who, where in zip(askers, places, strict=True)]
    again = asks(askers[0], places[0])  # the same asker counts once
    work(app)
    assert [suggested_for(one).count("Samira") for one in (*made, again)] == [1, 1, 0, 1]
    with pytest.raises(Missing):
        ask_person(reading(askers[2]), made[2], w.samira.id)
    with clock.at(now() + timedelta(days=6)):
        assert look_for_people(reading(askers[2]), made[2]) == 0
    with clock.at(now() + timedelta(days=8)):
        look_for_people(reading(askers[2]), made[2])
    assert "Samira" in suggested_for(made[2])


def test_what_was_asked_long_ago_takes_nothing_from_this_week(app, w):
    long_ago = now() - timedelta(days=100)
    for n in range(3):
        who, where = person(f"Formerly{n}"), place()
        belongs(who, where, since=long_ago.date())
        with clock.at(long_ago + timedelta(days=20 * n)):
            asks(who, where)
    made = asks(w.grace, w.hull)
    work(app)
    assert "Samira" in suggested_for(made)


def test_up_to_five_are_thought_of_and_looking_again_adds_whoever_came(app, w):
    for n in range(5):
        who = person(f"Helper{n}")
        belongs(who, w.keele)
        says(who, "Buses, operators")
    made = asks(w.grace, w.hull)
    work(app)
    assert len(suggested_for(made)) == 5
    assert look_for_people(reading(w.grace), made) == 0
    suggest_people(request_of(made).id, now())
    assert len(suggested_for(made)) == 5


def test_whoever_was_thought_of_goes_from_the_list_with_their_membership_or_their_words(app, w):
    says(w.peter, "Buses")
    made = asks(w.grace, w.hull)
    work(app)
    says(w.peter, "")
    assert _says(w.grace, made) == [("Samira", None)]
    ask_person(reading(w.grace), made, w.peter.id)
    assert len(_says(w.grace, made)) == 2  # who was asked stays


def test_words_are_found_by_their_stems_and_empty_ones_say_nothing():
    assert stems("What does a second landlord need?") == ["landlord"]
    assert set(stems("Landlords promised; promising operators")) == {*stems("landlord promise operator")}
    assert stems("A café, two buses and a bus") == ["caf", "bus"]
    wanted = weighed("Bus operators in writing?", "The week", ["Inclusive growth"])
    assert score(wanted, "Operators, buses") > score(wanted, "Growth") > score(wanted, "Meters") == 0
    assert best_line(wanted, "Rooms.\nBus operators; meters") == "Bus operators"
