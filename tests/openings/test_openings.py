"""What was confided before a facilitator began stays closed to them until its author says yes."""

from datetime import timedelta

import pytest

from lpcommunity.access import Missing, Refused
from lpcommunity.access.reader import OPERATOR
from lpcommunity.accounts import commands as accounts
from lpcommunity.entries.commands import change_entry_audience
from lpcommunity.entries.content import Content
from lpcommunity.entries.models import AudiencePeriod, Revision
from lpcommunity.entries.policy import can_read, can_read_revision
from lpcommunity.entries.versions import revision, versions
from lpcommunity.openings.commands import say
from lpcommunity.openings.queries import asked_in
from lpcommunity.partnerships.memberships import end_membership, join
from lpcommunity.reflections.commands import change_audience, edit_reflection, submit, take_back
from lpcommunity.reviews.policy import can_read_exchange
from lpcommunity.reviews.queries import queue_for
from lpcommunity.storage import clock, now, session, today
from tests import factories as make
from tests.factories import reading
from tests.openings.conftest import answer, reflect


def reads(who, reflection):
    return can_read(reading(who), reflection)


def test_a_new_facilitator_reads_what_is_confided_from_then_on(w):
    before = reflect(w.amina, w.hull)
    make.belongs(w.priya, w.hull, "facilitator")
    after = reflect(w.amina, w.hull)
    assert (reads(w.priya, before), reads(w.priya, after)) == (False, True)
    assert (reads(w.owen, before), reads(w.owen, after)) == (True, True)
    assert [one.id for one in queue_for(reading(w.priya)).items] == [after.id]


def test_an_exchange_that_began_before_stays_closed_with_its_later_rounds(w):
    reflection = reflect(w.amina, w.hull)
    answer(w.owen, reflection)
    make.belongs(w.priya, w.hull, "facilitator")
    submit(reading(w.amina), reflection)
    assert not reads(w.priya, reflection)
    assert queue_for(reading(w.priya)).items == []
    with pytest.raises(Refused):
        answer(w.priya, reflection)


def test_when_it_is_widened_its_text_opens_and_the_exchange_does_not(w):
    reflection = reflect(w.amina, w.hull)
    answer(w.owen, reflection)
    make.belongs(w.priya, w.hull, "facilitator")
    change_audience(reading(w.amina), reflection, "community")
    assert reads(w.priya, reflection)
    assert not can_read_exchange(reading(w.priya), reflection)


def test_a_yes_opens_one_exchange_to_one_facilitator_for_one_term(w):
    one, other = reflect(w.amina, w.hull), reflect(w.amina, w.hull)
    term = make.belongs(w.priya, w.hull, "facilitator")
    ruth = make.person("Ruth Adeyemi")
    make.belongs(ruth, w.hull, "facilitator")
    assert say(reading(w.amina), {(one.id, term.id): True, (other.id, term.id): False}) == 1
    assert (reads(w.priya, one), reads(w.priya, other), reads(ruth, one)) == (True, False, False)
    end_membership(OPERATOR, term)
    make.belongs(w.priya, w.hull, "facilitator")
    assert not reads(w.priya, one)


def test_a_no_can_become_a_yes_and_a_yes_stays(w):
    reflection = reflect(w.amina, w.hull)
    term = make.belongs(w.priya, w.hull, "facilitator")
    for yes, opened in ((False, False), (True, True), (False, True)):
        say(reading(w.amina), {(reflection.id, term.id): yes})
        assert reads(w.priya, reflection) is opened


def test_nobody_but_the_author_opens_anything_and_to_nobody_but_a_facilitator_of_the_place(w):
    reflection, elsewhere = reflect(w.amina, w.hull), reflect(w.ben, w.leeds)
    term = make.belongs(w.priya, w.hull, "facilitator")
    member = make.belongs(make.person("Cora Cole"), w.hull)
    for who in (w.priya, w.owen, w.colin, w.team, w.ben):
        with pytest.raises(Refused):
            say(reading(who), {(reflection.id, term.id): True})
    for membership, entry, who in ((member, reflection, w.amina), (term, elsewhere, w.ben)):
        with pytest.raises(Missing):
            say(reading(who), {(entry.id, membership.id): True})
    end_membership(OPERATOR, term)
    with pytest.raises(Missing):
        say(reading(w.amina), {(reflection.id, term.id): True})


def test_whoever_confided_something_is_told_once_by_name_and_nobody_else(w, work, told):
    reflect(w.amina, w.hull), reflect(w.amina, w.hull), reflect(w.ben, w.leeds)
    make.update(w.colin, w.hull, "community")
    make.belongs(w.priya, w.hull, "facilitator")
    work()
    assert told(w.amina) == (["facilitator-introduced"], ["facilitator-introduced"])
    assert [told(who) for who in (w.colin, w.ben, w.owen, w.priya, w.team)] == [([], [])] * 5


