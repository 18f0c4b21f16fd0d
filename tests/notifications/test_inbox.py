"""The right people are told, of what they may read, once, and for the strongest reason."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lpcommunity import outbox
from lpcommunity.entries.models import AUDIENCES
from lpcommunity.entries.policy import can_read
from lpcommunity.following.commands import follow
from lpcommunity.notifications import queries, recipients
from lpcommunity.partnerships import memberships
from lpcommunity.people.models import Person
from lpcommunity.reflections import commands as reflections
from lpcommunity.reflections.domain_events import ReflectionShared
from lpcommunity.reviews.commands import send_replies
from lpcommunity.reviews.models import Move
from lpcommunity.storage import clock, now, session, transactional
from lpcommunity.thanks.commands import say_thanks
from tests import factories
from tests.factories import reading
from tests.notifications.conftest import answer, reflect

happen = transactional(outbox.record)


def test_a_shared_reflection_reaches_those_around_and_those_who_follow(world, work, lines):
    follow(reading(world.cora), partnership=world.hull)
    follow(reading(world.ben), partnership=world.hull)
    reflect(world.ann, world.hull, "community", submit=False)
    work()
    assert lines(world.ann) == []
    assert lines(world.ben) == [("reflection-shared", "member")]
    assert lines(world.owen) == [("reflection-shared", "facilitator")]
    assert lines(world.cora) == [("reflection-shared", "follows-partnership")]
    assert lines(world.team) == []


def test_followers_hear_only_what_they_may_read(world, work, lines):
    follow(reading(world.cora), person=world.ann)
    reflect(world.ann, world.hull, "partnership", submit=False)
    work()
    assert lines(world.cora) == []
    assert lines(world.ben) == [("reflection-shared", "member")]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nobody_is_told_who_may_not_read(world, audience):
    entry = factories.update(world.ann, world.hull, audience)
    people = list(session().scalars(select(Person)))
    for person in people:
        if person.id != world.ann.id:
            follow(reading(person), person=world.ann)
    facts = recipients.entry_facts(entry.id)
    assert facts is not None
    told = [one.person_id for one in recipients.around(facts)]
    everyone = session().scalars(select(Person).where(Person.id != world.ann.id))
    assert len(told) == len(set(told))
    assert set(told) == {person.id for person in everyone if can_read(reading(person), entry)}


def test_it_is_decided_when_they_are_told(world, work, lines):
    entry = reflect(world.ann, world.hull, "community", submit=False)
    reflections.change_audience(reading(world.ann), entry, "facilitators")
    work()
    assert lines(world.ben) == []


def test_an_event_is_told_once_a_person(world, work, lines):
    entry = reflect(world.ann, world.hull, "community", submit=False)
    work()
    happen(ReflectionShared(entry.id, world.ann.id))
    work()
    assert len(lines(world.ben)) == 2


def test_a_submitted_reflection_is_told_to_its_facilitators_only(world, work, lines, mails):
    reflect(world.ann, world.hull)
    work()
    assert lines(world.owen) == [("reflection-waiting", "facilitator")]
    assert [lines(who) for who in (world.ann, world.ben, world.cora, world.team)] == [[], [], [], []]
    (mail,) = mails()
    assert (mail.to, mail.subject) == (world.owen.email, "A reflection from Hull is waiting for you")
    for told in (mail.subject, mail.text, mail.html):
        assert "forty firms" not in told
        assert "Ann" not in told


def test_what_was_taken_back_is_not_told(world, work, lines, mails):
    reflection = reflect(world.ann, world.hull)
    reflections.take_back(reading(world.ann), reflection)
    work()
    assert lines(world.owen) == []
    assert mails() == []


def test_a_line_vanishes_with_the_right_to_read(world, work, lines):
    reflection = reflect(world.ann, world.hull)
    work()
    assert queries.unread_count(reading(world.owen)) == 1
    reflections.take_back(reading(world.ann), reflection)
    assert queries.unread_count(reading(world.owen)) == 0
    assert queries.inbox(reading(world.owen)).lines == []


def test_an_answer_is_told_to_the_author(world, work, lines, mails):
    reflection = reflect(world.ann, world.hull)
    answer(world.owen, reflection)
    work()
    assert lines(world.ann) == [("answered", "author")]
    (mail,) = mails("answered")
    assert mail.to == world.ann.email
    assert mail.subject == "Owen has answered “Why did forty firms never ring back?”"
    assert f"/reflections/{reflection.id}" in mail.text
    assert "Whose question" not in mail.text


def test_replies_are_told_to_those_who_answered(world, work, lines, mails):
    ruth = factories.person("Ruth Adeyemi")
    factories.belongs(ruth, world.hull, "facilitator")
    reflection = reflect(world.ann, world.hull)
    answer(world.owen, reflection)
    work()
    move = session().scalars(select(Move)).one()
    before = len(mails())
    send_replies(
        reading(world.ann), reflection, "0b6f8f0e-0000-4000-8000-000000000001", {move.id: "Theirs, I think now."}
    )
    work()
    assert lines(world.owen)[-1] == ("replied", "facilitator")
    assert ("replied", "facilitator") not in lines(ruth)
    assert len(mails()) == before


def test_thanks_are_told_to_the_author(world, work, lines):
    entry = factories.update(world.ann, world.hull)
    say_thanks(reading(world.cora), entry)
    work()
    assert lines(world.ann) == [("thanked", "author")]


def test_the_programme_team_hears_of_a_missing_facilitator_and_of_nothing_else(world, work, lines, mails):
    reflect(world.cora, world.leeds)
    work()
    assert lines(world.team) == [("facilitator-missing", "programme-team")]
    (mail,) = mails()
    assert mail.to == world.team.email
    assert mail.subject == "Leeds has no facilitator, and a reflection is waiting"
    (line,) = queries.inbox(reading(world.team)).lines
    assert (line.entry_id, line.title, line.actor, line.place) == (None, "", "", "Leeds")
    assert "forty firms" not in mail.text + mail.html
    assert "Cora" not in mail.text + mail.html


def test_whoever_is_added_hears_of_it(world, work, lines):
    factories.belongs(world.cora, world.hull)
    work()
    assert lines(world.cora) == []  # the operator's command line tells nobody
    dora = factories.person("Dora Dean")
    memberships.join(reading(world.team), world.hull, dora, "member")
    factories.belongs(world.team, world.hull, "deputy")
    memberships.join(reading(world.team), world.hull, world.team, "member")
    work()
    assert lines(dora) == [("belongs", "member")]
    assert lines(world.team) == []  # nobody is told of what they did themselves


def test_the_unread_count_is_capped_and_one_query(world, work, count_queries):
    entry = factories.update(world.ann, world.hull)
    for n in range(25):
        who = factories.person(f"Reader {n}")
        factories.belongs(who, world.leeds)
        say_thanks(reading(who), entry)
    work()
    assert queries.unread_count(reading(world.ann)) == 21
    session().rollback()
    me = reading(session().get_one(Person, world.ann.id))
    with count_queries() as asked:
        queries.unread_count(me)
    assert len(asked) == 1, asked


def test_pages_of_the_inbox_follow_each_other(world, work):
    entry = factories.update(world.ann, world.hull)
    for n in range(25):
        who = factories.person(f"Reader {n}")
        factories.belongs(who, world.leeds)
        say_thanks(reading(who), entry)
    work()
    first = queries.inbox(reading(world.ann))
    second = queries.inbox(reading(world.ann), first.next)
    assert (len(first.lines), len(second.lines), second.next) == (20, 5, None)
    assert first.lines[0].actor == "Reader 24"
    assert first.lines[0].told_at <= now()
    assert {line.id for line in first.lines}.isdisjoint(line.id for line in second.lines)


def test_what_was_brought_in_is_no_news(world, work, lines, mails):
    reflect(world.ann, world.hull)
    with clock.at(now() + timedelta(days=20)):
        work()
    assert lines(world.owen) == [("reflection-waiting", "facilitator")]
    assert queries.unread_count(reading(world.owen)) == 0
    assert mails() == []
