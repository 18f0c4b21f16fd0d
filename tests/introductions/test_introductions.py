"""Two people are introduced to each other: by whom, once, told to both and read by the three alone."""

import random
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from lpcommunity import worker
from lpcommunity.access import Invalid, Missing, Refused
from lpcommunity.access.rate_limits import INTRODUCTIONS
from lpcommunity.access.reader import OPERATOR
from lpcommunity.introductions import queries
from lpcommunity.introductions import views as introducing
from lpcommunity.introductions.commands import introduce
from lpcommunity.introductions.models import PeopleIntroduction
from lpcommunity.introductions.policy import can_introduce, can_introduce_somebody_to
from lpcommunity.introductions.queries import introduction, meant_by
from lpcommunity.notifications.commands import choose_ways
from lpcommunity.notifications.domain_events import MailWritten
from lpcommunity.notifications.kinds import introduced
from lpcommunity.notifications.models import Mail, Notification
from lpcommunity.notifications.notification_types import NEVER
from lpcommunity.outbox.models import OutboxEvent
from lpcommunity.partnerships import memberships
from lpcommunity.partnerships.models import Membership, Partnership
from lpcommunity.people.models import Organisation, Person
from lpcommunity.search.people_by_words import Named
from lpcommunity.storage import now, session, transactional
from lpcommunity.web.request_budgets import RequestBudget
from tests import factories as make
from tests.factories import reading
from tests.factories.random_world import random_world
from tests.factories.world import KINDS_OF_PERSON, READERS, parted
from tests.harness.visitor import Visitor

WHY = "Both of you look for a bus that nobody runs yet."
COMMUNITY = READERS["community"]


@pytest.fixture
def world(begin_with):
    return begin_with(parted)


@dataclass
class Five:
    """Two of one name in two places, one who knows them, one more, and somebody outside."""

    hull: Partnership
    fay: Person
    siân: Person
    siân_of_keele: Person
    owen: Person
    outside: Person


def _five() -> Five:
    hull, keele = make.place("Hull"), make.place("Keele")
    made = [make.person(name) for name in ("Fay Osei", "Siân Llŷr", "Siân Llŷr", "Owen Müller", "Siân Outside")]
    fay, first, second, owen, outside = made
    make.belongs(fay, hull, "facilitator")
    make.belongs(first, hull)
    make.belongs(second, keele, "lead")
    make.belongs(owen, keele)
    return Five(hull, fay, first, second, owen, outside)


@pytest.fixture
def five(begin_with):
    return begin_with(_five)


def send(by, one, other, why=WHY, key=None) -> PeopleIntroduction:
    made: PeopleIntroduction = introduce(reading(by), one, other, why, key or str(uuid4()))
    return made


def tell(app) -> None:
    worker.run(app, until_empty=True)
    session().expire_all()


def told() -> list[tuple[int, str]]:
    rows = session().execute(select(Notification.person_id, Notification.type).order_by(Notification.id))
    return [(one.person_id, one.type) for one in rows]


def mails() -> list[Mail]:
    return list(session().scalars(select(Mail).where(Mail.kind == "introduced").order_by(Mail.id)))


def count(model: Any) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


@transactional
def close(person) -> None:
    session().execute(update(Person).where(Person.id == person.id).values(disabled_at=now()))


def test_whoever_belongs_to_the_community_introduces_those_who_do_and_nobody_else(world):
    people = {kind: world.people[kind] for kind in KINDS_OF_PERSON if world.people[kind] is not None}
    readers = {kind: reading(person) for kind, person in people.items()}
    one = "member elsewhere"
    for kind, actor in readers.items():
        if not hasattr(actor, "id"):
            continue  # a closed account is nobody
        for other in ("evaluator", "former member", "future member", "nobody", "disabled member", "lead of both"):
            may = {kind, one, other} <= COMMUNITY and len({kind, one, other}) == 3
            assert can_introduce(actor, readers[one], readers[other]) == may, (kind, other)
            if not may:
                with pytest.raises(Refused):
                    introduce(actor, people[one], people[other], WHY, str(uuid4()))
    actor = readers["member here"]
    assert not can_introduce(actor, readers[one], readers[one])
    assert count(PeopleIntroduction) == 0
    send(people["member here"], people[one], people["evaluator"])
    assert count(PeopleIntroduction) == 1


