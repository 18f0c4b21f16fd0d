"""Who waits, for whom, and for how long."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from lpcommunity.access.reader import OPERATOR
from lpcommunity.drafts.commands import save_draft
from lpcommunity.openings.commands import say
from lpcommunity.partnerships.memberships import end_membership
from lpcommunity.partnerships.models import Membership
from lpcommunity.reflections.commands import change_audience, submit, take_back, write_reflection
from lpcommunity.reviews.models import ACKNOWLEDGES
from lpcommunity.reviews.queries import WaitingTime, last_answer, places_of, queue_for
from lpcommunity.reviews.status_text import they_wait
from lpcommunity.reviews.waiting_overview import WaitingHere, first_waiting_for, longest_waiting, waiting_overview
from lpcommunity.storage import clock, now, session
from lpcommunity.web.humanize import short_day
from tests.factories import belongs, person, place, reading
from tests.reviews.world import WORDS, answer, new_key, world, written


def test_oldest_first_with_what_a_facilitator_needs(app):
    w = world()
    start = now()
    with clock.at(start):
        first = written(w)
    with clock.at(start + timedelta(days=1)):
        second = write_reflection(
            reading(w.colin), w.hull, new_key(), WORDS, cycle="driscoll", audience="public", submit=True
        )
    with clock.at(start + timedelta(days=9)):
        save_draft(
            reading(w.owen),
            new_key(),
            f"review:{second.id}",
            "/x",
            "",
            {"moves-0-says": ["One"], "moves-1-says": [" "]},
        )
        old, new = queue_for(reading(w.owen)).items
        assert (old.id, old.waited.days, old.answered, old.prompts, old.first_here) == (first.id, 9, 2, 3, True)
        assert (new.id, new.waited.days, new.drafted_moves, old.draft) == (second.id, 8, 1, None)
        answer(w.owen, first)
        assert [item.id for item in queue_for(reading(w.owen)).items] == [second.id]
        submit(reading(w.amina), first)
        again = queue_for(reading(w.owen)).items[-1]
        assert (again.id, again.round, again.first_here) == (first.id, 2, False)


def test_the_first_one_here_says_nothing_of_what_was_sent_elsewhere_or_is_readable_no_more(app):
    w = world()
    keele = place("Keele")
    belongs(w.amina, keele)
    amina = reading(w.amina)
    write_reflection(amina, keele, new_key(), WORDS, cycle="driscoll", audience="facilitators", submit=True)
    back, narrowed = written(w), written(w)
    take_back(amina, back)
    change_audience(amina, narrowed, "me")
    written(w)
    (item,) = queue_for(reading(w.owen)).items
    assert item.first_here
    written(w)
    assert [one.first_here for one in queue_for(reading(w.owen)).items] == [False, False]


def test_only_what_waits_for_this_person(app):
    w = world()
    keele = place("Keele")
    newcomer = person("Ruth Adeyemi")
    belongs(w.amina, keele)
    elsewhere = write_reflection(
        reading(w.amina), keele, new_key(), WORDS, cycle="driscoll", audience="public", submit=True
    )
    back, narrowed, waits = written(w), written(w), written(w)
    take_back(reading(w.amina), back)
    change_audience(reading(w.amina), narrowed, "me")
    assert [item.id for item in queue_for(reading(w.owen)).items] == [waits.id]
    both = [w.hull.id, keele.id]
    assert first_waiting_for(reading(w.owen), both) == {w.hull.id: WaitingHere(1, WaitingTime(waits.waiting_since))}
    assert first_waiting_for(reading(w.owen), [keele.id]) == first_waiting_for(reading(w.amina), both) == {}
    assert [queue_for(reading(who)).items for who in (w.amina, w.colin, newcomer)] == [[], [], []]
    term = belongs(newcomer, keele, "facilitator")
    assert queue_for(reading(newcomer)).items == []
    assert first_waiting_for(reading(newcomer), both) == {}
    say(reading(w.amina), {(elsewhere.id, term.id): True})
    assert [item.id for item in queue_for(reading(newcomer)).items] == [elsewhere.id]
    gone = session().scalars(select(Membership).where(Membership.person_id == w.owen.id)).one()
    end_membership(OPERATOR, gone)
    assert queue_for(reading(w.owen)).items == [], "and whoever goes loses it at once"


def test_days_are_those_of_the_calendar_and_weekends_are_short():
    friday = datetime(2018, 2, 16, 23, 30, tzinfo=UTC)
    with clock.at(friday + timedelta(hours=1)):
        assert WaitingTime(friday).days == 1, "since yesterday"
    with clock.at(friday + timedelta(days=4)):
        assert WaitingTime(friday).rests == [True, True, False, False]


def test_where_the_last_answer_went(app):
    w = world()
    assert last_answer(reading(w.owen)) is None
    answer(w.owen, written(w), ACKNOWLEDGES)
    last = last_answer(reading(w.owen))
    assert last is not None
    assert last[0] == "Hull"


def test_the_programme_team_sees_places_and_days_only(app):
    w = world()
    place("Keele")
    start = now()
    with clock.at(start):
        written(w)
    with clock.at(start + timedelta(days=3)):
        written(w, "community")
        hull, keele = waiting_overview()
    with clock.at(start + timedelta(days=4)):
        assert (hull.name, hull.facilitators, [one.days for one in hull.waited]) == ("Hull", 1, [4, 1])
    assert (keele.name, keele.facilitators, keele.waited) == ("Keele", 0, ())
    assert set(vars(hull)) == {"name", "slug", "facilitators", "waited", "waiting"}


def test_a_short_overview_begins_as_the_whole_one(app):
    w = world()
    keele = place("Keele")
    for _ in range(3):
        written(w)
    short = longest_waiting(5)
    assert [(one.name, one.facilitators, one.waiting) for one in short] == [("Hull", 1, 3)]
    whole = waiting_overview()
    assert [one.name for one in whole] == ["Hull", "Keele"], "and the whole one those without a facilitator"
    assert whole[0].waited[:1] == short[0].waited
    asker = person()
    belongs(asker, keele)
    write_reflection(reading(asker), keele, new_key(), WORDS, cycle="driscoll", audience="facilitators", submit=True)
    assert [(one.name, one.facilitators) for one in longest_waiting(5)] == [("Hull", 1), ("Keele", 0)]
    assert longest_waiting(1) == short[:1]


def test_of_those_who_wait_it_is_said_since_when_or_that_they_sent_it_today(app):
    def waited(*days):
        return they_wait([WaitingTime(now() - timedelta(days=one)) for one in days])

    old, older = (short_day(now() - timedelta(days=one)) for one in (2, 3))
    assert waited(0) == "One reflection was sent today."
    assert waited(0, 0) == "Two reflections were sent today."
    assert waited(2) == f"One reflection waits, since {old}."
    assert waited(3, 3, 2) == f"Three reflections wait, since {older} and {old}."
    assert waited(2, 0) == f"Two reflections wait, since {old}, and one was sent today."
    assert waited(2, 0, 0) == f"Three reflections wait, since {old}, and others were sent today."


def test_what_was_taken_back_was_not_reflected(app):
    w = world()
    start = now()
    with clock.at(start):
        first = written(w, "partnership")
        answer(w.owen, first)
    with clock.at(start + timedelta(days=2)):
        submit(reading(w.amina), first)
        take_back(reading(w.amina), first)
    [hull] = places_of(reading(w.owen))
    assert hull.reflected_at == hull.answered_at == start


def test_a_long_queue_is_read_page_by_page(app):
    w = world()
    start = now()
    for hours in (0, 0, 1):
        with clock.at(start + timedelta(hours=hours)):
            written(w)
    whole = queue_for(reading(w.owen))
    assert (len(whole.items), whole.total, whole.next) == (3, 3, None)
    first = queue_for(reading(w.owen), size=2)
    assert (first.items, first.total) == (whole.items[:2], 3)
    rest = queue_for(reading(w.owen), first.next, size=2)
    assert (rest.items, rest.total, rest.next) == (whole.items[2:], 3, None)
    assert queue_for(reading(w.owen), "nonsense").items == whole.items


def test_a_queue_costs_the_same_however_long_it_is(app, count_queries):
    w = world()
    counts = []
    for _ in range(2):
        for _ in range(3):
            written(w)
        session().rollback()
        with count_queries() as asked:
            queue_for(reading(w.owen))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 4, asked