def test_what_waits_for_its_first_answer_opens_three_days_after_its_author_was_told(w, work, told):
    waits, answered, again = (reflect(w.amina, w.hull) for _ in range(3))
    answer(w.owen, answered)
    answer(w.owen, again)
    submit(reading(w.amina), again)
    make.belongs(w.priya, w.hull, "facilitator")
    work()
    work(days=2.9)
    assert not reads(w.priya, waits)
    work(days=3.1)
    with clock.at(now() + timedelta(days=3.2)):
        assert [reads(w.priya, one) for one in (waits, answered, again)] == [True, False, False]
        answer(w.priya, waits)
        assert reads(w.priya, waits), "once open, it stays so"
    assert told(w.priya)[0] == ["exchange-opened"]


def test_a_no_keeps_closed_what_waits_as_well(w, work):
    waits = reflect(w.amina, w.hull)
    term = make.belongs(w.priya, w.hull, "facilitator")
    work()
    say(reading(w.amina), {(waits.id, term.id): False})
    work(days=4)
    with clock.at(now() + timedelta(days=5)):
        assert not reads(w.priya, waits)
        say(reading(w.amina), {(waits.id, term.id): True})
        assert reads(w.priya, waits)


def test_what_was_taken_back_before_is_no_part_of_what_opens(w, work):
    author = reading(w.amina)
    waits = reflect(w.amina, w.hull, title="Candid")
    take_back(author, waits)
    edit_reflection(author, waits, Content.written("Harmless", {"body": "All is well."}), waits.version, cycle="free")
    submit(author, waits)
    term = make.belongs(w.priya, w.hull, "facilitator")
    work()
    work(days=4)
    with clock.at(now() + timedelta(days=5)):
        assert reads(w.priya, waits)
        assert [one.n for one in versions(reading(w.priya), waits)] == [3]
        assert [one.n for one in versions(reading(w.owen), waits)] == [1, 3], "who was there could read the first"
    assert term.role == "facilitator"


def test_what_was_sent_again_unchanged_can_be_answered_by_whoever_came_meanwhile(w):
    author, reflection = reading(w.amina), reflect(w.amina, w.hull)
    take_back(author, reflection)
    make.belongs(w.priya, w.hull, "facilitator")
    submit(author, reflection)
    assert [one.n for one in versions(reading(w.priya), reflection)] == [1]
    answer(w.priya, reflection)


def test_an_account_that_is_opened_again_facilitates_nothing(w, work, told):
    reflect(w.amina, w.hull)
    work()
    accounts.disable(OPERATOR, w.owen)
    work()
    assert told(w.amina)[0] == ["facilitator-left"]
    between = reflect(w.colin, w.hull)
    accounts.enable(OPERATOR, w.owen)
    assert not reads(w.owen, between)
    make.belongs(w.owen, w.hull, "facilitator")
    work()
    assert not reads(w.owen, between)
    assert told(w.colin)[0] == ["facilitator-introduced"]


def test_it_never_opens_if_it_was_taken_back(w, work):
    waits = reflect(w.amina, w.hull)
    make.belongs(w.priya, w.hull, "facilitator")
    work()
    take_back(reading(w.amina), waits)
    work(days=4)
    with clock.at(now() + timedelta(days=5)):
        assert not reads(w.priya, waits)


def test_it_never_opens_before_its_author_was_told_by_e_mail(w, work, app, monkeypatch):
    waits = reflect(w.amina, w.hull)
    make.belongs(w.priya, w.hull, "facilitator")
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1:9")
    work()
    work(days=4)
    with clock.at(now() + timedelta(days=5)):
        assert not reads(w.priya, waits)


def test_where_nobody_facilitated_it_waits_for_the_name_as_well(w, work):
    nowhere = make.place("Keele")
    make.belongs(w.colin, nowhere)
    waits = reflect(w.colin, nowhere)
    make.belongs(w.priya, nowhere, "facilitator")
    work()
    assert not reads(w.priya, waits)
    work(days=3.1)
    with clock.at(now() + timedelta(days=3.2)):
        assert reads(w.priya, waits)


def test_a_term_that_is_to_come_opens_nothing_before_its_first_day(w, work, told):
    before = reflect(w.amina, w.hull)
    term = make.belongs(w.priya, w.hull, "facilitator", since=today() + timedelta(days=10))
    work()
    assert told(w.amina)[0] == ["facilitator-introduced"]
    say(reading(w.amina), {(before.id, term.id): True})
    with clock.at(now() + timedelta(days=5)):
        between = reflect(w.colin, w.hull)
        assert not reads(w.priya, before)
    work(days=11)
    assert told(w.colin)[0] == ["facilitator-introduced"], "who confided something in between is told on the first day"
    assert told(w.amina)[0] == ["facilitator-introduced"], "and nobody twice"
    with clock.at(now() + timedelta(days=11)):
        assert (reads(w.priya, before), reads(w.priya, between)) == (True, False)