def test_pressed_twice_is_once_and_the_same_two_not_again_within_a_year(five):
    key = str(uuid4())
    first = send(five.fay, five.siân, five.owen, key=key)
    assert send(five.fay, five.siân, five.owen, "Other words", key).id == first.id
    with pytest.raises(Missing):
        send(five.owen, five.siân, five.fay, key=key)
    for one, other in ((five.siân, five.owen), (five.owen, five.siân)):
        with pytest.raises(Invalid, match=r"You introduced .* on .* nothing is sent again"):
            send(five.fay, one, other)
    assert [one.why for one in session().scalars(select(PeopleIntroduction))] == [WHY]
    send(five.siân_of_keele, five.siân, five.owen)  # somebody else may
    send(five.fay, five.siân, five.siân_of_keele, key=key)  # back to the form, and another name in it
    _age(first, 366)
    send(five.fay, five.owen, five.siân)
    assert count(PeopleIntroduction) == 4
    assert session().scalar(select(func.count()).where(OutboxEvent.name == "PeopleIntroduced")) == 4


@transactional
def _age(made, days) -> None:
    row = session().get_one(PeopleIntroduction, made.id)
    row.made_at = now() - timedelta(days=days)


def test_it_says_why_in_five_hundred_characters(five):
    for why in ("", " \n ", "x" * 501):
        with pytest.raises(Invalid):
            send(five.fay, five.siân, five.owen, why)
    assert send(five.fay, five.siân, five.owen, f" {'x' * 500}\r\n").why == "x" * 500


def test_each_of_the_two_is_told_once_and_no_mail_says_why(app, five):
    made = send(five.fay, five.siân, five.owen)
    tell(app)
    tell(app)
    assert sorted(told()) == sorted([(five.siân.id, "introduced"), (five.owen.id, "introduced")])
    assert {(one.to, one.subject) for one in mails()} == {
        (five.siân.email, "Fay Osei introduces you to Owen Müller"),
        (five.owen.email, "Fay Osei introduces you to Siân Llŷr"),
    }
    pages = {five.siân.email: five.owen.id, five.owen.email: five.siân.id}
    everybody = {person.email for person in (five.fay, five.siân, five.owen)}
    for mail in mails():
        said = mail.subject + mail.text + mail.html
        assert WHY not in said
        assert not [one for one in everybody if one in said], "no address of anybody"
        assert f"/introductions/{made.id}" in mail.text
        assert f"/people/{pages[mail.to]}" in mail.text
    line = Visitor(app, five.siân).text("/notifications")
    assert "Fay Osei introduces you to Owen Müller" in line
    assert f'href="/introductions/{made.id}"' in line
    assert "introduces you to Siân Llŷr" in Visitor(app, five.owen).text("/notifications")


def test_by_mail_only_if_they_like_that(app, five):
    choose_ways(reading(five.siân), {"introduced": NEVER})
    send(five.fay, five.siân, five.owen)
    tell(app)
    assert [one.to for one in mails()] == [five.owen.email]
    assert len(told()) == 2


@pytest.mark.parametrize("who", ["siân", "owen", "fay"])
@pytest.mark.parametrize("leaves", [False, True])
def test_where_one_of_them_is_gone_by_then_nobody_is_told(app, five, who, leaves):
    person = getattr(five, who)
    send(five.fay, five.siân, five.owen)
    if leaves:
        for seat in session().scalars(select(Membership).where(Membership.person_id == person.id)):
            memberships.end_membership(OPERATOR, seat)
    else:
        close(person)
    tell(app)
    assert [one for one in told() if one[1] == "introduced"] == []
    assert mails() == []


def test_a_mail_that_still_waits_is_not_sent_once_one_of_them_is_gone(app, five):
    made = send(five.fay, five.siân, five.owen)
    event = MailWritten(1, made.id)
    assert introduced.still_meant(event, reading(five.siân))
    assert not introduced.still_meant(event, reading(five.fay)), "nobody but the two"
    close(five.owen)
    assert not introduced.still_meant(event, reading(five.siân))


def test_only_the_three_read_it_as_a_page_and_as_sql(app, world):
    by, one, other = "member here", "evaluator", "lead of both"
    made = send(*(world.people[kind] for kind in (by, one, other)))
    for kind in KINDS_OF_PERSON:
        if kind in {"anonymous", "disabled member"}:
            continue
        answer = Visitor(app, world.people[kind]).get(f"/introductions/{made.id}")
        assert answer.status_code == (200 if kind in {by, one, other} else 404), kind
        assert (WHY in answer.get_data(as_text=True)) == (kind in {by, one, other}), kind
    nobody, same = Visitor(app, world.people["author"]), re.compile(r'value="[^"]{30,}"|\b[0-9a-f]{16}\b|\d+')
    unseen, absent = (nobody.get(f"/introductions/{number}") for number in (made.id, 999999))
    assert absent.status_code == 404
    assert same.sub("", unseen.get_data(as_text=True)) == same.sub("", absent.get_data(as_text=True))
    page = Visitor(app, world.people[one]).text(f"/introductions/{made.id}")
    assert f'href="/people/{world.people[other].id}"' in page
    assert "@" not in re.sub(r"<(script|style|head).*?</\1>", "", page, flags=re.S), "no address"


def test_sql_and_rule_agree_in_a_random_world(app, pytestconfig):
    seed = int(pytestconfig.getoption("--hypothesis-seed"))
    world, chance = random_world(seed), random.Random(seed)
    three: dict[int, set[int]] = {}
    for _ in range(20):
        people = [one.id for one in chance.sample(world.people, 3)]
        three[_keep(people)] = set(people)
    for person in world.people:
        reader = reading(person)
        if hasattr(reader, "id"):
            found = {one for one in three if introduction(reader, one) is not None}
            assert found == {one for one, people in three.items() if person.id in people}, f"seed {seed}, {reader}"
            ids = {one.id: reading(one) for one in world.people}
            for typed in {one.name for one in world.people}:
                seen = {one.id for one in meant_by(reader, typed, 0).people}
                assert all(can_introduce_somebody_to(reader, ids[one]) for one in seen), f"seed {seed}, {reader}"
                named = {one.id for one in world.people if one.name == typed}
                able = {one for one in named if can_introduce_somebody_to(reader, ids[one])}
                assert able <= seen, f"seed {seed}, {reader}"


@transactional
def _keep(people) -> int:
    names = ("introducer_id", "one_id", "other_id")
    made = PeopleIntroduction(
        **dict(zip(names, people, strict=True)), why="Why", made_at=now(), idempotency_key=str(uuid4())
    )
    session().add(made)
    session().flush()
    return made.id


def test_whom_a_name_means(app, five):
    _works_for(five.siân, "Hull City Council")

    def meant(typed, by=five.fay, besides=five.owen):
        found = meant_by(reading(by), typed, besides.id)
        return [one.id for one in found.people], found.sure

    both = sorted([five.siân.id, five.siân_of_keele.id])
    assert (sorted(meant("Sian Llyr")[0]), meant("Sian Llyr")[1]) == (both, False)
    assert {one.says for one in meant_by(reading(five.fay), "siân", five.owen.id).people} == {
        "Hull City Council, Hull",
        "Keele",
    }
    assert meant("Owen Muller", besides=five.siân) == ([five.owen.id], True)
    assert meant("Dr Owen Müller", besides=five.siân) == ([five.owen.id], True), "titles are no part of a name"
    assert sorted(meant("Councillor Sian Llyr")[0]) == both, "of whoever has none, too"
    assert meant("Müller Owen", besides=five.siân) == ([five.owen.id], True)
    assert meant("Owen", besides=five.siân) == ([five.owen.id], False), "a first name alone is asked about"
    assert meant("Owen Mueler", besides=five.siân) == ([five.owen.id], False), "nearly is asked about"
    assert meant("Siân Outside") == ([], False)
    assert meant("Fay Osei") == ([], False), "not oneself"
    assert meant("Owen Müller") == ([], False), "not the one who is introduced"
    assert meant("Owen Müller", by=five.outside, besides=five.siân) == ([], False)
    assert meant(" ,!") == ([], False)