def test_a_week_before_the_last_day_it_is_told_to_those_whose_words_reach_them(w, work, told):
    reflect(w.amina, w.hull)
    term = join(OPERATOR, w.hull, w.owen, "facilitator", ends_on=today() + timedelta(days=30))
    reflect(w.colin, w.hull)
    work()
    work(days=22)
    assert told(w.colin) == ([], [])
    work(days=24)
    expected = (["facilitator-leaves"], ["facilitator-leaves"])
    assert [told(who) for who in (w.amina, w.colin, w.ben)] == [expected, expected, ([], [])]
    assert term.role == "facilitator"


def test_a_last_day_that_was_moved_is_told_a_week_before_the_new_one(w, work, told):
    reflect(w.amina, w.hull)
    join(OPERATOR, w.hull, w.owen, "facilitator", ends_on=today() + timedelta(days=30))
    join(OPERATOR, w.hull, w.owen, "facilitator", ends_on=today() + timedelta(days=60))
    work(days=40)
    assert told(w.amina) == ([], [])
    work(days=54)
    assert told(w.amina)[0] == ["facilitator-leaves"]


def test_an_end_that_was_not_planned_is_told_at_once(w, work, told):
    reflect(w.amina, w.hull)
    ruth = make.person("Ruth Adeyemi")
    term = make.belongs(ruth, w.hull, "facilitator")
    reflect(w.colin, w.hull)
    work()
    end_membership(OPERATOR, term)
    work()
    assert "facilitator-left" not in told(w.amina)[0], "what she confided was closed to Ruth"
    assert told(w.colin) == (["facilitator-left"], ["facilitator-left"])


def test_who_was_told_that_somebody_comes_is_told_that_they_do_not(w, work, told):
    reflect(w.amina, w.hull)
    term = make.belongs(w.priya, w.hull, "facilitator", since=today() + timedelta(days=10))
    work()
    end_membership(OPERATOR, term)
    work()
    assert told(w.amina)[0] == ["facilitator-introduced", "facilitator-left"]
    assert told(w.colin)[0] == []


def test_where_somebody_began_lately_it_is_said_for_thirty_days_whatever_the_answer(w, work):
    reflection = reflect(w.amina, w.hull)
    term = make.belongs(w.priya, w.hull, "facilitator")
    make.belongs(w.priya, w.leeds, "facilitator")
    work()
    month = timedelta(days=30)
    assert asked_in(reading(w.priya), now() - month) == ["Hull"]
    say(reading(w.amina), {(reflection.id, term.id): False})
    assert asked_in(reading(w.priya), now() - month) == ["Hull"]
    with clock.at(now() + timedelta(days=31)):
        assert asked_in(reading(w.priya), now() - month) == []


def test_what_was_taken_back_is_confided_no_more_and_nobody_is_asked_about_it(w, work, told):
    reflection = reflect(w.amina, w.hull, "community")
    assert reflection.confided_at is not None
    take_back(reading(w.amina), reflection)
    assert (reflection.confided_at, reflection.confided_version) == (None, None)
    make.belongs(w.priya, w.hull, "facilitator")
    work()
    assert told(w.amina) == ([], [])


def test_when_somebody_wrote_in_private_is_not_told_by_what_they_send_again(w):
    author, reflection = reading(w.amina), reflect(w.amina, w.hull)
    take_back(author, reflection)
    with clock.at(now() + timedelta(days=1)):
        edit_reflection(
            author, reflection, Content.written("", {"body": "In private."}), reflection.version, cycle="free"
        )
        written = reflection.updated_at
    with clock.at(now() + timedelta(days=2)):
        submit(author, reflection)
    assert reflection.updated_at == reflection.published_at > written


def test_from_when_on_it_was_for_whom_is_kept(w):
    reflection = reflect(w.amina, w.hull)
    take_back(reading(w.amina), reflection)
    submit(reading(w.amina), reflection)
    change_audience(reading(w.amina), reflection, "community")
    kept = session().query(AudiencePeriod.audience).filter_by(entry_id=reflection.id).order_by(AudiencePeriod.id)
    assert [audience for (audience,) in kept] == ["me", "facilitators", "community"]


def test_what_was_confided_anew_opens_and_its_earlier_versions_do_not(w):
    author = reading(w.amina)
    update = make.update(w.amina, w.hull, "facilitators")
    change_entry_audience(author, update, "community")
    make.belongs(w.priya, w.hull, "facilitator")
    change_entry_audience(author, update, "facilitators")
    for who, readable in ((w.priya, [2, 3]), (w.owen, [1, 2, 3])):
        reader = reading(who)
        assert [one.n for one in versions(reader, update)] == readable
        assert [n for n in (1, 2, 3) if revision(reader, update, n) is not None] == readable
        written = session().query(Revision).filter_by(entry_id=update.id).order_by(Revision.n)
        assert [one.n for one in written if can_read_revision(reader, update, one)] == readable