def test_whoever_left_since_names_were_gathered_is_nobody(app, five, monkeypatch):
    everybody = Named([one.id for one in (five.siân, five.siân_of_keele, five.outside, five.owen)])
    monkeypatch.setattr(queries, "people_named", lambda _typed: everybody)
    found = meant_by(reading(five.fay), "Siân Outside", five.owen.id)
    assert sorted(one.id for one in found.people) == sorted([five.siân.id, five.siân_of_keele.id])
    assert not found.sure


@transactional
def _works_for(person, name) -> None:
    made = Organisation(slug="a-council", name=name, sector="council", sort_name=name.lower())
    session().add(made)
    session().flush()
    session().get_one(Person, person.id).organisation_id = made.id


def test_while_a_name_is_typed_those_are_suggested_who_could_be_meant_and_nobody_else(app, five):
    _works_for(five.siân, "Hull City Council")
    fay, path = Visitor(app, five.fay), f"/people/{five.owen.id}/introduction/suggestions"

    def asked(typed, by=fay, at=path):
        return by.get(at, query_string={"q": typed})

    found = asked("sian l").get_json()["suggestions"]
    assert sorted((one["id"], one["name"], one["note"]) for one in found) == sorted(
        [(five.siân.id, "Siân Llŷr", "Hull City Council, Hull"), (five.siân_of_keele.id, "Siân Llŷr", "Keele")]
    )
    assert {tuple(one) for one in found} == {("id", "name", "note", "sort")}, "no address of anybody"
    for typed in ("Siân Outside", "Fay", "Owen", "", "a" * 121, " ,!"):
        assert asked(typed).get_json() == {"suggestions": []}, typed
    outside = Visitor(app, five.outside)
    unseen, absent = asked("sian", outside), asked("sian", outside, "/people/999999/introduction/suggestions")
    assert (unseen.status_code, absent.status_code) == (404, 404)
    assert asked("sian", at=f"/people/{five.fay.id}/introduction/suggestions").status_code == 404, "of oneself"
    assert asked("sian", at=f"/people/{five.outside.id}/introduction/suggestions").status_code == 404
    assert asked("sian", Visitor(app, None)).status_code == 303
    chosen = {"key": str(uuid4()), "why": WHY, "to": "Siân Llŷr", "person": str(five.siân_of_keele.id)}
    assert fay.post(f"/people/{five.owen.id}/introduction", chosen).status_code == 303, "it is not asked about"
    [made] = session().scalars(select(PeopleIntroduction))
    assert {made.one_id, made.other_id} == {five.owen.id, five.siân_of_keele.id}


def test_a_program_that_asks_without_end_is_told_to_wait(app, five, monkeypatch):
    monkeypatch.setattr(introducing, "BUDGET", RequestBudget(2))
    path = f"/people/{five.owen.id}/introduction/suggestions?q=sian"
    assert [Visitor(app, five.fay).get(path).status_code for _ in range(3)] == [200, 200, 429]
    assert Visitor(app, five.siân_of_keele).get(path).status_code == 200


def test_the_form_says_who_gets_what_asks_between_two_of_a_name_and_keeps_words(app, five):
    fay, act = Visitor(app, five.fay), f"/people/{five.owen.id}/introduction"
    assert f'href="{act}"' in fay.text(f"/people/{five.owen.id}")
    assert "/introduction" not in fay.text(f"/people/{five.fay.id}")
    page = fay.text(act)
    assert "both get one message from you" in page
    key = re.search(r'name="key" value="([^"]+)"', page)[1]

    def post(**fields):
        answer = fay.post(act, {"key": key, "why": WHY, **fields})
        return answer.status_code, answer.get_data(as_text=True), answer.headers.get("Location")

    status, text, _ = post(to="", why="")
    assert (status, "Write the name of somebody" in text, "Say in a sentence why" in text) == (422, True, True)
    status, text, _ = post(to="Nobody of that name")
    assert (status, "We found nobody of that name" in text, WHY in text) == (422, True, True)
    assert "Nobody of that name" in text
    for typed, said in (("Dr Owen Müller", "That is Owen."), ("Fay", "That is you.")):
        status, again, _ = post(to=typed)
        assert (status, said in again, WHY in again) == (422, True, True), typed
    status, text, _ = post(to="Siân Llŷr")
    assert (status, "Whom do you mean?" in text, WHY in text) == (422, True, True)
    assert len(re.findall(r'type="radio"', text)) == 2
    assert "There is a problem" not in text, "nothing is wrong"
    status, text, _ = post(to="Siân Llŷr", person="nobody")
    assert (status, "Whom do you mean?" in text, WHY in text) == (422, True, True)
    assert 'value="nobody"' not in text
    assert post(to="Siân Llŷr", person=str(five.outside.id))[0] == 422, "only who was offered"
    assert count(PeopleIntroduction) == 0
    status, _, location = post(to="Siân Llŷr", person=str(five.siân_of_keele.id))
    [made] = session().scalars(select(PeopleIntroduction))
    assert (status, location) == (303, f"/introductions/{made.id}")
    assert {made.one_id, made.other_id} == {five.owen.id, five.siân_of_keele.id}
    assert post(to="Siân Llŷr", person=str(five.siân_of_keele.id))[2] == location, "twice is once"
    again = fay.post(act, {"to": "Siân Llŷr", "person": str(five.siân_of_keele.id), "why": "More words"})
    text = again.get_data(as_text=True)
    assert (again.status_code, "You introduced" in text, "More words" in text) == (422, True, True)
    assert count(PeopleIntroduction) == 1


def test_who_is_not_there_for_them_is_no_page_and_a_form_without_its_token_sends_nothing(app, five):
    fay, outside = Visitor(app, five.fay), Visitor(app, five.outside)
    fields = {"to": "Owen Müller", "why": WHY}
    absent = fay.get("/people/999999/introduction").get_data(as_text=True)
    for visitor, person in ((fay, five.outside), (fay, five.fay), (outside, five.owen), (outside, five.outside)):
        act = f"/people/{person.id}/introduction"
        assert visitor.get(act).status_code == visitor.post(act, fields).status_code == 404, person.name
    strip = re.compile(r'value="[^"]{30,}"|\b[0-9a-f]{16}\b|\d+')
    hidden = fay.get(f"/people/{five.outside.id}/introduction").get_data(as_text=True)
    assert strip.sub("", hidden) == strip.sub("", absent)
    act = f"/people/{five.siân.id}/introduction"
    stale = fay.client.post(act, data={**fields, "csrf_token": "forged"})
    assert stale.status_code == 422
    assert WHY in stale.get_data(as_text=True)
    assert Visitor(app).get(act).status_code == 303
    assert count(PeopleIntroduction) == 0


def test_twenty_a_day(app, five, monkeypatch):
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)
    fay, act = Visitor(app, five.fay), f"/people/{five.owen.id}/introduction"
    assert (INTRODUCTIONS.most, INTRODUCTIONS.within) == (20, timedelta(days=1))
    key = str(uuid4())
    fields = {"to": "Sian Llyr", "person": str(five.siân.id), "why": WHY, "key": key}
    statuses = [fay.post(act, fields).status_code for _ in range(21)]
    assert statuses == [303] * 20 + [429]
    assert WHY in fay.post(act, fields).get_data(as_text=True)


def test_a_page_asks_the_same_however_many_there_are(app, five, count_queries):
    fay, act = Visitor(app, five.fay), f"/people/{five.owen.id}/introduction"
    made = send(five.fay, five.siân, five.owen)
    fay.text(act)

    def asked(path):
        with count_queries() as found:
            fay.text(path)
        return len(found)

    before = {path: asked(path) for path in (act, f"/introductions/{made.id}")}
    assert max(before.values()) <= 7, before
    for _ in range(5):
        more = make.person("Siân Llŷr")
        make.belongs(more, five.hull)
        send(five.fay, more, five.owen)
    assert {path: asked(path) for path in before} == before
